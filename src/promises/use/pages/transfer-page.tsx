import type { Field as Declaration, Provider } from '../../../kernel/policy/declarations.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { sayCountry } from '../../../ui/countries.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link, Outbound } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayAmount } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { Table } from '../../../ui/table.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { type FieldValue, Value } from '../../../ui/value.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { BankProblem } from '../ways/bank-order.ts';
import { TRANSFER_TONES, TransferBadge, type TransferState } from './transfer-badge.tsx';

export interface TransferField {
  readonly label: string;
  readonly type: Declaration['type'];
  /** The exact value that would leave; null once the transfer is confirmed: it need not be opened again. */
  readonly value: FieldValue | null;
  /** Why the provider cannot do without it, as declared. */
  readonly why: string;
}

export interface TransferPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly transfer: {
    readonly id: string;
    readonly state: TransferState;
    readonly recipient: { readonly name: string; readonly kind: Provider['kind']; readonly country: string };
    readonly method: string;
    /** A decimal with a point (`1250.00`) and an ISO 4217 code. */
    readonly amount: { readonly value: string; readonly currency: string };
    /** Null once a cancelled transfer has forgotten it. */
    readonly payee: string | null;
    readonly payeeAccount: string | null;
    /** Why the bank would refuse it. */
    readonly problems: readonly BankProblem[];
    /** Where it goes on: the provider's own page. */
    readonly page: string | null;
    /** Whether a form of this site leads there, sent by the person. */
    readonly byForm: boolean;
    readonly fields: readonly TransferField[];
    /** Labels of fields without which it cannot be made and that the person never left. */
    readonly missing: readonly string[];
    /** What must be proven before it can be confirmed; labels of the fields. */
    readonly held: null | {
      readonly by: 'staff' | 'rule';
      readonly fields: readonly string[];
      readonly missing: readonly string[];
      readonly answerable: boolean;
    };
    /** Every state it went through, oldest first. */
    readonly path: readonly { readonly state: TransferState; readonly at: Date }[];
  };
  /** Sent back with the confirmation: the digest of exactly what this page shows, so that nothing else is confirmed. */
  readonly shown: string | null;
  /** Whether the person has a password to show presence with. */
  readonly password: boolean;
  /** Why a confirmation that was just tried did nothing. */
  readonly answer: null | 'wrong-password' | 'changed';
}

/** "This leaves the site": the exact fields, values and recipient, before the person confirms; afterwards, what became of it. */
export function TransferPage(props: TransferPageProps) {
  const { language, frame, transfer } = props;
  const words = wordsOf(language).use.transfer;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={`${words.title}: ${transfer.recipient.name}`} lead={words.stateWords[transfer.state]}>
        <TransferBadge language={language} state={transfer.state} />
      </PageHead>
      <Answer language={language} answer={props.answer} />
      <DetailsList
        details={[
          [words.amount, <strong>{sayAmount(transfer.amount.value, transfer.amount.currency, language)}</strong>],
          [words.payee, transfer.payee === null ? words.payeeForgotten : <bdi>{transfer.payee}</bdi>],
          transfer.payeeAccount === null ? null : [words.payeeAccount, <bdi>{transfer.payeeAccount}</bdi>],
          [words.method, transfer.method],
          [words.recipient, sayRecipient(language, transfer.recipient)],
        ]}
      />
      <GoOn {...props} />
      <Leaving {...props} />
      <Decision {...props} />
      <section aria-labelledby="path">
        <h2 id="path">{words.pathTitle}</h2>
        <Timeline
          language={language}
          label={words.pathTitle}
          steps={transfer.path.map(({ state, at }) => ({
            title: words.states[state],
            at,
            tone: TRANSFER_TONES[state],
          }))}
        />
      </section>
    </Layout>
  );
}

function Answer({ language, answer }: Pick<TransferPageProps, 'language' | 'answer'>) {
  const words = wordsOf(language).use.transfer;
  if (answer === null) return null;
  return (
    <Notice kind="bad" answer={true}>
      <p>{answer === 'wrong-password' ? words.wrongPassword : words.changed}</p>
    </Notice>
  );
}

function Leaving({ language, transfer }: TransferPageProps) {
  const words = wordsOf(language).use.transfer;
  const title = titleOf(language, transfer.state);
  const open = mayBeConfirmed(transfer.state);
  const cells = transfer.fields.map(({ label, type, value, why }) => ({
    label,
    why,
    value: value === null ? null : <Value language={language} type={type} value={value} />,
  }));
  return (
    <section class={open ? 'panel leaves' : 'panel'} aria-labelledby="leaves">
      <h2 id="leaves">{title}</h2>
      <p>{open ? words.leavesLead : words.hidden}</p>
      <Table
        caption={title}
        captionUnseen={true}
        head={open ? [words.field, words.value, words.why] : [words.field, words.why]}
        rows={cells.map(({ label, value, why }) => (open ? [label, value, why] : [label, why]))}
      />
      <p class="to">
        → <strong>{sayRecipient(language, transfer.recipient)}</strong>
      </p>
    </section>
  );
}

