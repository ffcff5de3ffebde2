import { EXPLAINED_TABLES } from '../../kernel/explained/all-tables.ts';
import { columnsOf, type ExplainedColumn, type ExplainedTable } from '../../kernel/explained/explained-table.ts';
import { SEALED_KINDS } from '../../kernel/explained/sealed-kinds.ts';
import type { AnyAct } from '../../kernel/gate/act.ts';
import { SECTIONS, type Section } from '../../kernel/policy/names.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import type { Words } from '../../kernel/words.ts';

/** One thing that lies sealed: a declared field, or one of the kinds that the program itself keeps. */
export interface SealedThing {
  readonly field: string;
  readonly words: Words;
  readonly category: string;
  /** Sections whose acts can open it. */
  readonly sections: readonly Section[];
  /** Days after which it is forgotten by itself; null: kept until it is erased. */
  readonly retentionDays: number | null;
}

export interface StorageExplained {
  readonly version: number;
  readonly sealed: readonly SealedThing[];
  readonly tables: readonly (Omit<ExplainedTable, 'columns'> & { readonly columns: readonly ExplainedColumn[] })[];
}

/** The whole database in words, with what the version in force says of it. */
export function explainStorage({ number, declarations }: Version, acts: readonly AnyAct[]): StorageExplained {
  const sectionsOf = (opens: (act: AnyAct) => boolean): readonly Section[] => {
    const found = new Set(acts.filter(opens).map(({ section }) => section));
    return SECTIONS.filter((section) => found.has(section));
  };
  const declared = declarations.fields.map(({ id, words, category, retentionDays }) => ({
    field: id,
    words,
    category,
    retentionDays,
    sections: sectionsOf(({ opens }) => opens === 'fields'),
  }));
  const kinds = SEALED_KINDS.map(({ field, words, category }) => ({
    field,
    words,
    category,
    retentionDays: null,
    sections: sectionsOf((act) => act.categories?.includes(category) ?? false),
  }));
  return {
    version: number,
    sealed: [...declared, ...kinds],
    tables: EXPLAINED_TABLES.map((table) => ({ ...table, columns: columnsOf(table) })),
  };
}
