import { addresses } from '../../../ui/addresses.ts';
import { Badge } from '../../../ui/badge.tsx';
import { sayInstant } from '../../../ui/dates.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { Writing, type WritingProps } from './writing.tsx';

export interface ConversationsPageProps extends WritingProps {
  /** The latest first. */
  readonly conversations: readonly {
    readonly id: string;
    readonly begunAt: Date;
    readonly lastAt: Date;
    readonly lastBy: 'person' | 'administration';
  }[];
}

/** A new message to the administration, and the conversations there were. */
export function ConversationsPage(props: ConversationsPageProps) {
  const { language, frame, conversations } = props;
  const words = wordsOf(language).collection.conversation;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <section aria-labelledby="new">
        <h2 id="new">{words.newTitle}</h2>
        <Writing {...props} action={addresses.conversations} />
      </section>
      <section aria-labelledby="all">
        <h2 id="all">{words.listTitle}</h2>
        {conversations.length === 0 ? (
          <p>{words.empty}</p>
        ) : (
          <Table
            caption={words.listTitle}
            captionUnseen={true}
            head={[words.begun, words.last, wordsOf(language).collection.proofs.state]}
            rows={conversations.map(({ id, begunAt, lastAt, lastBy }) => [
              <Link href={addresses.conversation(id)}>{words.open(sayInstant(begunAt, language, 'day'))}</Link>,
              <Instant at={lastAt} language={language} />,
              <Badge tone={lastBy === 'administration' ? 'good' : 'plain'} text={words.lastBy[lastBy]} />,
            ])}
          />
        )}
      </section>
    </Layout>
  );
}
