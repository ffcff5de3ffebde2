import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface DeskCodePageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly code: string;
  readonly until: Date;
  readonly appointment: { readonly at: Date; readonly name: string; readonly address: string } | null;
}

/** The one page that shows a desk code. */
export function DeskCodePage({ language, frame, code, until, appointment }: DeskCodePageProps) {
  const words = wordsOf(language).collection.deskCode;
  return (
    <Layout language={language} frame={frame} title={words.title} width="narrow">
      <PageHead title={words.title} lead={words.lead} />
      <p class="panel keepsake">
        <code>{code}</code>
      </p>
      {appointment === null ? null : (
        <p>
          {wordsOf(language).collection.proofs.appointment}: {appointment.name}, {appointment.address},{' '}
          <Instant at={appointment.at} language={language} />.
        </p>
      )}
      <p>
        {words.until} <Instant at={until} language={language} />.
      </p>
      <p>
        <Link href={addresses.proofs}>{words.back}</Link>
      </p>
    </Layout>
  );
}
