import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import type { Frame } from '../../../ui/frame.ts';
import { hostForWhatItIs } from '../../../ui/host-for-what-it-is.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Outbound } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { VersionLink } from '../../../ui/policy-mark.tsx';
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
    /** The version that first named it, without a break since. */
    readonly since: { readonly number: number; readonly at: Date } | null;
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
          head={[page.host, page.where, page.since, page.link]}
          rows={links.map((link) => [
            <code>{hostForWhatItIs(link.host)}</code>,
            `${words.frame.sections[link.section]} (${words.changes.policy.languageNames[link.language]})`,
            link.since === null ? words.frame.none : <Since language={language} since={link.since} />,
            <Outbound language={language} href={link.address}>
              {link.address}
            </Outbound>,
          ])}
        />
      )}
    </Layout>
  );
}

interface SinceProps {
  readonly language: Language;
  readonly since: { readonly number: number; readonly at: Date };
}

function Since({ language, since }: SinceProps) {
  return (
    <>
      <Instant at={since.at} language={language} /> (<VersionLink language={language} version={since.number} />)
    </>
  );
}
