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
import { wordsOf } from '../../../ui/words/words.ts';

export interface ErasePageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Until when old copies may hold what would be erased now. */
  readonly finalBy: Date;
  /** Whether the person has a password to prove presence with. */
  readonly password: boolean;
  readonly answer: null | 'wrong-password';
}

/** What erasing does and what it leaves, before it is done. */
export function ErasePage({ language, frame, finalBy, password, answer }: ErasePageProps) {
  const words = wordsOf(language);
  const page = words.agreement.erase;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind="bad" answer={true}>
          <p>{page.wrongPassword}</p>
        </Notice>
      )}
      <p>{page.copies(sayDay(finalBy.toISOString().slice(0, 10), language))}</p>
      <p>{page.held}</p>
      <p>{page.stop}</p>
      <p>
        {words.keeping.copy.before}: <Link href={addresses.copy}>{words.keeping.copy.link}</Link>
      </p>
      <Form action={addresses.erase} csrf={frame.csrf} class="panel">
        {password ? (
          <Field
            language={language}
            name="password"
            type="password"
            label={words.forms.password}
            required={true}
            autocomplete="current-password"
            maxlength={256}
          />
        ) : null}
        <Submit kind="grave">{page.submit}</Submit>
      </Form>
    </Layout>
  );
}

interface ErasedPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly finalBy: Date;
}

/** The answer to an erasure: what is gone, and until when old copies hold what little stays. */
export function ErasedPage({ language, frame, finalBy }: ErasedPageProps) {
  const page = wordsOf(language).agreement.erase;
  return (
    <Layout language={language} frame={frame} title={page.doneTitle} width="narrow">
      <PageHead title={page.doneTitle} lead={page.doneLead} />
      <p>{page.copies(sayDay(finalBy.toISOString().slice(0, 10), language))}</p>
      <p>{page.held}</p>
    </Layout>
  );
}
