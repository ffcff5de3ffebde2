import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { count } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { PasskeyForm } from './passkey-form.tsx';

export interface SignInPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** One answer for everything that is wrong, so that nobody learns whether an address is known here. */
  readonly answer:
    | null
    | { readonly kind: 'wrong' }
    | { readonly kind: 'late' }
    | { readonly kind: 'work'; readonly task: string; readonly bits: number }
    | { readonly kind: 'too-often'; readonly retryAfterSeconds: number };
  /** The own path to go on to after signing in, checked by the edge; sent along as `next`. */
  readonly next: string | null;
  /** The address of the script that passkeys need. */
  readonly script: string;
}

/** Signing in with a passkey, or with whatever the person left: account name, e-mail or phone. */
export function SignInPage({ language, frame, answer, next, script }: SignInPageProps) {
  const words = wordsOf(language);
  const page = words.security.signIn;
  const more = words.security;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={next === null ? undefined : page.continueTo} />
      {answer === null ? null : (
        <Notice kind={answer.kind === 'work' ? 'careful' : 'bad'} answer={true}>
          <p>{sayAnswer(language, answer)}</p>
        </Notice>
      )}
      <PasskeyForm
        {...{ language, frame, next, script }}
        doing="get"
        options={addresses.passkeyOptions}
        action={addresses.signInPasskey}
        button={more.passkeyButton}
        autofill={true}
      />
      <Form action={addresses.signIn} csrf={frame.csrf} class="panel" {...workOf(answer, page.working)}>
        {answer?.kind === 'work' ? (
          <>
            <input type="hidden" name="task" value={answer.task} />
            <input type="hidden" name="solution" value="" />
            <p role="status" class="hint"></p>
          </>
        ) : null}
        {next === null ? null : <input type="hidden" name="next" value={next} />}
        <Field
          language={language}
          name="identifier"
          type="text"
          label={page.identifier}
          hint={page.identifierHint}
          required={true}
          autocomplete="username webauthn"
          maxlength={320}
        />
        <PasswordField language={language} />
        <Submit>{page.submit}</Submit>
      </Form>
      <p>
        {page.noAccount} <Link href={addresses.register}>{words.frame.register}</Link>
      </p>
      <p>
        {more.lost} <Link href={addresses.recover}>{more.recover}</Link>
      </p>
    </Layout>
  );
}

/** What the script needs to do the work; without it the reader waits. */
function workOf(answer: SignInPageProps['answer'], working: string): Record<`data-${string}`, string> {
  return answer?.kind === 'work' ? { 'data-work': String(answer.bits), 'data-working': working } : {};
}

function sayAnswer(language: Language, answer: NonNullable<SignInPageProps['answer']>): string {
  const { signIn: page, code } = wordsOf(language).security;
  if (answer.kind === 'wrong') return page.wrong;
  if (answer.kind === 'late') return code.late;
  if (answer.kind === 'work') return page.work;
  return page.tooOften(count(language, Math.max(1, Math.ceil(answer.retryAfterSeconds / 60)), page.minutes));
}
