import type { Language } from '../../../kernel/words.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface UnmaskingsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Newest first. */
  readonly unmaskings: readonly {
    readonly entry: number;
    readonly at: Date;
    /** The field and the role, in words. */
    readonly field: string;
    readonly role: string;
    /** As it was typed. */
    readonly reason: string;
  }[];
}

/** Who of the administration opened which value, and why, word for word. */
export function UnmaskingsPage({ language, frame, unmaskings }: UnmaskingsPageProps) {
  const page = wordsOf(language).security.unmaskings;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {unmaskings.length === 0 ? (
        <p>{page.empty}</p>
      ) : (
        <Table
          caption={page.title}
          captionUnseen={true}
          head={[page.when, page.who, page.field, page.reason, page.entry]}
          rows={unmaskings.map(({ entry, at, field, role, reason }) => [
            <Instant at={at} language={language} />,
            role,
            field,
            reason,
            `№ ${entry}`,
          ])}
        />
      )}
    </Layout>
  );
}
