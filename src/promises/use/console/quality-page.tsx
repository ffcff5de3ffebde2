import type { Language } from '../../../kernel/words.ts';
import { type Bar, Chart } from '../../../ui/chart.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

/** The address of the page; a declared aggregate is asked for by its id. */
const QUALITY = '/console/quality';

interface QualityPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly declared: readonly { readonly id: string; readonly title: string }[];
  readonly minimumGroup: number;
  /** Null before one is asked for. */
  readonly shown: { readonly title: string; readonly bars: readonly Bar[] } | null;
}

/** The declared aggregates, each computed when it is asked for and recorded then. */
export function QualityPage({ language, frame, declared, minimumGroup, shown }: QualityPageProps) {
  const page = wordsOf(language).console.quality;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead(minimumGroup)} />
      <ul>
        {declared.map(({ id, title }) => (
          <li>
            <Link href={`${QUALITY}?aggregate=${encodeURIComponent(id)}`}>{title}</Link>
          </li>
        ))}
      </ul>
      {shown === null ? null : (
        <section class="panel" aria-labelledby="aggregate">
          <h2 id="aggregate">{shown.title}</h2>
          {shown.bars.length === 0 ? (
            <p>{page.tooFew}</p>
          ) : (
            <Chart
              language={language}
              caption={shown.title}
              labelColumn={page.group}
              valueColumn={page.persons}
              bars={shown.bars}
            />
          )}
        </section>
      )}
    </Layout>
  );
}
