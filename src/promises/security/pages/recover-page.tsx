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
    | { readonly kind: 'too-often'; readonly retryAfterSeconds: number };
  readonly problems: Problems;
}

/** The way back with a recovery code. No address is asked for, so nothing is told about any. */
export function RecoverPage({ language, frame, passwordMinimum, answer, problems }: RecoverPageProps) {
  const words = wordsOf(language);
  const page = words.security.recovery;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind="bad" answer={true}>
          <p>{sayAnswer(language, answer)}</p>
        </Notice>
      )}
      <ProblemSummary language={language} problems={problems} labels={{ password: page.password }} />
      <Form action={addresses.recover} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'code', type: 'text', label: page.code, required: true, maxlength: 60 }}
          autocomplete="off"
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
    </Layout>
  );
}

function sayAnswer(language: Language, answer: NonNullable<RecoverPageProps['answer']>): string {
  const { recovery, signIn } = wordsOf(language).security;
  if (answer.kind === 'wrong') return recovery.wrong;
  if (answer.kind === 'needs-second') return recovery.needsSecond;
  return signIn.tooOften(count(language, Math.max(1, Math.ceil(answer.retryAfterSeconds / 60)), signIn.minutes));
}
