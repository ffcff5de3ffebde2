import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { StorageExplained } from '../explain-storage.ts';

export interface StoragePageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly storage: StorageExplained;
}

/** The whole database, table by table and column by column, for whoever wants to know what is kept of them. */
export function StoragePage({ language, frame, storage }: StoragePageProps) {
  const words = wordsOf(language).keeping.storage;
  const [persons, site] = [true, false].map((wanted) =>
    storage.tables.filter(({ whose }) => (whose === 'person') === wanted),
  );
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <section aria-labelledby="sealed">
        <h2 id="sealed">{words.sealedTitle}</h2>
        <p>{words.sealedLead}</p>
        <SealedThings {...{ language, storage }} />
      </section>
      <Tables {...{ language }} id="persons" title={words.persons} tables={persons ?? []} />
      <Tables {...{ language }} id="site" title={words.site} tables={site ?? []} />
      <p class="hint">
        {words.machine}: <a href={addresses.storageJson}>{addresses.storageJson}</a>
      </p>
    </Layout>
  );
}

function SealedThings({ language, storage }: Pick<StoragePageProps, 'language' | 'storage'>) {
  const { keeping, frame } = wordsOf(language);
  const words = keeping.storage;
  return (
    <Table
      caption={words.sealedTitle}
      captionUnseen={true}
      head={[words.sealedWhat, words.category, words.sections, words.kept]}
      rows={storage.sealed.map((thing) => [
        thing.words[language],
        <code>{thing.category}</code>,
        thing.sections.length === 0
          ? words.nowhere
          : thing.sections.map((section, index) => (
              <>
                {index === 0 ? '' : ', '}
                <Link href={addresses.section(section)}>{frame.sections[section]}</Link>
              </>
            )),
        thing.retentionDays === null ? words.keptUntilErased : words.keptDays(thing.retentionDays),
      ])}
    />
  );
}

interface TablesProps {
  readonly language: Language;
  readonly id: string;
  readonly title: string;
  readonly tables: StorageExplained['tables'];
}

function Tables({ language, id, title, tables }: TablesProps) {
  const words = wordsOf(language).keeping.storage;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {tables.map(({ table, holds, whose, kept, erased, columns }) => (
        <details>
          <summary>
            {holds[language]} <code>{table}</code>
          </summary>
          <DetailsList
            details={[
              [words.whose, words.whoseWords[whose]],
              [words.kept, words.keptWords[kept]],
              [words.erased, words.erasedWords[erased]],
            ]}
          />
          <Table
            caption={table}
            captionUnseen={true}
            head={[words.column, words.holds, words.category]}
            rows={columns.map(({ name, kind, category }) => [
              <code>{name}</code>,
              words.kinds[kind],
              category === null ? '—' : <code>{category}</code>,
            ])}
          />
        </details>
      ))}
    </section>
  );
}
