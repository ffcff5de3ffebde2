import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayNumber } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { Activity, type ActivityProps } from './activity.tsx';
import { Standing, type StandingProps } from './standing.tsx';

export interface ConsoleHomePageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly older: {
    /** What this program can do and the policy in force has not heard of, in words. */
    readonly acts: readonly string[];
    /** Facts that only one of the two knows, by name. */
    readonly facts: readonly string[];
  };
  readonly activity: ActivityProps['activity'];
  /** How the server is; null: it is not this reader's work. */
  readonly standing: Omit<StandingProps, 'language'> | null;
  /** What waits for this reader's roles, by what it is. Nothing that waits is left out. */
  readonly waiting: readonly { readonly what: string; readonly count: number; readonly href: string }[];
}

/** The first page of the console: what waits, and where. */
export function ConsoleHomePage({
  language,
  frame,
  older,
  waiting,
  activity,
  standing,
  children,
}: PropsWithChildren<ConsoleHomePageProps>) {
  const page = wordsOf(language).console.home;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {children}
      {older.acts.length + older.facts.length === 0 ? null : (
        <Notice kind="careful" title={page.older}>
          {older.acts.length === 0 ? null : (
            <p>
              {page.olderActs}: {older.acts.join('; ')}.
            </p>
          )}
          {older.facts.length === 0 ? null : (
            <p>
              {page.olderFacts}: {older.facts.join(', ')}.
            </p>
          )}
          <p>
            <Link href={addresses.policyEditor}>{page.publishAgain}</Link>
          </p>
        </Notice>
      )}
      {waiting.length === 0 ? (
        <p>{page.nothing}</p>
      ) : (
        <Table
          caption={page.lead}
          captionUnseen={true}
          head={[page.what, page.howMany, page.open]}
          rows={waiting.map(({ what, count, href }) => [
            what,
            sayNumber(count, language),
            <Link href={href}>{page.open}</Link>,
          ])}
        />
      )}
      {standing === null ? null : <Standing language={language} {...standing} />}
      <Activity language={language} activity={activity} />
    </Layout>
  );
}
