import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface TakeCopyPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Whether the person has a password to prove presence with. */
  readonly password: boolean;
  readonly answer: null | 'wrong-password' | 'wrong-phrase';
}

/** What the copy holds and how it is sealed, before it is made. */
export function TakeCopyPage({ language, frame, password, answer }: TakeCopyPageProps) {
  const words = wordsOf(language);
  const page = words.keeping.copy;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind="bad" answer={true}>
          <p>{answer === 'wrong-password' ? page.wrongPassword : page.wrongPhrase}</p>
        </Notice>
      )}
      <p>{page.how}</p>
      <Form action={addresses.copy} csrf={frame.csrf} class="panel">
        {password ? (
          <Field
            {...{ language }}
            name="password"
            type="password"
            label={words.forms.password}
            required={true}
            autocomplete="current-password"
            maxlength={256}
          />
        ) : null}
        <Field
          {...{ language }}
          name="passphrase"
          type="password"
          label={page.phrase}
          hint={page.phraseHint}
          required={false}
          autocomplete="new-password"
          maxlength={256}
        />
        <Field
          {...{ language }}
          name="recipient"
          type="text"
          label={page.key}
          hint={page.keyHint}
          required={false}
          autocomplete="off"
          maxlength={5000}
        />
        <Submit>{page.submit}</Submit>
      </Form>
      <p class="hint">{page.open}</p>
    </Layout>
  );
}
