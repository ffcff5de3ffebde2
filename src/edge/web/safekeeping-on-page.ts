import type { Sql } from '../../kernel/db/db.ts';
import { readEarlierLedgers } from '../../kernel/ledger/store.ts';
import { readSafekeeping } from '../../kernel/safekeeping/store.ts';
import type { Language } from '../../kernel/words.ts';
import type { PolicyOnPage, PolicySection } from '../../promises/changes/pages.tsx';
import { sayInstant } from '../../ui/dates.ts';
import { wordsOf } from '../../ui/words/words.ts';

/** Puts beside the section on use when data and keys were last backed up and last brought back on trial. */
export async function withSafekeeping(policy: PolicyOnPage, sql: Sql, language: Language): Promise<PolicyOnPage> {
  const table = await safekeepingTable(sql, language);
  const sections = policy.sections.map((section) =>
    section.id === 'use' ? { ...section, tables: [...section.tables, table] } : section,
  );
  return { ...policy, sections };
}

async function safekeepingTable(sql: Sql, language: Language): Promise<PolicySection['tables'][number]> {
  const words = wordsOf(language).changes.safekeeping;
  const { dataBackup, keyBackup, drill, restored } = await readSafekeeping(sql);
  const earlier = await readEarlierLedgers(sql);
  const when = (at: Date | null) => (at === null ? words.never : sayInstant(at, language));
  return {
    caption: words.caption,
    head: [words.what, words.when],
    rows: [
      [words.dataBackup, when(dataBackup)],
      [words.keyBackup, when(keyBackup)],
      [words.drill, when(drill)],
      ...(restored === null ? [] : [[words.restored, when(restored)]]),
      ...earlier.map(({ origin, endedAt }) => [`${words.earlierLedger} (${origin})`, when(endedAt)]),
    ],
  };
}
