import { PASSWORD_CHARACTERS_MIN } from '../../../kernel/limits.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DeclaredField, type DeclaredInput } from '../../../ui/declared-field.tsx';
import { type Detail, DetailsList } from '../../../ui/details-list.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { VersionLink } from '../../../ui/policy-mark.tsx';
import type { Problems } from '../../../ui/problems.tsx';
import { Table } from '../../../ui/table.tsx';
import { type FieldValue, Value } from '../../../ui/value.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { UnsealPanel } from './seal-page.tsx';

export interface HeldField extends DeclaredInput {
  /** null: nothing was left in this field. */
  readonly held: {
    readonly value: FieldValue;
    readonly since: Date;
    /** The version under which this value was left; null for what was not left here. */
    readonly version: number | null;
    /** null: until the person asks for erasure. */
    readonly until: Date | null;
    /** Whether the person left it here, here before this system, or somebody else brought it. */
    readonly origin: 'left-here' | 'left-before' | 'from-elsewhere';
    /** Whether the field, as it is declared now, would take it. */
    readonly fits: boolean;
    /** When and how it was proven; null: known from the person's word alone. */
    readonly verified: { readonly at: Date; readonly how: 'online' | 'offline' | 'post' | null } | null;
  } | null;
}

export interface OwnDataPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly fields: readonly HeldField[];
  /** The field that was just corrected, or whose form came back. */
  readonly answered: { readonly field: string; readonly saved: boolean } | null;
  /** What was typed in a form that came back, by the name of the input. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
  /** They came by a key and have no way to sign in: an account may be made of the page. */
  readonly withoutAccount: boolean;
  /** Whether a password shows that it is them; else a passkey of the last minutes does. */
  readonly hasPassword: boolean;
  /** Whether the person paused the use of their data. */
  readonly paused: boolean;
  /** What the person sealed with a key of their own: how many values, in which fields, and whether a key did not fit. */
  readonly sealed: { readonly count: number; readonly fields: readonly string[]; readonly wrongKey: boolean };
  /** Every time the person left data, the newest first. */
  readonly submissions: readonly {
    readonly id: string;
    readonly at: Date;
    readonly form: string;
    readonly version: number;
  }[];
}

/** Everything a person left, field by field, each with a form to correct it. */
export function OwnDataPage(props: OwnDataPageProps) {
  const { language, frame, fields, answered } = props;
  const page = wordsOf(language).agreement.data;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {answered?.saved === true ? (
        <Notice kind="good" answer={true}>
          <p>{page.saved}</p>
        </Notice>
      ) : null}
      {props.sealed.count === 0 ? null : (
        <UnsealPanel {...{ language, frame }} sealed={props.sealed.count} wrong={props.sealed.wrongKey} />
      )}
      <FromElsewhere {...props} />
      <ul class="held">
        {fields.map((field) => (
          <HeldFieldPanel {...props} field={field} />
        ))}
      </ul>
      <Submissions {...props} />
      <MakeAccount {...props} />
      <Pause {...props} />
      <p>
        <Link href={addresses.copy}>{wordsOf(language).keeping.copy.link}</Link>
      </p>
      <p>
        <Link href={addresses.erase}>{wordsOf(language).agreement.erase.link}</Link>
      </p>
    </Layout>
  );
}

/** Nothing of this is used before the person says that it is theirs. */
function FromElsewhere({ language, frame, fields }: OwnDataPageProps) {
  const words = wordsOf(language).inbox.origin;
  const brought = fields.filter(({ held }) => held?.origin === 'from-elsewhere');
  if (brought.length === 0) return null;
  return (
    <Notice kind="careful" title={words.waiting}>
      <p>{words.lead}</p>
      <ul>
        {brought.map(({ id, label }) => (
          <li>
            <Link href={`#field-${id}`}>{label}</Link>
          </li>
        ))}
      </ul>
      <Form action={addresses.confirmOrigin} csrf={frame.csrf}>
        <p class="agreeing">
          {words.agree}
          <Link href={addresses.version(frame.policyVersion)}>
            {wordsOf(language).agreement.register.agreeLink(frame.policyVersion)}
          </Link>
          .
        </p>
        <Submit>{words.confirm}</Submit>
      </Form>
    </Notice>
  );
}

function MakeAccount({ language, frame, withoutAccount, problems }: OwnDataPageProps) {
  const words = wordsOf(language);
  const page = words.inbox.account;
  if (!withoutAccount) return null;
  return (
    <section class="panel" aria-labelledby="account">
      <h2 id="account">{page.title}</h2>
      <p>{page.lead}</p>
      <Form action={addresses.openAccount} csrf={frame.csrf}>
        <Field
          {...{ language }}
          name="password"
          type="password"
          label={words.forms.password}
          hint={words.forms.passwordHint(PASSWORD_CHARACTERS_MIN)}
          required={true}
          autocomplete="new-password"
          minlength={PASSWORD_CHARACTERS_MIN}
          maxlength={256}
          problem={problems['password']}
        />
        <Submit kind="quiet">{page.submit}</Submit>
      </Form>
    </section>
  );
}

