import { SECTIONS } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { sayInstant } from '../../../ui/dates.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { type Copy, fileName, fileOfField, isFile } from '../copy/copy.ts';

interface CopyPageProps {
  readonly language: Language;
  readonly copy: Copy;
}

/** The copy as a page that is read from a folder, without this site: it loads nothing and leads nowhere by itself. */
export function CopyPage({ language, copy }: CopyPageProps) {
  const words = wordsOf(language).keeping.copy;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{words.readTitle}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <main>
          <h1>{words.readTitle}</h1>
          <p>
            {copy.site ?? ''} {words.madeAt}: {sayInstant(copy.madeAt, language)}
          </p>
          {copy.sealed === 0 ? null : <p>{words.sealedNote}</p>}
          <Fields {...{ language, copy }} />
          <Texts {...{ language, copy }} />
          <Statement {...{ language, copy }} />
          <OtherTables {...{ language, copy }} />
          <Policies {...{ language, copy }} />
        </main>
      </body>
    </html>
  );
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}' +
  'th,td{border:1px solid #8888;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}' +
  'pre{white-space:pre-wrap;overflow-wrap:anywhere}img{max-width:100%}';

function Fields({ language, copy }: CopyPageProps) {
  const words = wordsOf(language).keeping.copy;
  return (
    <section>
      <h2>{words.fields}</h2>
      <Table
        caption={words.fields}
        head={[words.field, words.value]}
        rows={copy.fields.map((one) => [
          one.words[language],
          fileOfField(one)?.name ?? (typeof one.value === 'string' ? one.value : Object.values(one.value).join(', ')),
        ])}
      />
    </section>
  );
}

function Texts({ language, copy }: CopyPageProps) {
  const words = wordsOf(language).keeping.copy;
  if (copy.texts.length === 0) return null;
  return (
    <section>
      <h2>{words.texts}</h2>
      {copy.texts.map((one) => (
        <article>
          <h3>{one.words[language]}</h3>
          {isFile(one) ? <p>{fileName(one)}</p> : <pre>{one.bytes.toString('utf8')}</pre>}
        </article>
      ))}
    </section>
  );
}

function Statement({ language, copy }: CopyPageProps) {
  if (copy.statement === null) return null;
  return (
    <section>
      <h2>{wordsOf(language).keeping.copy.statement}</h2>
      <pre>{copy.statement}</pre>
    </section>
  );
}

function OtherTables({ language, copy }: CopyPageProps) {
  const words = wordsOf(language).keeping.copy;
  return (
    <section>
      <h2>{words.tables}</h2>
      {copy.tables.map(({ table, holds, rows, cut }) => (
        <details>
          <summary>
            {holds[language]} ({rows.length})
          </summary>
          {cut ? <p>{words.cut}</p> : null}
          <Table
            caption={table}
            head={Object.keys(rows[0] ?? {})}
            rows={rows.map((row) => Object.values(row).map((value) => sayValue(value, language)))}
          />
        </details>
      ))}
    </section>
  );
}

function sayValue(value: unknown, language: Language): string {
  if (value === null || value === undefined) return '—';
  if (value instanceof Date) return sayInstant(value, language);
  if (Buffer.isBuffer(value)) return value.toString('base64');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function Policies({ language, copy }: CopyPageProps) {
  const words = wordsOf(language).keeping.copy;
  return (
    <section>
      <h2>{words.policies}</h2>
      {copy.policies.map((policy) => (
        <details>
          <summary>
            {words.policyVersion(policy.number)}, {sayInstant(policy.publishedAt, language)}
          </summary>
          {SECTIONS.map((section) => {
            const own = policy.translations[language]?.[section];
            const text = own ?? policy.words[section];
            return <Markdown language={own === undefined ? policy.binding : language} text={text} headingLevel={3} />;
          })}
        </details>
      ))}
    </section>
  );
}
