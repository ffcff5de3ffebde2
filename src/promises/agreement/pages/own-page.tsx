import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

interface OwnPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly ownKey: string;
}

/** Looking at the address opens nothing: a mail scanner or a preview must not. The same for a key that is none. */
export function OwnPage({ language, frame, ownKey }: OwnPageProps) {
  const words = wordsOf(language).agreement.own;
  return (
    <Layout language={language} frame={frame} title={words.title} width="narrow">
      <PageHead title={words.title} lead={words.lead} />
      <Form action={addresses.own(ownKey)} csrf={frame.csrf}>
        <Submit>{words.open}</Submit>
      </Form>
    </Layout>
  );
}
