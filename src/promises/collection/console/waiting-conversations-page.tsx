import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface WaitingConversationsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The longest waiting first. */
  readonly conversations: readonly {
    readonly id: string;
    readonly begunAt: Date;
    readonly lastAt: Date;
    readonly whose: 'yours' | 'another' | 'nobody';
  }[];
}

/** Conversations that wait for an answer, without a word of them and without a name. */
export function WaitingConversationsPage({ language, frame, conversations }: WaitingConversationsPageProps) {
  const words = wordsOf(language).collection;
  const more = wordsOf(language).inbox;
  return (
    <Layout language={language} frame={frame} title={words.console.conversationsTitle}>
      <PageHead title={words.console.conversationsTitle} lead={words.console.conversationsLead} />
      {conversations.length === 0 ? (
        <p>{words.console.conversationsEmpty}</p>
      ) : (
        <Table
          caption={words.console.conversationsTitle}
          captionUnseen={true}
          head={[words.console.waitingSince, words.conversation.begun, more.whose, words.console.read]}
          rows={conversations.map(({ id, begunAt, lastAt, whose }) => [
            <Instant at={lastAt} language={language} />,
            <Instant at={begunAt} language={language} precision="day" />,
            more[whose],
            <Link href={addresses.waitingConversation(id)}>{words.console.read}</Link>,
          ])}
        />
      )}
    </Layout>
  );
}
