import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { count } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { ProvedAddresses, type ProvedAddressesProps } from './proved-addresses.tsx';
import { RecoveriesNotice, type RecoveriesNoticeProps } from './recoveries-notice.tsx';

export interface GuardPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly createdAt: Date;
    readonly usedAt: Date | null;
    readonly backedUp: boolean;
  }[];
  /** Since when one-time codes are on; null: off. */
  readonly oneTimeCodesSince: Date | null;
  readonly recoveryCodesLeft: number;
  /** The reader's roles in the administration, in words. */
  readonly roles: readonly string[];
  readonly passwordMinimum: number;
  readonly mailboxes: ProvedAddressesProps['mailboxes'];
  readonly recoveries: RecoveriesNoticeProps['recoveries'];
  /** Without a password a passkey alone opens the account. */
  readonly hasPassword: boolean;
  readonly answer: null | 'saved' | 'password-wrong' | 'code-wrong' | 'short-password' | 'last-passkey';
  readonly problems: Problems;
  readonly script: string;
}

/** Everything that opens the account, and where each of it is changed. */
export function GuardPage(props: GuardPageProps) {
  const { language, frame, answer, roles } = props;
  const page = wordsOf(language).security.guard;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind={answer === 'saved' ? 'good' : 'bad'} answer={true}>
          <p>{sayAnswer(language, answer)}</p>
        </Notice>
      )}
      <RecoveriesNotice {...props} />
      <p class="actions">
        <Link href={addresses.sessions} class="button quiet">
          {page.sessions}
        </Link>
        <Link href={addresses.unmaskings} class="button quiet">
          {page.unmaskings}
        </Link>
      </p>
      {roles.length === 0 ? null : (
        <Notice kind="plain" title={page.role}>
          <p>
            {roles.join(', ')}. <Link href={addresses.console}>{page.console}</Link>
          </p>
        </Notice>
      )}
      <Passkeys {...props} />
      <OneTimeCodes {...props} />
      <RecoveryCodes {...props} />
      <ProvedAddresses {...props} />
      <Password {...props} />
    </Layout>
  );
}

function sayAnswer(language: Language, answer: NonNullable<GuardPageProps['answer']>): string {
  const { guard, prepared } = wordsOf(language).security;
  if (answer === 'saved') return guard.saved;
  if (answer === 'short-password') return guard.shortPassword;
  if (answer === 'last-passkey') return guard.lastPasskey;
  return answer === 'password-wrong' ? guard.passwordWrong : prepared.wrong;
}

function Passkeys({ language, frame, passkeys, script }: GuardPageProps) {
  const page = wordsOf(language).security.guard;
  return (
    <section aria-labelledby="passkeys">
      <h2 id="passkeys">{page.passkeys}</h2>
      <p>{page.passkeysLead}</p>
      {passkeys.length === 0 ? (
        <p>{page.noPasskeys}</p>
      ) : (
        <Table
          caption={page.passkeys}
          captionUnseen={true}
          head={[page.name, page.added, page.used, page.copy, page.remove]}
          rows={passkeys.map(({ id, name, createdAt, usedAt, backedUp }) => [
            name,
            <Instant at={createdAt} language={language} />,
            usedAt === null ? page.never : <Instant at={usedAt} language={language} />,
            backedUp ? page.synced : page.onlyHere,
            <Form action={addresses.removePasskey(id)} csrf={frame.csrf} label={page.removeNamed(name)}>
              <Submit kind="quiet">{page.remove}</Submit>
            </Form>,
          ])}
        />
      )}
      <PasskeyForm
        {...{ language, frame, script }}
        doing="create"
        options={addresses.passkeyCreationOptions}
        action={addresses.passkeys}
        button={page.add}
      >
        <Field
          {...{ language, name: 'name', type: 'text', label: page.name, hint: page.nameHint, required: true }}
          autocomplete="off"
          maxlength={60}
        />
      </PasskeyForm>
    </section>
  );
}

function OneTimeCodes({ language, frame, oneTimeCodesSince }: GuardPageProps) {
  const page = wordsOf(language).security.guard;
  return (
    <section aria-labelledby="one-time-codes">
      <h2 id="one-time-codes">{page.codes}</h2>
      <p>{page.codesLead}</p>
      {oneTimeCodesSince === null ? (
        <Form action={addresses.oneTimeCodes} csrf={frame.csrf}>
          <p>{page.codesOff}</p>
          <Submit>{page.codesPrepare}</Submit>
        </Form>
      ) : (
        <Form action={addresses.removeOneTimeCodes} csrf={frame.csrf}>
          <p>
            {page.codesOn}: <Instant at={oneTimeCodesSince} language={language} />
          </p>
          <Submit kind="grave">{page.codesRemove}</Submit>
        </Form>
      )}
    </section>
  );
}

function RecoveryCodes({ language, frame, recoveryCodesLeft }: GuardPageProps) {
  const page = wordsOf(language).security.guard;
  return (
    <section aria-labelledby="recovery-codes">
      <h2 id="recovery-codes">{page.recovery}</h2>
      <p>
        {page.recoveryLeft(count(language, recoveryCodesLeft, page.recoveryCount))} {page.recoveryLead}
      </p>
      <Form action={addresses.recoveryCodes} csrf={frame.csrf}>
        <p>{page.recoveryEnds}</p>
        <Submit kind="quiet">{page.recoveryMake}</Submit>
      </Form>
    </section>
  );
}

function Password({ language, frame, passwordMinimum, hasPassword, problems }: GuardPageProps) {
  const words = wordsOf(language);
  const page = words.security.guard;
  return (
    <section aria-labelledby="password">
      <h2 id="password">{page.password}</h2>
      <ProblemSummary language={language} problems={problems} labels={{ newPassword: page.passwordNew }} />
      <Form action={addresses.password} csrf={frame.csrf} class="panel">
        {hasPassword ? <PasswordField language={language} label={page.passwordOld} /> : <p>{page.passwordNone}</p>}
        <Field
          {...{ language, name: 'newPassword', type: 'password', label: page.passwordNew, required: true }}
          hint={words.forms.passwordHint(passwordMinimum)}
          autocomplete="new-password"
          maxlength={256}
          problem={problems.newPassword}
        />
        <p>{page.passwordEnds}</p>
        <Submit>{hasPassword ? page.passwordChange : page.passwordAdd}</Submit>
      </Form>
    </section>
  );
}
