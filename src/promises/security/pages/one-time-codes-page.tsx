import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { QrCode } from '../../../ui/qr-code.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface OneTimeCodesPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Base32, as an app expects it; this page alone shows it. */
  readonly secret: string;
  readonly uri: string;
}

/** The secret for the app, once: as a picture that is drawn in the page itself, and as letters. */
export function OneTimeCodesPage({ language, frame, secret, uri }: OneTimeCodesPageProps) {
  const page = wordsOf(language).security.prepared;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      <QrCode text={uri} label={page.picture} />
      <p>
        {page.key}: <code>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <p>{page.once}</p>
      <Form action={addresses.confirmOneTimeCodes} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'code', type: 'text', label: page.code, required: true, maxlength: 10 }}
          autocomplete="one-time-code"
        />
        <Submit>{page.submit}</Submit>
      </Form>
    </Layout>
  );
}
