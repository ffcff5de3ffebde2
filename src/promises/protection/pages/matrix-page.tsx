import { RECIPIENTS } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { Matrix, MatrixLine } from '../matrix.ts';

export interface MatrixPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly matrix: Matrix;
}

/** Who can ever get what, and that everything else is never permitted. */
export function MatrixPage({ language, frame, matrix }: MatrixPageProps) {
  const words = wordsOf(language).protection.matrix;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <Notice kind="good" title={words.otherwise}>
        <p>{words.otherwiseLead}</p>
      </Notice>
      {matrix.fields.map(({ id, label, lines }) => (
        <section aria-labelledby={`field-${id}`}>
          <h2 id={`field-${id}`}>{label[language]}</h2>
          <Lines language={language} caption={label[language]} lines={lines} />
        </section>
      ))}
      {matrix.categories.length === 0 ? null : (
        <section aria-labelledby="besides">
          <h2 id="besides">{words.categories}</h2>
          <p>{words.categoriesLead}</p>
          {matrix.categories.map(({ category, lines }) => (
            <>
              <h3>{words.sealed[category] ?? category}</h3>
              <Lines language={language} caption={words.sealed[category] ?? category} lines={lines} />
            </>
          ))}
        </section>
      )}
      <p>
        <Link href={addresses.storage}>{wordsOf(language).keeping.storage.link}</Link>
      </p>
      <p class="hint">
        {words.version(matrix.version)} {words.machine}: <a href={addresses.matrixJson}>{addresses.matrixJson}</a>
      </p>
    </Layout>
  );
}

interface LinesProps {
  readonly language: Language;
  readonly caption: string;
  readonly lines: readonly MatrixLine[];
}

/** Lines that differ only in what is named stand in one row. */
function Lines({ language, caption, lines }: LinesProps) {
  const words = wordsOf(language).protection.matrix;
  const { sections } = wordsOf(language).frame;
  if (lines.length === 0) return <p>{words.nobody}</p>;
  return (
    <Table
      caption={caption}
      captionUnseen={true}
      head={[words.gets, words.asks, words.act, words.when, words.section]}
      rows={together(lines, language).map(({ line, named }) => {
        const said = line.words[language];
        const outward = !['nobody', 'person', 'staff'].includes(line.recipient);
        const gets = line.recipient === 'nobody' ? words.stays : said.recipient;
        return [
          outward ? <Named text={gets} named={named} /> : gets,
          said.asker,
          outward ? said.act : <Named text={said.act} named={named} />,
          said.when,
          <Link href={addresses.section(line.section)}>{sections[line.section]}</Link>,
        ];
      })}
    />
  );
}

function Named({ text, named }: { readonly text: string; readonly named: readonly string[] }) {
  if (named.length === 0) return <>{text}</>;
  return (
    <>
      {text}:
      <ul class="named">
        {named.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
    </>
  );
}

interface Row {
  readonly line: MatrixLine;
  readonly named: readonly string[];
}

function together(lines: readonly MatrixLine[], language: Language): readonly Row[] {
  const rows = new Map<string, { line: MatrixLine; named: string[] }>();
  for (const line of lines) {
    const { act, asker, recipient, when, words } = line;
    const key = JSON.stringify([act, asker, recipient, when]);
    const row = rows.get(key) ?? { line, named: [] };
    rows.set(key, row);
    const { named } = words[language];
    if (named !== null) row.named.push(named);
  }
  return [...rows.values()].sort((a, b) => rank(a.line) - rank(b.line));
}

// The person first, then who is nearest to them; last what stays inside.
function rank({ recipient }: MatrixLine): number {
  return recipient === 'nobody' ? RECIPIENTS.length : RECIPIENTS.indexOf(recipient);
}
