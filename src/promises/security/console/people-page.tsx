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

export interface PeoplePageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The cards that were found; null before a search. What was searched for is not shown again. */
  readonly cards: readonly string[] | null;
}

/** Finding a person by exactly what they told: no list of people exists. */
export function PeoplePage({ language, frame, cards }: PeoplePageProps) {
  const page = wordsOf(language).console.people;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      <Form action={addresses.people} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'identifier', type: 'text', label: page.identifier, required: true, maxlength: 320 }}
          autocomplete="off"
        />
        <Submit>{page.submit}</Submit>
      </Form>
      {cards === null ? null : (
        <Notice kind="plain" title={page.found} answer={true}>
          {cards.length === 0 ? <p>{page.nobody}</p> : null}
          {cards.length > 1 ? <p>{page.several}</p> : null}
          <ul>
            {cards.map((card, index) => (
              <li>
                <Link href={addresses.personCard(card)}>{page.card(index + 1)}</Link>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </Layout>
  );
}
