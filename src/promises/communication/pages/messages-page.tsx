import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { sayOutcome } from './say-outcome.ts';

export interface TopicState {
  /** Null: all informational messages. */
  readonly topic: string | null;
  readonly name: string | null;
  readonly stopped: boolean;
  /** No message of this topic comes, because all were stopped. */
  readonly stoppedWithAll: boolean;
  /** Whether this page may undo the stop: it was made here. */
  readonly undoable: boolean;
}

export interface SentMessage {
  readonly id: string;
  readonly subject: string;
  /** When it was handed over; null while it waits. */
  readonly at: Date | null;
  readonly outcome: 'accepted' | 'refused' | 'deferred' | 'unknown' | null;
  readonly returnedAs: 'gone' | 'full' | 'refused' | 'complaint' | null;
}

export interface MessagesPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** All messages first, then each topic. */
  readonly topics: readonly TopicState[];
  /** Newest first. */
  readonly messages: readonly SentMessage[];
  readonly mailComesBack: boolean;
  /** The message that an older page begins with. */
  readonly next: string | null;
}

/** What comes, what was stopped, and every message that was ever sent to this person. */
export function MessagesPage({ language, frame, topics, messages, mailComesBack, next }: MessagesPageProps) {
  const words = wordsOf(language).communication.messages;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      {mailComesBack ? (
        <Notice kind="careful">
          <p>{words.mailComesBack}</p>
          <Form action={addresses.addressWorks} csrf={frame.csrf}>
            <Submit kind="quiet">{words.addressWorks}</Submit>
          </Form>
        </Notice>
      ) : null}
      <section aria-labelledby="topics">
        <h2 id="topics">{words.topicsTitle}</h2>
        <p>{words.stopLead}</p>
        <Table
          caption={words.topicsTitle}
          captionUnseen={true}
          head={[words.topic, words.state, words.stop]}
          rows={topics.map((topic) => [
            topic.name ?? words.all,
            <TopicBadge language={language} topic={topic} />,
            <TopicForm language={language} frame={frame} topic={topic} />,
          ])}
        />
        {topics.some(({ stopped, undoable }) => stopped && !undoable) ? <p class="hint">{words.notYours}</p> : null}
      </section>
      <section aria-labelledby="sent">
        <h2 id="sent">{words.listTitle}</h2>
        {messages.length === 0 ? (
          <p>{words.empty}</p>
        ) : (
          <Table
            caption={words.listTitle}
            captionUnseen={true}
            head={[words.subject, words.when, words.outcome]}
            rows={messages.map(({ id, subject, at, outcome, returnedAs }) => [
              <Link href={addresses.message(id)}>{subject}</Link>,
              at === null ? words.waiting : <Instant at={at} language={language} />,
              returnedAs === null ? sayOutcome(language, at, outcome) : words.returned[returnedAs],
            ])}
          />
        )}
        {next === null ? null : (
          <p>
            <Link href={addresses.messagesFrom(next)}>{words.older}</Link>
          </p>
        )}
      </section>
    </Layout>
  );
}

interface TopicFormProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly topic: TopicState;
}

function TopicBadge({ language, topic }: Omit<TopicFormProps, 'frame'>) {
  const words = wordsOf(language).communication.messages;
  const comes = !topic.stopped && !topic.stoppedWithAll;
  return <Badge tone={comes ? 'plain' : 'careful'} text={comes ? words.comes : words.stopped} />;
}

function TopicForm({ language, frame, topic: { topic, name, stopped, stoppedWithAll, undoable } }: TopicFormProps) {
  const words = wordsOf(language).communication.messages;
  if (stopped ? !undoable : stoppedWithAll) return null;
  const label = `${stopped ? words.undo : words.stop}: ${name ?? words.all}`;
  return (
    <Form action={stopped ? addresses.undoStop : addresses.stopMessages} csrf={frame.csrf} label={label}>
      {topic === null ? null : <input type="hidden" name="topic" value={topic} />}
      <Submit kind="quiet">{stopped ? words.undo : topic === null ? words.stopAll : words.stop}</Submit>
    </Form>
  );
}
