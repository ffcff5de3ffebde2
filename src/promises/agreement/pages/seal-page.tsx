import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { sayDay } from '../../../ui/dates.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

interface SealPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Until when old copies of the keys still hold the former ones. */
  readonly copiesUntil: Date;
  readonly password: boolean;
  readonly answer: null | 'wrong-password' | 'nothing';
}

/** What sealing does, what it costs and what stays, before it is done. */
export function SealPage({ language, frame, copiesUntil, password, answer }: SealPageProps) {
  const words = wordsOf(language);
  const page = words.keeping.seal;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind="bad" answer={true}>
          <p>{answer === 'nothing' ? page.nothing : page.wrongPassword}</p>
        </Notice>
      )}
      <Notice kind="bad">
        <p>{page.loss}</p>
      </Notice>
      <p>{page.stays}</p>
      <p>{page.copies(sayDay(copiesUntil.toISOString().slice(0, 10), language))}</p>
      <Form action={addresses.seal} csrf={frame.csrf} class="panel">
        {password ? <PasswordField language={language} /> : null}
        <Submit kind="grave">{page.submit}</Submit>
      </Form>
    </Layout>
  );
}

interface SealedPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly ownKey: string;
}

/** The answer to a sealing: the key, this once. */
export function SealedPage({ language, frame, ownKey }: SealedPageProps) {
  const page = wordsOf(language).keeping.seal;
  return (
    <Layout language={language} frame={frame} title={page.doneTitle} width="narrow">
      <PageHead title={page.doneTitle} lead={page.doneLead} />
      <section class="panel" aria-labelledby="key">
        <h2 id="key">{page.key}</h2>
        <p class="keepsake">
          <code>{ownKey}</code>
        </p>
      </section>
      <Notice kind="bad">
        <p>{page.loss}</p>
      </Notice>
      <p>
        <Link href={addresses.data}>{page.back}</Link>
      </p>
    </Layout>
  );
}

interface UnsealPanelProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly sealed: number;
  readonly wrong: boolean;
}

/** On one's own data, while it is sealed: the way back. */
export function UnsealPanel({ language, frame, sealed, wrong }: UnsealPanelProps) {
  const page = wordsOf(language).keeping.seal;
  return (
    <section class="panel" aria-labelledby="sealed">
      <h2 id="sealed">{page.sealedTitle}</h2>
      {wrong ? (
        <Notice kind="bad" answer={true}>
          <p>{page.wrongKey}</p>
        </Notice>
      ) : null}
      <p>
        {page.sealedLead} {page.sealedCount(sealed)}
      </p>
      <Form action={addresses.unseal} csrf={frame.csrf}>
        <Field
          {...{ language }}
          name="key"
          type="text"
          label={page.enter}
          required={true}
          autocomplete="off"
          maxlength={200}
        />
        <Submit>{page.unseal}</Submit>
      </Form>
    </section>
  );
}
