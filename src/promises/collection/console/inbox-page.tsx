import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayNumber } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { INBOX_STATES, type InboxState } from '../inbox/store.ts';

export interface InboxPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly state: InboxState;
  readonly counts: Readonly<Record<InboxState, number>>;
  readonly submissions: readonly {
    readonly id: string;
    readonly form: string;
    readonly leftAt: Date;
    readonly takenByYou: boolean;
  }[];
  readonly next: { readonly leftAt: Date; readonly submission: string } | null;
  /** Why one was not opened. */
  readonly reasons: readonly string[];
  /** Whether the reader asked for the mail with the number; null: there is no relay to send it. */
  readonly reminded: boolean | null;
  /** Whether the reader left an address for it. */
  readonly address: boolean;
}

/** What people left in forms: when and in which, without a name and without a value. */
export function InboxPage(props: InboxPageProps) {
  const { language, frame, state, counts, submissions, next, reasons } = props;
  const words = wordsOf(language).inbox;
  return (
    <Layout language={language} frame={frame} title={words.title} width="wide">
      <PageHead title={words.title} lead={words.lead} />
      {reasons.length === 0 ? null : (
        <Notice kind="bad" title={words.refused}>
          <ul>
            {reasons.map((reason) => (
              <li>{reason}</li>
            ))}
          </ul>
        </Notice>
      )}
      <nav class="states" aria-label={words.title}>
        <ul>
          {INBOX_STATES.map((one) => (
            <li>
              <Link href={addresses.inboxState(one)} current={one === state ? 'page' : undefined}>
                {`${words.states[one]} (${sayNumber(counts[one], language)})`}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {submissions.length === 0 ? <p>{words.empty}</p> : <List {...props} />}
      {next === null ? null : (
        <p>
          <Link href={addresses.inboxAfter(state, next.leftAt.toISOString(), next.submission)}>{words.more}</Link>
        </p>
      )}
      <Reminder {...props} />
    </Layout>
  );
}

function List({ language, frame, state, submissions }: InboxPageProps) {
  const words = wordsOf(language).inbox;
  const doing = state === 'done' ? [] : [words.actions];
  return (
    <Table
      caption={words.states[state]}
      captionUnseen={true}
      head={[words.left, words.formName, words.whose, ...doing]}
      rows={submissions.map(({ id, form, leftAt, takenByYou }) => [
        <Instant at={leftAt} language={language} />,
        form,
        takenByYou ? words.yours : state === 'new' ? words.nobody : words.another,
        ...(state === 'done'
          ? []
          : [
              <div class="actions">
                {state === 'new' || takenByYou ? (
                  <Form action={addresses.openSubmission(id)} csrf={frame.csrf}>
                    <Submit>{words.open}</Submit>
                  </Form>
                ) : null}
                {takenByYou ? null : (
                  <Form action={addresses.takeSubmission(id)} csrf={frame.csrf}>
                    <Submit kind="quiet">{words.take}</Submit>
                  </Form>
                )}
              </div>,
            ]),
      ])}
    />
  );
}

/** The one mail the staff may ask for. */
function Reminder({ language, frame, reminded, address }: InboxPageProps) {
  const words = wordsOf(language).inbox.reminder;
  if (reminded === null) return null;
  return (
    <section class="panel" aria-labelledby="reminder">
      <h2 id="reminder">{words.title}</h2>
      <p>
        {words.lead} {words.to}
      </p>
      {address || reminded ? (
        <Form action={addresses.inboxReminder} csrf={frame.csrf}>
          <input type="hidden" name="wanted" value={reminded ? 'no' : 'yes'} />
          <Submit kind="quiet">{reminded ? words.stop : words.ask}</Submit>
        </Form>
      ) : (
        <p>{words.noAddress}</p>
      )}
    </section>
  );
}
