import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { type Choice, Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { CASE_NAME_CHARACTERS_MAX, CASE_TEXT_CHARACTERS_MAX } from '../limits.ts';

export interface NewLegalRequestPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly grounds: readonly Choice[];
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** The intake of a request as it came. */
export function NewLegalRequestPage({ language, frame, grounds, values, problems }: NewLegalRequestPageProps) {
  const words = wordsOf(language).protection.request;
  const { noGrounds, ground } = wordsOf(language).protection.requests;
  const labels = {
    ground,
    authority: words.authority,
    reference: words.reference,
    asked: words.asked,
    authorityKey: words.authorityKey,
    expires: words.expires,
    gag: words.gagNew,
  };
  const input = (name: keyof typeof labels) => ({
    language,
    name,
    label: labels[name],
    required: true,
    autocomplete: 'off',
    value: values[name],
    problem: problems[name],
  });
  return (
    <Layout language={language} frame={frame} title={words.newTitle} width="narrow">
      <PageHead title={words.newTitle} lead={words.newLead} />
      {grounds.length === 0 ? (
        <Notice kind="careful">
          <p>{noGrounds}</p>
        </Notice>
      ) : (
        <>
          <ProblemSummary language={language} problems={problems} labels={labels} />
          <Form action={addresses.legalRequests} csrf={frame.csrf}>
            <Field {...input('ground')} type="choice" choices={grounds} />
            <Field {...input('authority')} type="text" maxlength={CASE_NAME_CHARACTERS_MAX} />
            <Field {...input('reference')} type="text" maxlength={CASE_NAME_CHARACTERS_MAX} />
            <Field {...input('asked')} type="long-text" maxlength={CASE_TEXT_CHARACTERS_MAX} />
            <Field {...input('authorityKey')} type="text" hint={words.authorityKeyHint} maxlength={2000} />
            <Field {...input('expires')} type="date" />
            <Field {...input('gag')} type="date" required={false} hint={words.gagNewHint} />
            <p>
              <label>
                <input type="checkbox" name="urgent" value="on" checked={values['urgent'] === 'on'} /> {words.urgentNew}
              </label>
            </p>
            <Submit>{words.submit}</Submit>
          </Form>
        </>
      )}
    </Layout>
  );
}
