import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { type SeenValue, SeenValues } from './seen-values.tsx';

export interface PaperPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** A letter goes to an address; a slip is handed over and signed by both. */
  readonly paper: { readonly kind: 'letter'; readonly values: readonly SeenValue[] } | { readonly kind: 'slip' };
  readonly code: string;
  readonly until: Date;
}

/** What is printed: the one page that shows the code of a letter or of a slip. */
export function PaperPage({ language, frame, paper, code, until }: PaperPageProps) {
  const words = wordsOf(language).collection.console;
  const letter = paper.kind === 'letter';
  const title = letter ? words.letterTitle : words.slipTitle;
  return (
    <Layout language={language} frame={frame} title={title} width="narrow">
      <PageHead title={title} lead={letter ? words.letterLead : words.slipLead} />
      <div class="panel paper">
        {paper.kind === 'letter' ? <SeenValues language={language} values={paper.values} /> : null}
        <p>{letter ? words.letterText : words.slipText}</p>
        <p class="keepsake">
          <code>{code}</code>
        </p>
        <p>
          {words.letterUntil} <Instant at={until} language={language} precision="day" />
        </p>
        {letter ? null : <p class="signed">{words.signed}</p>}
      </div>
      <p class="hint">{words.print}</p>
      <p>
        <Link href={letter ? addresses.demands : addresses.desk}>{letter ? words.toDemands : words.toDesk}</Link>
      </p>
    </Layout>
  );
}
