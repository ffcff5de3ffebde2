import type { Reads } from '../../kernel/db/reading.ts';
import { type EarlierLedger, readEarlierLedgers } from '../../kernel/ledger/store.ts';
import { readSafekeeping, type Safekeeping } from '../../kernel/safekeeping/store.ts';
import type { Language } from '../../kernel/words.ts';
import type { PolicyOnPage, PolicySection } from '../../promises/changes/pages.tsx';
import { sayInstant } from '../../ui/dates.ts';
import { wordsOf } from '../../ui/words/words.ts';

/** When data and keys were last backed up and last brought back on trial, and which ledgers were lost. */
export interface KeptSafe {
  readonly last: Safekeeping;
  readonly earlier: readonly EarlierLedger[];
}

export async function readKeptSafe(reads: Reads): Promise<KeptSafe> {
  const [last, earlier] = await Promise.all([readSafekeeping(reads), readEarlierLedgers(reads)]);
  return { last, earlier };
}

/** Puts it beside the section on use. */
export function withSafekeeping(policy: PolicyOnPage, kept: KeptSafe, language: Language): PolicyOnPage {
  const table = safekeepingTable(kept, language);
  const sections = policy.sections.map((section) =>
    section.id === 'use' ? { ...section, tables: [...section.tables, table] } : section,
  );
  return { ...policy, sections };
}

function safekeepingTable({ last, earlier }: KeptSafe, language: Language): PolicySection['tables'][number] {
  const words = wordsOf(language).changes.safekeeping;
  const { dataBackup, keyBackup, drill, restored } = last;
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
