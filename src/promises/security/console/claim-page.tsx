import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface ClaimPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The one-time link's own part; null where it is used, replaced or too old. */
  readonly link: string | null;
}

/** The page behind the one-time link: looking at it changes nothing. */
export function ClaimPage({ language, frame, link }: ClaimPageProps) {
  const words = wordsOf(language);
  const page = words.console.claim;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={link === null ? page.dead : page.lead} />
      {link === null ? null : frame.signedIn ? (
        <Form action={addresses.claimConsole} csrf={frame.csrf}>
          <input type="hidden" name="link" value={link} />
          <Submit>{page.submit}</Submit>
        </Form>
      ) : (
        <>
          <p>{page.signIn}</p>
          <p class="actions">
            <Link href={addresses.register} class="button main">
              {words.frame.register}
            </Link>
            <Link href={addresses.signIn} class="button quiet">
              {words.frame.signIn}
            </Link>
          </p>
        </>
      )}
    </Layout>
  );
}
