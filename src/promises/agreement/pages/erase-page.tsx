import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Checkboxes } from '../../../ui/checkboxes.tsx';
import { sayDay } from '../../../ui/dates.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface ErasePageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Until when old copies may hold what would be erased now. */
  readonly finalBy: Date;
  /** Whether the person has a password to prove presence with. */
  readonly password: boolean;
  readonly account: boolean;
  /** What is held, to be erased in parts. */
  readonly held: readonly { readonly id: string; readonly label: string }[];
  /** Whether the person asks others to erase everything. */
  readonly requested: boolean;
  readonly answer: null | 'wrong-password' | 'nothing-marked' | 'part-erased' | 'requested' | 'withdrawn';
}

/** What erasing does and what it leaves, before it is done; all of it, a part, or by staff. */
export function ErasePage(props: ErasePageProps) {
  const { language, frame, finalBy, answer } = props;
  const page = wordsOf(language).agreement.erase;
  const good = answer === 'part-erased' || answer === 'requested' || answer === 'withdrawn';
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind={good ? 'good' : 'bad'} answer={true}>
          <p>{page.answers[answer]}</p>
        </Notice>
      )}
      <p>{page.horizon(sayDay(finalBy.toISOString().slice(0, 10), language))}</p>
      <p>{page.copies(sayDay(finalBy.toISOString().slice(0, 10), language))}</p>
      <p>{page.held}</p>
      <p>{page.stop}</p>
      <p>
        {wordsOf(language).keeping.copy.before}:{' '}
        <Link href={addresses.copy}>{wordsOf(language).keeping.copy.link}</Link>
      </p>
      <Form action={addresses.erase} csrf={frame.csrf} class="panel">
        <Password {...props} />
        <Submit kind="grave">{page.submit}</Submit>
      </Form>
      <Part {...props} />
      <Request {...props} />
    </Layout>
  );
}

function Part(props: ErasePageProps) {
  const { language, frame, held } = props;
  const page = wordsOf(language).agreement.erase;
  if (held.length === 0) return null;
  return (
    <section aria-labelledby="part">
      <h2 id="part">{page.part}</h2>
      <p>{page.partLead}</p>
      <Form action={addresses.erasePart} csrf={frame.csrf} class="panel">
        <Checkboxes name="field" label={page.partFields} choices={held} checked={new Set()} />
        <Password {...props} form="part" />
        <Submit kind="grave">{page.partSubmit}</Submit>
      </Form>
    </section>
  );
}

function Request({ language, frame, account, requested }: ErasePageProps) {
  const page = wordsOf(language).agreement.erase;
  // Without an account nothing stands between the person and their own erasure.
  if (!account) return null;
  return (
    <section aria-labelledby="request">
      <h2 id="request">{page.request}</h2>
      <p>{requested ? page.requested : page.requestLead}</p>
      <Form action={requested ? addresses.eraseWithdraw : addresses.eraseRequest} csrf={frame.csrf}>
        <Submit kind="quiet">{requested ? page.withdrawSubmit : page.requestSubmit}</Submit>
      </Form>
    </section>
  );
}

function Password({ language, password, form }: ErasePageProps & { readonly form?: string }) {
  if (!password) return null;
  return <PasswordField {...{ language, form }} />;
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
      <p>{page.horizon(sayDay(finalBy.toISOString().slice(0, 10), language))}</p>
      <p>{page.copies(sayDay(finalBy.toISOString().slice(0, 10), language))}</p>
      <p>{page.held}</p>
    </Layout>
  );
}
