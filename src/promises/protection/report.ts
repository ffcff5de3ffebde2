import type { Sql } from '../../kernel/db/db.ts';
import type { EntryBody } from '../../kernel/ledger/entry.ts';
import type { Shelf } from '../../kernel/policy/shelf.ts';
import * as store from './store.ts';

/** One row of the transparency report. */
export interface ReportLine {
  /** `2026-H2`, in UTC. */
  readonly half: string;
  readonly country: string;
  readonly kind: GroundKind;
  readonly received: Band;
  readonly disclosed: Band;
  readonly noData: Band;
  readonly refused: Band;
  /** Of those disclosed: after a ban on telling had ended. The others were told at once. */
  readonly toldLater: Band;
}

export type GroundKind = 'law' | 'procedure' | 'order' | 'process';

/** A number, or between which two it lies where it is small. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

/**
 * The transparency report, made from the site's own entries alone, so that whoever holds them can make it again. What
 * was counted once is not read again: an entry never changes.
 */
export function openReport(parts: {
  readonly sql: Sql;
  readonly siteId: string;
  readonly shelf: Shelf;
}): () => Promise<readonly ReportLine[]> {
  const counts = new Map<string, Counts>();
  let counted = 0;
  let opened = 0;
  const countOn = async () => {
    for (const { n, body } of await store.legalEntries(parts.sql, parts.siteId, counted)) {
      await count(parts.shelf, counts, JSON.parse(body) as EntryBody, 'at-once');
      counted = n;
    }
    // What a ban on telling kept sealed counts from the day on which it opened, in the half-year in which it happened.
    for (const { n, body } of await store.openedLegalEntries(parts.sql, parts.siteId, opened)) {
      await count(parts.shelf, counts, JSON.parse(body) as EntryBody, 'after-a-ban');
      opened = n;
    }
  };
  // One reader at a time counts on; the others wait for it.
  let counting = Promise.resolve();
  return async () => {
    counting = counting.catch(() => {}).then(countOn);
    await counting;
    return linesOf(counts);
  };
}

type Told = 'at-once' | 'after-a-ban';

interface Counts {
  received: number;
  disclosed: number;
  noData: number;
  refused: number;
  toldLater: number;
}

async function count(shelf: Shelf, counts: Map<string, Counts>, body: EntryBody, told: Told): Promise<void> {
  if (body.decision === 'refused') return;
  const { declarations } = await shelf.byNumber(body.version.number);
  const ground = declarations.grounds.find(({ id }) => `ground:${id}` === body.about);
  const key = JSON.stringify([halfOf(body.at), ground?.country ?? '', ground?.kind ?? 'law']);
  const row = counts.get(key) ?? { received: 0, disclosed: 0, noData: 0, refused: 0, toldLater: 0 };
  counts.set(key, row);
  // What was allowed and then undone stands twice: it is taken back by its second entry.
  const one = body.decision === 'allowed' ? 1 : -1;
  const column = columnOf(body);
  if (column !== undefined) row[column] += one;
  if (column === 'disclosed' && told === 'after-a-ban') row.toldLater += one;
}

function columnOf({ kind, facts }: EntryBody): keyof Counts | undefined {
  if (kind === 'receiveLegalRequest') return 'received';
  if (kind === 'deliverLegalRequest') return 'disclosed';
  if (kind === 'answerLegalRequest') return facts['answer'] === 'no-data-held' ? 'noData' : 'refused';
  return undefined;
}

function halfOf(at: string): string {
  return `${at.slice(0, 4)}-H${Number(at.slice(5, 7)) <= 6 ? 1 : 2}`;
}

function linesOf(counts: ReadonlyMap<string, Counts>): readonly ReportLine[] {
  return [...counts]
    .map(([key, row]) => {
      const [half, country, kind] = JSON.parse(key) as [string, string, GroundKind];
      const { received, disclosed, noData, refused, toldLater } = row;
      const bands = {
        received: band(received),
        disclosed: band(disclosed),
        noData: band(noData),
        refused: band(refused),
        toldLater: band(toldLater),
      };
      return { half, country, kind, ...bands };
    })
    .sort((a, b) => b.half.localeCompare(a.half) || a.country.localeCompare(b.country) || a.kind.localeCompare(b.kind));
}

/** Zero is told, and so is what is too many to point at anybody; between them only a band. */
export function band(n: number): Band {
  if (n >= 1 && n <= 5) return { from: 1, to: 5 };
  if (n >= 6 && n <= 20) return { from: 6, to: 20 };
  return { from: n, to: n };
}
