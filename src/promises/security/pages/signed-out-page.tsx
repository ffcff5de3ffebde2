import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface SignedOutPageProps {
  readonly language: Language;
  readonly frame: Frame;
}

/** After signing out: says that the session has ended. */
export function SignedOutPage({ language, frame }: SignedOutPageProps) {
  const page = wordsOf(language).security.signedOut;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      <p class="actions">
        <Link href={addresses.signIn} class="button main">
          {page.again}
        </Link>
        <Link href={addresses.home} class="button quiet">
          {page.home}
        </Link>
      </p>
    </Layout>
  );
}
