import type { Language } from '../../../kernel/words.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { sayNumber } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface ConsoleHomePageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** What waits for this reader's roles, by what it is. Nothing that waits is left out. */
  readonly waiting: readonly { readonly what: string; readonly count: number; readonly href: string }[];
}

/** The first page of the console: what waits, and where. */
export function ConsoleHomePage({ language, frame, waiting }: ConsoleHomePageProps) {
  const page = wordsOf(language).console.home;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {waiting.length === 0 ? (
        <p>{page.nothing}</p>
      ) : (
        <Table
          caption={page.lead}
          captionUnseen={true}
          head={[page.lead, '№', page.open]}
          rows={waiting.map(({ what, count, href }) => [
            what,
            sayNumber(count, language),
            <Link href={href}>{page.open}</Link>,
          ])}
        />
      )}
    </Layout>
  );
}
