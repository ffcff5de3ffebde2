import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface NeedsFactorPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Where to go on to afterwards: a path of this server. */
  readonly next: string;
}

/** Told to staff, and to who claims the console, in a session that one factor alone stands behind. */
export function NeedsFactorPage({ language, frame, next }: NeedsFactorPageProps) {
  const page = wordsOf(language).console.needsFactor;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      <p class="actions">
        <Link href={addresses.guard} class="button main">
          {page.guard}
        </Link>
        <Link href={addresses.presenceFor(next)} class="button quiet">
          {page.confirm}
        </Link>
      </p>
    </Layout>
  );
}
