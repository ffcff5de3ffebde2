import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { PasskeyForm } from './passkey-form.tsx';

export interface PresencePageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly next: string | null;
  readonly wrong: boolean;
  readonly script: string;
  /** Without one a passkey alone shows it. */
  readonly hasPassword: boolean;
}

/** Before something weighty: show once more that it is you, with a passkey, or with password and code. */
export function PresencePage({ language, frame, next, wrong, script, hasPassword }: PresencePageProps) {
  const words = wordsOf(language);
  const page = words.security.presence;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {wrong ? (
        <Notice kind="bad" answer={true}>
          <p>{page.wrong}</p>
        </Notice>
      ) : null}
      <PasskeyForm
        {...{ language, frame, next, script }}
        doing="get"
        options={addresses.passkeyOptions}
        action={addresses.presencePasskey}
        button={page.passkey}
      />
      {hasPassword ? (
        <Form action={addresses.presence} csrf={frame.csrf} class="panel">
          {next === null ? null : <input type="hidden" name="next" value={next} />}
          <PasswordField language={language} />
          <Field
            {...{ language, name: 'code', type: 'text', label: page.code, hint: page.codeHint, required: false }}
            autocomplete="one-time-code"
            maxlength={60}
          />
          <Submit>{page.submit}</Submit>
        </Form>
      ) : null}
    </Layout>
  );
}
