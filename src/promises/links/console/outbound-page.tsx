import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Outbound } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

interface OutboundPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly links: readonly {
    readonly host: string;
    readonly address: string;
    readonly section: Section;
    readonly language: Language;
  }[];
}

/** Where the published words lead beyond the site: this statement does not reach there. */
export function OutboundPage({ language, frame, links }: OutboundPageProps) {
  const words = wordsOf(language);
  const page = words.console.outbound;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {links.length === 0 ? (
        <p>{page.none}</p>
      ) : (
        <Table
          caption={page.title}
          captionUnseen={true}
          head={[page.host, page.where, page.link]}
          rows={links.map((link) => [
            <code>{link.host}</code>,
            `${words.frame.sections[link.section]} (${words.changes.policy.languageNames[link.language]})`,
            <Outbound language={language} href={link.address}>
              {link.address}
            </Outbound>,
          ])}
        />
      )}
    </Layout>
  );
}
