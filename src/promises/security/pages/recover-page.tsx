import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { count } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface RecoverPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly passwordMinimum: number;
  readonly answer:
    | null
    | { readonly kind: 'wrong' }
    | { readonly kind: 'needs-second' }
    | { readonly kind: 'waiting' }
    | { readonly kind: 'too-often'; readonly retryAfterSeconds: number };
  readonly problems: Problems;
  /** What the browser that asked for a letter holds; null for the other ways back. */
  readonly request: string | null;
}

/** The ways back. Whatever is typed here, nothing is told about anybody. */
export function RecoverPage(props: RecoverPageProps) {
  const { language, frame, passwordMinimum, answer, problems, request } = props;
  const words = wordsOf(language);
  const page = words.security.recovery;
  const [title, lead] = request === null ? [page.title, page.lead] : [page.letterTitle, page.letterSent];
  return (
    <Layout language={language} frame={frame} title={title} width="narrow">
      <PageHead title={title} lead={lead} />
      {answer === null ? null : (
        <Notice kind="bad" answer={true}>
          <p>{sayAnswer(language, answer)}</p>
        </Notice>
      )}
      <ProblemSummary language={language} problems={problems} labels={{ password: page.password }} />
      <Form action={addresses.recover} csrf={frame.csrf} class="panel">
        {request === null ? null : <input type="hidden" name="request" value={request} />}
        <Field
          {...{ language, name: 'code', type: 'text', required: true, maxlength: 60 }}
          label={request === null ? page.code : page.letterCode}
          autocomplete={request === null ? 'off' : 'one-time-code'}
        />
        <Field
          {...{ language, name: 'second', type: 'text', label: page.second, hint: page.secondHint, required: false }}
          autocomplete="one-time-code"
          maxlength={60}
        />
        <Field
          {...{ language, name: 'password', type: 'password', label: page.password, required: true, maxlength: 256 }}
          hint={words.forms.passwordHint(passwordMinimum)}
          autocomplete="new-password"
          problem={problems.password}
        />
        <p>
          <label>
            <input type="checkbox" name="keepFactors" value="yes" aria-describedby="keep-hint" /> {page.keep}
          </label>
        </p>
        <p class="hint" id="keep-hint">
          {page.keepHint}
        </p>
        <p>{page.ends}</p>
        <Submit>{page.submit}</Submit>
      </Form>
      {request === null ? <OtherWays {...props} /> : null}
    </Layout>
  );
}

function OtherWays({ language, frame }: RecoverPageProps) {
  const page = wordsOf(language).security.recovery;
  return (
    <>
      <section aria-labelledby="letter">
        <h2 id="letter">{page.letter}</h2>
        <p>{page.letterLead}</p>
        <Form action={addresses.recoverLetter} csrf={frame.csrf} class="panel">
          <Field
            {...{ language, name: 'address', type: 'email', label: page.address, required: true, maxlength: 320 }}
            autocomplete="email"
          />
          <Submit kind="quiet">{page.letterSubmit}</Submit>
        </Form>
      </section>
      <section aria-labelledby="staff">
        <h2 id="staff">{page.staff}</h2>
        <p>{page.staffLead}</p>
        <Form action={addresses.recoverStaff} csrf={frame.csrf}>
          <Submit kind="quiet">{page.staffSubmit}</Submit>
        </Form>
      </section>
    </>
  );
}

function sayAnswer(language: Language, answer: NonNullable<RecoverPageProps['answer']>): string {
  const { recovery, signIn } = wordsOf(language).security;
  if (answer.kind === 'wrong') return recovery.wrong;
  if (answer.kind === 'needs-second') return recovery.needsSecond;
  if (answer.kind === 'waiting') return recovery.waiting;
  return signIn.tooOften(count(language, Math.max(1, Math.ceil(answer.retryAfterSeconds / 60)), signIn.minutes));
}
