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

export interface ProveAddressPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly answer: null | 'wrong' | 'elsewhere';
  /** Whether letters can leave this site at all. */
  readonly relay: boolean;
}

/** Where the code of a letter is typed: on the page that asked for it, and nowhere else. */
export function ProveAddressPage({ language, frame, answer, relay }: ProveAddressPageProps) {
  const { proving: page, recover } = wordsOf(language).security;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {relay ? null : (
        <Notice kind="careful">
          <p>{page.noRelay}</p>
        </Notice>
      )}
      {answer === null ? null : (
        <Notice kind={answer === 'wrong' ? 'bad' : 'careful'} answer={true}>
          <p>{page[answer]}</p>
          {answer === 'elsewhere' ? (
            <p>
              <Link href={addresses.recover}>{recover}</Link>
            </p>
          ) : null}
        </Notice>
      )}
      <Form action={addresses.proveAddress} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'code', type: 'text', label: page.code, required: true, maxlength: 40 }}
          autocomplete="one-time-code"
        />
        {answer === 'elsewhere' ? (
          <p>
            <label>
              <input type="checkbox" name="move" value="yes" /> {page.move}
            </label>
          </p>
        ) : null}
        <Submit>{page.submit}</Submit>
      </Form>
    </Layout>
  );
}
