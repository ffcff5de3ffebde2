import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { CodeList } from '../../../ui/code-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface RegisteredPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The account name; this page alone shows it. */
  readonly accountName: string;
  /** The way back when the password is lost; this page alone shows them. */
  readonly recoveryCodes: readonly string[];
  /** The version that was in force when the data was left. */
  readonly version: number;
}

/** The answer to a registration, and all there will ever be: nothing is sent. */
export function RegisteredPage({ language, frame, accountName, recoveryCodes, version }: RegisteredPageProps) {
  const page = wordsOf(language).agreement.registered;
  const codes = wordsOf(language).security.codesShown;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} />
      <section class="panel" aria-labelledby="account-name">
        <h2 id="account-name">{page.nameTitle}</h2>
        <p class="keepsake">
          <code>{accountName}</code>
        </p>
        <p>{page.nameOnce}</p>
      </section>
      <section aria-labelledby="recovery-codes">
        <h2 id="recovery-codes">{codes.title}</h2>
        <p>{codes.lead}</p>
        <CodeList codes={recoveryCodes} />
      </section>
      <p>{page.noMessage}</p>
      <p>
        {page.agreed(version)} <Link href={addresses.version(version)}>{page.readVersion}</Link>
      </p>
      <p class="actions">
        <Link href={addresses.account} class="button main">
          {page.toAccount}
        </Link>
      </p>
    </Layout>
  );
}
