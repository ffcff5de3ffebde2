import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface CodePageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The half-finished sign-in, sent along as `step`. */
  readonly step: string;
  readonly next: string | null;
  readonly wrong: boolean;
}

/** The second half of a sign-in: a code from the app, or a recovery code. */
export function CodePage({ language, frame, step, next, wrong }: CodePageProps) {
  const { code: page, lost, recover } = wordsOf(language).security;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {wrong ? (
        <Notice kind="bad" answer={true}>
          <p>{page.wrong}</p>
        </Notice>
      ) : null}
      <Form action={addresses.signInCode} csrf={frame.csrf} class="panel">
        <input type="hidden" name="step" value={step} />
        {next === null ? null : <input type="hidden" name="next" value={next} />}
        <Field
          {...{ language, name: 'code', type: 'text', label: page.code, hint: page.codeHint, required: true }}
          autocomplete="one-time-code"
          maxlength={60}
        />
        <Submit>{page.submit}</Submit>
      </Form>
      <p>
        {lost} <Link href={addresses.recover}>{recover}</Link>
      </p>
    </Layout>
  );
}
