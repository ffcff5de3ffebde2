import type { Tx } from '../../kernel/db/db.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { keyName, numbered, type TurningKind } from '../../kernel/vault/keys.ts';
import { endKey, insertKeyCheck, type KeyCheck, readKeyChecks } from '../../kernel/vault/store.ts';

/**
 * A key of this kind beside the only one there is, from here on.
 * @throws Refusal `conflict` with this reason: another turning is under way, or somebody else began the same one
 */
export async function beginKey(
  tx: Tx,
  kind: TurningKind,
  next: KeyCheck,
  why: string,
): Promise<{ readonly name: string }> {
  const living = await livingNames(tx);
  if (numbered(living, kind).length !== 1 || living.includes(next.name)) throw new Refusal('conflict', why);
  await insertKeyCheck(tx, [next]);
  return { name: next.name };
}

/** @throws Refusal `conflict` with this reason: there is no former key of this kind */
export async function newestOfTurned(tx: Tx, kind: TurningKind, why: string): Promise<number> {
  const numbers = numbered(await livingNames(tx), kind);
  const newest = numbers.at(-1);
  if (newest === undefined || numbers.length < 2) throw new Refusal('conflict', why);
  return newest;
}

/** All of this kind but the newest end. */
export async function endFormerKeys(tx: Tx, kind: TurningKind): Promise<{ readonly ended: readonly number[] }> {
  const ended = numbered(await livingNames(tx), kind).slice(0, -1);
  for (const number of ended) await endKey(tx, keyName(kind, number));
  return { ended };
}

async function livingNames(tx: Tx): Promise<readonly string[]> {
  return (await readKeyChecks(tx)).map(({ name }) => name);
}
