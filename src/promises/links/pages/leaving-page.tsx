import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { hostForWhatItIs } from '../../../ui/host-for-what-it-is.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link, Outbound } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

interface LeavingPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** As the URL parser gives it. */
  readonly host: string;
  readonly address: string;
}

/** The notice before another site: its whole address, and that this statement ends here. Nothing leads on by itself. */
export function LeavingPage({ language, frame, host, address }: LeavingPageProps) {
  const words = wordsOf(language).frame.leavingPage;
  const shown = hostForWhatItIs(host);
  return (
    <Layout language={language} frame={frame} title={words.title} width="narrow">
      <PageHead title={words.title} lead={words.lead} />
      <p>
        {words.host} <strong>{shown}</strong>
        {shown === host ? null : (
          <>
            {' '}
            (<code>{host}</code>)
          </>
        )}
      </p>
      <p>
        <Outbound language={language} href={address}>
          {address}
        </Outbound>
      </p>
      <p>
        <Link href={addresses.section('links')}>{words.statement}</Link>
      </p>
    </Layout>
  );
}
