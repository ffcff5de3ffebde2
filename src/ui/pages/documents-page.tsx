import type { Language } from '../../kernel/words.ts';
import { addresses } from '../addresses.ts';
import type { Frame } from '../frame.ts';
import { Layout } from '../layout.tsx';
import { Link } from '../link.tsx';
import { count } from '../numbers.ts';
import { PageHead } from '../page-head.tsx';
import { wordsOf } from '../words/words.ts';
import { SearchDocuments } from './search-documents.tsx';

interface DocumentsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly groups: readonly {
    readonly group: 'begin' | 'integrate' | 'operate' | 'trust';
    readonly documents: readonly { readonly name: string; readonly title: string; readonly lead: string }[];
  }[];
  /** What was looked for; null: nothing yet. */
  readonly query: string | null;
  readonly found: readonly {
    readonly href: string;
    readonly title: string;
    readonly heading: string;
    readonly excerpt: readonly [before: string, word: string, after: string];
  }[];
}

/** What there is to read, by what a reader wants, and a search over all of it. */
export function DocumentsPage({ language, frame, groups, query, found }: DocumentsPageProps) {
  const words = wordsOf(language).home.docs;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <SearchDocuments language={language} query={query ?? ''} />
      {query === null ? null : (
        <section aria-labelledby="found">
          <h2 id="found">{count(language, found.length, words.found)}</h2>
          {found.length === 0 ? <p>{words.nothing}</p> : null}
          <ol class="found">
            {found.map(({ href, title, heading, excerpt: [before, word, after] }) => (
              <li>
                <h3>
                  <Link href={href}>{heading === title ? title : `${title}: ${heading}`}</Link>
                </h3>
                <p>
                  {before}
                  <mark>{word}</mark>
                  {after}
                </p>
              </li>
            ))}
          </ol>
        </section>
      )}
      {groups.map(({ group, documents }) => (
        <section aria-labelledby={`docs-${group}`}>
          <h2 id={`docs-${group}`}>{words.groups[group]}</h2>
          <dl class="documents">
            {documents.map(({ name, title, lead }) => (
              <>
                <dt>
                  <Link href={addresses.document(name)}>{title}</Link>
                </dt>
                <dd>{lead}</dd>
              </>
            ))}
            {group === 'integrate' ? (
              <>
                <dt>
                  <Link href={addresses.reference}>{wordsOf(language).home.reference.title}</Link>
                </dt>
                <dd>{wordsOf(language).home.reference.lead}</dd>
              </>
            ) : null}
          </dl>
        </section>
      ))}
    </Layout>
  );
}