function Pause({ language, frame, paused, sealed }: OwnDataPageProps) {
  const words = wordsOf(language).agreement.pause;
  if (sealed.count > 0) return null;
  return (
    <section class="panel" aria-labelledby="pause">
      <h2 id="pause">{paused ? words.paused : words.pause}</h2>
      <p>{words.lead}</p>
      <Form action={paused ? addresses.resume : addresses.pause} csrf={frame.csrf}>
        <Submit kind="quiet">{paused ? words.resume : words.pause}</Submit>
      </Form>
      <p>
        <Link href={addresses.seal}>{wordsOf(language).keeping.seal.link}</Link>
      </p>
    </section>
  );
}

function Submissions({ language, submissions }: OwnDataPageProps) {
  const words = wordsOf(language).agreement.record;
  if (submissions.length === 0) return null;
  return (
    <section aria-labelledby="submissions">
      <h2 id="submissions">{words.list}</h2>
      <Table
        caption={words.list}
        captionUnseen={true}
        head={[words.when, words.form, wordsOf(language).agreement.data.under]}
        rows={submissions.map(({ id, at, form, version }) => [
          <Link href={addresses.record(id)}>
            <Instant at={at} language={language} />
          </Link>,
          form,
          <VersionLink language={language} version={version} />,
        ])}
      />
    </section>
  );
}

function HeldFieldPanel(props: OwnDataPageProps & { readonly field: HeldField }) {
  const { language, field } = props;
  const page = wordsOf(language).agreement.data;
  const { held } = field;
  const details: readonly Detail[] = [
    [page.why, field.why],
    held === null ? null : [page.since, <Instant at={held.since} language={language} precision="day" />],
    held === null || held.verified === null
      ? null
      : [
          page.verified,
          <>
            <Instant at={held.verified.at} language={language} precision="day" />
            {held.verified.how === null ? '' : `, ${page.verifiedHow[held.verified.how]}`}
          </>,
        ],
    held === null || held.origin === 'left-here'
      ? null
      : [wordsOf(language).inbox.origin.title, wordsOf(language).inbox.origin.words[held.origin]],
    held === null || held.version === null
      ? null
      : [page.under, <VersionLink language={language} version={held.version} />],
    held === null
      ? null
      : [
          page.until,
          held.until === null ? page.untilErased : <Instant at={held.until} language={language} precision="day" />,
        ],
  ];
  return (
    <li class="panel" id={`field-${field.id}`}>
      <h2>{field.label}</h2>
      <p class={held === null ? 'value absent' : 'value'}>
        {held === null ? emptyOrSealed(props) : <Value language={language} type={field.type} value={held.value} />}
      </p>
      {held !== null && typeof held.value !== 'string' && 'kind' in held.value ? (
        <p>
          <Link href={addresses.dataFile(field.id)}>{wordsOf(language).inbox.files.take}</Link>
        </p>
      ) : null}
      <DetailsList details={details} />
      {held?.fits === false ? <p class="problem">{wordsOf(language).inbox.noLongerFits}</p> : null}
      <Correction {...props} />
    </li>
  );
}

function emptyOrSealed({ language, field, sealed }: OwnDataPageProps & { readonly field: HeldField }): string {
  const { agreement, keeping } = wordsOf(language);
  return sealed.fields.includes(field.id) ? keeping.seal.held : agreement.data.empty;
}

function Correction(props: OwnDataPageProps & { readonly field: HeldField }) {
  const { language, frame, field, answered, problems, values, hasPassword } = props;
  const words = wordsOf(language).agreement;
  const cameBack = answered !== null && answered.field === field.id && !answered.saved;
  return (
    <details open={cameBack}>
      <summary>
        {field.held === null ? words.data.add : words.data.correct}
        <span class="unseen"> {field.label}</span>
      </summary>
      <Form action={addresses.data} csrf={frame.csrf} files={field.type === 'file'}>
        <DeclaredField
          language={language}
          field={field}
          values={cameBack ? values : typedBefore(field)}
          problems={cameBack ? problems : {}}
        />
        <PasswordToCorrect {...{ language, hasPassword }} field={field} problems={cameBack ? problems : {}} />
        <p class="agreeing">
          {words.data.agreeBefore}
          <Link href={addresses.version(frame.policyVersion)}>{words.register.agreeLink(frame.policyVersion)}</Link>.
        </p>
        <Submit>{words.data.save}</Submit>
      </Form>
    </details>
  );
}

interface PasswordProps {
  readonly language: Language;
  readonly field: HeldField;
  readonly hasPassword: boolean;
  readonly problems: Problems;
}

/** An address one can sign in by is changed only by who knows the password. */
function PasswordToCorrect({ language, field, hasPassword, problems }: PasswordProps) {
  if (!hasPassword) return null;
  if (field.type !== 'email' && field.type !== 'phone') return null;
  const words = wordsOf(language);
  const name = passwordInput(field.id);
  return <PasswordField {...{ language, name }} hint={words.agreement.data.passwordWhy} problem={problems[name]} />;
}

/** The password in the form of one field: several such forms stand on the page, and each input has its own name. */
export function passwordInput(fieldId: string): string {
  return `password.${fieldId}`;
}

/** The value held now, by the names of its inputs. */
function typedBefore(field: HeldField): Record<string, string> {
  if (field.held === null || field.type === 'file') return {};
  const { value } = field.held;
  if (typeof value === 'string') return { [`fields.${field.id}`]: value };
  return Object.fromEntries(Object.entries(value).map(([part, text]) => [`fields.${field.id}.${part}`, text]));
}
