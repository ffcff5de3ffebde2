import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/db.ts';
import type { Log } from '../../log.ts';
import type { Outside } from '../../outside.ts';
import { proveGrowthTo } from '../growth.ts';
import { readLatestCheckpoint, type StoredCheckpoint } from '../store.ts';
import { cosignatureLine } from './cosignature.ts';
import { insertCosignatures, markWitnessed, readLastSigned } from './store.ts';
import type { Witness, WitnessPolicy } from './witness-policy.ts';

/** How long a witness may think, and how long one that did not answer is left alone. */
const ANSWER_MILLISECONDS_MAX = 5_000;
const REST_MILLISECONDS = 30_000;
/** A few signature lines, or a number. */
const ANSWER_CHARACTERS_MAX = 16_384;

export interface WitnessParts {
  readonly db: Db;
  readonly outside: Outside;
  readonly clock: Clock;
  readonly log: Log;
  /** Null: the ledger has no witnesses. */
  readonly witnesses: WitnessPolicy | null;
}

/**
 * Rounds of asking every witness for its signature under the newest checkpoint (c2sp.org/tlog-witness). Nothing waits for
 * a round: a witness that is away costs its signature and no more. What a witness knows and this database does not is
 * said in the log, since then the database is an older one.
 */
export function openWitnessRounds(parts: WitnessParts): { round(): Promise<void> } {
  const { db, clock, log, witnesses: policy } = parts;
  const restsUntil = new Map<string, number>();
  return {
    async round() {
      const newest = policy === null ? undefined : await readLatestCheckpoint(db);
      if (policy === null || newest === undefined) return;
      const last = new Map((await readLastSigned(db)).map(({ witness, size }) => [witness, size]));
      const now = clock.now();
      const asked = policy.witnesses.filter(
        ({ name, address }) =>
          address !== null && last.get(name) !== newest.size && (restsUntil.get(name) ?? 0) <= now.getTime(),
      );
      const lines = await Promise.all(
        asked.map(async (witness) => {
          const answer = await ask(parts, witness, newest, last.get(witness.name) ?? 0).catch(() => 'no answer');
          if (typeof answer !== 'string') return { witness: witness.name, line: answer.line };
          restsUntil.set(witness.name, now.getTime() + REST_MILLISECONDS);
          log.warn('witness-did-not-sign', { witness: witness.name, size: newest.size, reason: answer });
          return [];
        }),
      );
      if (lines.flat().length === 0) return;
      await db.transaction(async (tx) => {
        const names = await insertCosignatures(tx, newest.size, lines.flat());
        if (policy.isQuorum(new Set(names))) await markWitnessed(tx, newest.size);
      });
    },
  };
}

/** The signature line, or why there is none: a closed word for the log. */
async function ask(
  { db, outside, clock }: WitnessParts,
  witness: Witness,
  checkpoint: StoredCheckpoint,
  known: number,
): Promise<{ readonly line: string } | string> {
  const submit = async (old: number) => {
    const body = await proveGrowthTo(db, old, checkpoint);
    const answer = await outside.fetch(`${witness.address}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS_MAX),
    });
    return { status: answer.status, text: (await answer.text()).slice(0, ANSWER_CHARACTERS_MAX) };
  };
  let answer = await submit(known);
  if (answer.status === 409) {
    // It says what it signed last: another process of ours asked, or this database is older than what it has seen.
    const size = /^(?:0|[1-9]\d{0,14})\n$/.test(answer.text) ? Number(answer.text) : Number.NaN;
    if (size > checkpoint.size) return 'it has seen a longer ledger than this database holds';
    if (!(size >= 0)) return 'it has seen another ledger of this size';
    answer = await submit(size);
  }
  if (answer.status !== 200) return SAYS.get(answer.status) ?? 'it answered with an error';
  const line = cosignatureLine(answer.text, checkpoint.note, witness, clock.now());
  return line === undefined ? 'its signature is not right' : { line };
}

const SAYS: ReadonlyMap<number, string> = new Map([
  [403, 'it has another key for this ledger'],
  [404, 'it does not know this ledger'],
  [409, 'it has seen another ledger of this size'],
  [422, 'it has seen another ledger'],
]);
