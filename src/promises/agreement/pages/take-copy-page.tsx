import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { sayInstant } from '../../../ui/dates.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface TakeCopyPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Whether the person has a password to prove presence with. */
  readonly password: boolean;
  /** Since when the person asks others for a copy; null where no request is open. */
  readonly requestedAt: Date | null;
  readonly answer: null | 'wrong-password' | 'wrong-phrase' | 'requested' | 'withdrawn';
}

/** What the copy holds and how it is sealed, before it is made. */
export function TakeCopyPage(props: TakeCopyPageProps) {
  const { language, frame, password, answer } = props;
  const words = wordsOf(language);
  const page = words.keeping.copy;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind={answer === 'requested' || answer === 'withdrawn' ? 'good' : 'bad'} answer={true}>
          <p>{page.answers[answer]}</p>
        </Notice>
      )}
      <p>{page.how}</p>
      <Form action={addresses.copy} csrf={frame.csrf} class="panel">
        {password ? <PasswordField language={language} /> : null}
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
        <p class="hint">{page.requestLead}</p>
        <button type="submit" class="button quiet" name="do" value="request">
          {page.requestSubmit}
        </button>
      </Form>
      <p class="hint">{page.open}</p>
      <Requested {...props} />
    </Layout>
  );
}

function Requested({ language, frame, requestedAt }: TakeCopyPageProps) {
  if (requestedAt === null) return null;
  const page = wordsOf(language).keeping.copy;
  return (
    <section aria-labelledby="requested">
      <h2 id="requested">{page.requestTitle}</h2>
      <p>{page.requested(sayInstant(requestedAt, language))}</p>
      <Form action={addresses.copyWithdraw} csrf={frame.csrf}>
        <Submit kind="quiet">{page.withdrawSubmit}</Submit>
      </Form>
    </section>
  );
}
