import { canonical } from '../canonical.ts';
import { commitmentOf, ENTRY_FORMAT, NO_LEAF } from './entry.ts';
import type { FsckParts } from './fsck.ts';
import { SEALED_KIND } from './sealed/seal-the-day.ts';
import { type CheckedEntry, readEntriesAfter } from './store.ts';

const PAGE_ENTRIES = 5_000;

interface ChainWalk {
  previous: CheckedEntry | undefined;
  /** Numbers whose text is gone and that no erasure has explained yet. */
  unexplained: number[];
}

/** Walks every chain from its first entry: numbers, links, instants, commitments, and texts that are gone. */
export async function checkChains({ sql, siteId, erasureKinds }: FsckParts, report: (sentence: string) => void) {
  const counted = { entries: 0, pending: 0, erased: 0 };
  let walk: ChainWalk = { previous: undefined, unexplained: [] };
  for (let page: readonly CheckedEntry[], from = { personId: NIL, n: 0 }; ; from = page.at(-1) ?? from) {
    page = await readEntriesAfter(sql, from.personId, from.n, PAGE_ENTRIES);
    for (const entry of page) {
      if (walk.previous?.personId !== entry.personId) {
        finish(walk, report);
        walk = { previous: undefined, unexplained: [] };
      }
      counted.entries += 1;
      if (entry.logIndex === null) counted.pending += 1;
      for (const problem of [...linkProblems(entry, walk.previous), ...bodyProblems(entry, walk.previous, siteId)]) {
        report(`${nameOf(entry)} ${problem}`);
      }
      if (entry.body === null) {
        counted.erased += 1;
        walk.unexplained.push(entry.n);
      }
      // An erasure explains every text that is gone before it, and its own; a sealed entry's text was never here.
      if (erasureKinds.includes(entry.kind) || entry.kind === SEALED_KIND) walk.unexplained = [];
      walk.previous = entry;
    }
    if (page.length < PAGE_ENTRIES) break;
  }
  finish(walk, report);
  return counted;
}

const NIL = '00000000-0000-0000-0000-000000000000';

const nameOf = ({ personId, n }: { personId: string; n: number }): string => `entry ${n} of the chain of ${personId}`;

function finish({ previous, unexplained }: ChainWalk, report: (sentence: string) => void): void {
  for (const n of previous === undefined ? [] : unexplained) {
    report(`${nameOf({ personId: previous?.personId ?? NIL, n })} has lost its text and no erasure explains it`);
  }
}

function linkProblems(entry: CheckedEntry, previous: CheckedEntry | undefined): string[] {
  const problems: string[] = [];
  const before = previous?.n ?? 0;
  if (entry.n !== before + 1) problems.push(`follows entry ${before}: what was between them is missing`);
  if (previous === undefined) return problems;
  if (entry.at < previous.at) problems.push('is earlier than the entry before it');
  if (entry.logIndex === null) return problems;
  if (previous.logIndex === null || previous.logIndex > entry.logIndex) {
    problems.push('stands in the log before the entry that it follows');
  }
  return problems;
}

function bodyProblems(entry: CheckedEntry, previous: CheckedEntry | undefined, siteId: string): string[] {
  const { salt, body, leaf } = entry;
  if (salt === null || body === null) return [];
  if (!commitmentOf(salt, body).equals(leaf)) return ['does not say what its leaf commits to'];
  const said = parseCanonical(body);
  if (said === undefined) return ['is not canonical JSON'];
  const chain = entry.personId === siteId ? 'site' : entry.chain?.toString('base64');
  const expected: Record<string, unknown> = {
    format: ENTRY_FORMAT,
    kind: entry.kind,
    n: entry.n,
    at: entry.at.toISOString(),
    prev: (previous?.leaf ?? NO_LEAF).toString('base64'),
    // A person who was erased has no row that tells the chain any more.
    ...(chain === undefined ? {} : { chain }),
  };
  const names = Object.keys(expected).filter((name) => Reflect.get(said, name) !== expected[name]);
  const version: unknown = Reflect.get(said, 'version');
  const number = typeof version === 'object' && version !== null ? Reflect.get(version, 'number') : undefined;
  if (number !== entry.version) names.push('version');
  return names.map((name) => `says another \`${name}\` than its place and row`);
}

function parseCanonical(body: string): object | undefined {
  try {
    const said: unknown = JSON.parse(body);
    return typeof said === 'object' && said !== null && canonical(said) === body ? said : undefined;
  } catch {
    return undefined;
  }
}
