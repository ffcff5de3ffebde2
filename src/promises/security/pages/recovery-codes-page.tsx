import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { CodeList } from '../../../ui/code-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface RecoveryCodesPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** This page alone shows them. */
  readonly codes: readonly string[];
}

/** New recovery codes, once. */
export function RecoveryCodesPage({ language, frame, codes }: RecoveryCodesPageProps) {
  const page = wordsOf(language).security.codesShown;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      <CodeList codes={codes} />
      <p class="actions">
        <Link href={addresses.guard} class="button main">
          {page.back}
        </Link>
      </p>
    </Layout>
  );
}
