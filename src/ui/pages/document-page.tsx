import type { Language } from '../../kernel/words.ts';
import { addresses } from '../addresses.ts';
import type { Frame } from '../frame.ts';
import { Layout } from '../layout.tsx';
import { Link } from '../link.tsx';
import { Markdown } from '../markdown.tsx';
import { wordsOf } from '../words/words.ts';
import { SearchDocuments } from './search-documents.tsx';

interface DocumentPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly title: string;
  readonly markdown: string;
  /** The language it is written in, which need not be the reader's. */
  readonly written: 'ru' | 'en';
  /** Where its links lead; null: nowhere on this site. */
  readonly resolve: (href: string) => string | null;
  readonly parts: readonly { readonly anchor: string; readonly heading: string }[];
}

/** One document, as its file says it. */
export function DocumentPage({ language, frame, title, markdown, written, resolve, parts }: DocumentPageProps) {
  const words = wordsOf(language).home.docs;
  return (
    <Layout language={language} frame={frame} title={title}>
      <p>
        <Link href={addresses.docs}>{words.title}</Link>
      </p>
      {written === language ? null : <p class="hint">{words.onlyEnglish}</p>}
      <article lang={written}>
        <h1>{title}</h1>
        {parts.length < 3 ? null : (
          <nav class="contents" aria-label={words.contents}>
            <ul>
              {parts.map(({ anchor, heading }) => (
                <li>
                  <a href={`#${anchor}`}>{heading}</a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <Markdown
          language={language}
          text={markdown}
          headingLevel={2}
          withoutTitle={true}
          anchors={true}
          resolve={resolve}
        />
      </article>
      <SearchDocuments language={language} query="" />
    </Layout>
  );
}
