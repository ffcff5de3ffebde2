import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import type { Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

interface CannedAnswersPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly canned: readonly { readonly id: string; readonly title: string; readonly answer: string }[];
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** Answers of the administration that are written often. */
export function CannedAnswersPage({ language, frame, canned, values, problems }: CannedAnswersPageProps) {
  const { canned: words } = wordsOf(language).inbox;
  return (
    <Layout language={language} frame={frame} title={words.title} width="narrow">
      <PageHead title={words.title} lead={words.lead} />
      <ul class="held">
        {canned.map(({ id, title, answer }) => (
          <li class="panel">
            <h2>{title}</h2>
            <p class="message-text">{answer}</p>
            <Form action={addresses.dropCannedAnswer(id)} csrf={frame.csrf}>
              <button type="submit" class="button quiet">
                {words.drop}
                <span class="unseen"> {title}</span>
              </button>
            </Form>
          </li>
        ))}
      </ul>
      <section aria-labelledby="new">
        <h2 id="new">{words.newTitle}</h2>
        <Form action={addresses.cannedAnswers} csrf={frame.csrf} class="panel">
          <Field
            {...{ language }}
            name="title"
            type="text"
            label={words.name}
            required={true}
            autocomplete="off"
            maxlength={100}
            value={values['title']}
            problem={problems['title']}
          />
          <Field
            {...{ language }}
            name="text"
            type="long-text"
            label={words.text}
            required={true}
            autocomplete="off"
            maxlength={4000}
            value={values['text']}
            problem={problems['text']}
          />
          <Submit>{words.keep}</Submit>
        </Form>
      </section>
    </Layout>
  );
}
