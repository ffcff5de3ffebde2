import { LANGUAGES, type Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export type BulletinState = 'draft' | 'scheduled' | 'going' | 'paused' | 'waits' | 'done' | 'ended';

export interface BulletinsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Newest first. */
  readonly bulletins: readonly {
    readonly id: string;
    readonly subject: string;
    readonly topic: string;
    readonly state: BulletinState;
    readonly audience: number | null;
    readonly accepted: number;
  }[];
  readonly senders: readonly { readonly address: string; readonly name: string }[];
  /** Whether a relay is set; without one messages wait. */
  readonly relay: boolean;
  /** Whether the reader may write, confirm and end; else they only watch. */
  readonly mayWrite: boolean;
  /** A stop that came by letter was recorded a moment ago. */
  readonly letterDone: boolean;
  readonly problems: Problems;
  readonly values: Readonly<Record<string, string>>;
}

/** The console's page of bulletins: how far each is, stops that came by letter, topics. Numbers, never persons. */
export function BulletinsPage(props: BulletinsPageProps) {
  const { language, frame, bulletins, relay, mayWrite, letterDone } = props;
  const words = wordsOf(language).communication.console;
  return (
    <Layout language={language} frame={frame} title={words.title} width="wide">
      <PageHead title={words.title} lead={words.lead} />
      {relay ? null : (
        <Notice kind="careful">
          <p>{words.noRelay}</p>
        </Notice>
      )}
      {letterDone ? (
        <Notice kind="good" answer={true}>
          <p>{words.letterDone}</p>
        </Notice>
      ) : null}
      {bulletins.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <Table
          caption={words.title}
          captionUnseen={true}
          head={[words.subject, words.topic, words.state, words.audience, words.progress.accepted]}
          rows={bulletins.map(({ id, subject, topic, state, audience, accepted }) => [
            <Link href={addresses.bulletin(id)}>{subject}</Link>,
            topic,
            <Badge tone={TONES[state]} text={words[state]} />,
            audience === null ? '—' : String(audience),
            audience === null ? '—' : String(accepted),
          ])}
        />
      )}
      {mayWrite ? (
        <p class="actions">
          <Link href={addresses.newBulletin} class="button main">
            {words.new}
          </Link>
        </p>
      ) : null}
      <p>
        <Link href={addresses.delivery}>{words.mailLink}</Link>
      </p>
      {mayWrite ? <Senders {...props} /> : null}
      <LetterForm {...props} />
      {mayWrite ? <TopicForm {...props} /> : null}
    </Layout>
  );
}

const TONES: Readonly<Record<BulletinState, Tone>> = {
  draft: 'plain',
  scheduled: 'careful',
  going: 'careful',
  paused: 'careful',
  waits: 'careful',
  done: 'good',
  ended: 'plain',
};

function LetterForm({ language, frame, problems, values }: BulletinsPageProps) {
  const words = wordsOf(language).communication.console;
  return (
    <section aria-labelledby="letter">
      <h2 id="letter">{words.letterTitle}</h2>
      <p>{words.letterLead}</p>
      <ProblemSummary language={language} problems={problems} labels={{ from: words.letter }} />
      <Form action={addresses.stopByLetter} csrf={frame.csrf} class="panel">
        <Field
          language={language}
          name="from"
          type="text"
          label={words.letter}
          required={true}
          autocomplete="off"
          maxlength={320}
          value={values.from}
          problem={problems.from}
        />
        <Submit kind="quiet">{words.letterSubmit}</Submit>
      </Form>
    </section>
  );
}

function TopicForm({ language, frame, problems, values }: BulletinsPageProps) {
  const words = wordsOf(language).communication.console;
  const shared = (name: string, label: string) => ({
    language,
    name,
    label,
    type: 'text' as const,
    required: true,
    autocomplete: 'off',
    value: values[name],
    problem: problems[name],
  });
  return (
    <section aria-labelledby="topic">
      <h2 id="topic">{words.topicTitle}</h2>
      <Form action={addresses.nameTopic} csrf={frame.csrf} class="panel">
        <Field {...shared('topic', words.topicId)} maxlength={40} />
        {LANGUAGES.map((one) => (
          <Field {...shared(one, words.topicName(one))} maxlength={100} />
        ))}
        <Submit kind="quiet">{words.topicSubmit}</Submit>
      </Form>
    </section>
  );
}

function Senders({ language, frame, senders, problems, values }: BulletinsPageProps) {
  const words = wordsOf(language).communication.console;
  const labels = { address: words.senderAddress, name: words.senderName };
  const shared = (name: 'address' | 'name') => ({
    language,
    name,
    label: labels[name],
    autocomplete: 'off',
    value: values[name],
    problem: problems[name],
  });
  return (
    <section aria-labelledby="senders">
      <h2 id="senders">{words.senderTitle}</h2>
      <p>{words.senderLead}</p>
      {senders.length === 0 ? null : (
        <Table
          caption={words.senderTitle}
          captionUnseen={true}
          head={[words.senderAddress, words.senderName, words.senderRemove]}
          rows={senders.map(({ address, name }) => [
            address,
            name === '' ? '—' : name,
            <Form action={addresses.removeSender} csrf={frame.csrf} label={`${words.senderRemove}: ${address}`}>
              <input type="hidden" name="address" value={address} />
              <Submit kind="quiet">{words.senderRemove}</Submit>
            </Form>,
          ])}
        />
      )}
      <ProblemSummary language={language} problems={problems} labels={labels} />
      <Form action={addresses.nameSender} csrf={frame.csrf} class="panel">
        <Field {...shared('address')} type="email" required={true} maxlength={254} />
        <Field {...shared('name')} type="text" required={false} maxlength={100} />
        <Submit kind="quiet">{words.senderSubmit}</Submit>
      </Form>
    </section>
  );
}
