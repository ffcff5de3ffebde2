import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { DealingBadge, type DealingState } from './dealing-badge.tsx';

export interface DealingsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Newest first. */
  readonly dealings: readonly {
    readonly id: string;
    readonly service: string;
    readonly purpose: string;
    readonly openedAt: Date;
    readonly state: DealingState;
  }[];
}

/** Every dealing that was shown to this person. */
export function DealingsPage({ language, frame, dealings }: DealingsPageProps) {
  const { dealing: words, dealings: page } = wordsOf(language).use;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {dealings.length === 0 ? (
        <p>{page.empty}</p>
      ) : (
        <Table
          caption={page.title}
          captionUnseen={true}
          head={[words.who, words.purpose, words.opened, page.state]}
          rows={dealings.map(({ id, service, purpose, openedAt, state }) => [
            <Link href={addresses.dealing(id)}>{service}</Link>,
            purpose,
            <Instant at={openedAt} language={language} />,
            <DealingBadge language={language} state={state} />,
          ])}
        />
      )}
    </Layout>
  );
}
