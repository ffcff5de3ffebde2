import type { Language } from '../../../kernel/words.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface StaffRequestPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly number: string;
  readonly requestKey: string;
}

/** The number that staff are told, and the key that stays with the person: shown once. */
export function StaffRequestPage({ language, frame, number, requestKey }: StaffRequestPageProps) {
  const page = wordsOf(language).security.recovery;
  return (
    <Layout language={language} frame={frame} title={page.staffTitle} width="narrow">
      <PageHead title={page.staffTitle} lead={page.staffNext} />
      <div class="keepsake">
        <p>
          {page.staffNumber}: <code>{number}</code>
        </p>
        <p>
          {page.staffKey}: <code>{requestKey}</code>
        </p>
        <p>{page.staffOnce}</p>
      </div>
    </Layout>
  );
}