function Decision({ language, frame, transfer, shown, password, answer }: TransferPageProps) {
  const words = wordsOf(language);
  const { use } = words;
  if (transfer.held !== null) return <Held {...{ language, frame, transfer }} held={transfer.held} />;
  if (shown === null) return <Unfit {...{ language, frame, transfer }} />;
  if (transfer.state === 'confirmed') return <Cancel {...{ language, frame, transfer }} />;
  if (!mayBeConfirmed(transfer.state)) return null;
  return (
    <section class="decision" aria-labelledby="confirm">
      <h2 id="confirm">{use.transfer.confirmTitle}</h2>
      <p>{use.transfer.confirmLead}</p>
      <Form action={addresses.confirmTransfer(transfer.id)} csrf={frame.csrf}>
        <input type="hidden" name="shown" value={shown} />
        {password ? (
          <PasswordField language={language} problem={answer === 'wrong-password' ? 'wrong-password' : undefined} />
        ) : null}
        <Submit>{use.transfer.confirm}</Submit>
      </Form>
      <Cancel {...{ language, frame, transfer }} />
    </section>
  );
}

/** The policy or the administration wants something proven first: what, by which section, and the way to it. */
function Held({ language, frame, transfer, held }: HeldProps) {
  const words = wordsOf(language).use.transfer.held;
  const { by, fields, missing, answerable } = held;
  return (
    <section class="decision" aria-labelledby="held">
      <h2 id="held">{words.title}</h2>
      <p>{by === 'rule' ? words.byRule(fields.join(', ')) : words.byStaff}</p>
      {missing.length === 0 ? null : <p>{words.missing(missing.join(', '))}</p>}
      {answerable ? null : <p>{words.anew}</p>}
      <p class="actions">
        <Link href={missing.length === 0 ? addresses.proofs : addresses.data} class="button main">
          {missing.length === 0 ? words.prove : words.leave}
        </Link>
      </p>
      <Cancel {...{ language, frame, transfer }} />
    </section>
  );
}

interface HeldProps extends Pick<TransferPageProps, 'language' | 'frame' | 'transfer'> {
  readonly held: NonNullable<TransferPageProps['transfer']['held']>;
}

/** The transfer is finished where the provider is: on its page, or by a form that the person sends there. */
function GoOn({ language, frame, transfer }: TransferPageProps) {
  const words = wordsOf(language).use.transfer;
  const { state, page, byForm, recipient } = transfer;
  const again = byForm && (state === 'confirmed' || state === 'with-provider' || state === 'unknown');
  if (page === null && !again) return null;
  return (
    <section class="decision" aria-labelledby="go-on">
      <h2 id="go-on">{words.goOnTitle}</h2>
      <p>{words.goOnLead}</p>
      {page === null ? (
        <Form action={addresses.leaveForTransfer(transfer.id)} csrf={frame.csrf}>
          <Submit>{words.goOn(recipient.name)}</Submit>
        </Form>
      ) : (
        <p>
          <Outbound href={page} language={language}>
            {words.goOn(recipient.name)}
          </Outbound>
        </p>
      )}
    </section>
  );
}

/** What the bank would refuse is said before anything leaves, and cannot be confirmed. */
function Unfit({ language, frame, transfer }: Pick<TransferPageProps, 'language' | 'frame' | 'transfer'>) {
  const words = wordsOf(language).use.transfer;
  return (
    <section aria-labelledby="unfit">
      <h2 id="unfit">{words.problemsTitle}</h2>
      <p>{words.problemsLead}</p>
      <ul>
        {transfer.problems.map((problem) => (
          <li>{words.problems[problem]}</li>
        ))}
      </ul>
      <p class="actions">
        <Link href={addresses.data} class="button main">
          {words.editData}
        </Link>
      </p>
      <Cancel {...{ language, frame, transfer }} />
    </section>
  );
}

/** Until the hand-over begins. */
function Cancel({ language, frame, transfer }: Pick<TransferPageProps, 'language' | 'frame' | 'transfer'>) {
  return (
    <Form action={addresses.cancelTransfer(transfer.id)} csrf={frame.csrf}>
      <Submit kind="quiet">{wordsOf(language).use.transfer.cancel}</Submit>
    </Form>
  );
}

function mayBeConfirmed(state: TransferState): boolean {
  return state === 'proposed' || state === 'started';
}

function titleOf(language: Language, state: TransferState): string {
  const words = wordsOf(language).use.transfer;
  if (mayBeConfirmed(state) || state === 'confirmed') return words.leavesTitle;
  return state === 'cancelled' || state === 'expired' ? words.plannedTitle : words.leftTitle;
}

function sayRecipient(language: Language, recipient: TransferPageProps['transfer']['recipient']): string {
  const kind = wordsOf(language).use.transfer.kinds[recipient.kind];
  return `${recipient.name} (${kind}, ${sayCountry(recipient.country, language)})`;
}
