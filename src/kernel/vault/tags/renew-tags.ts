import type { Db, Tx } from '../../db/db.ts';
import type { BlindIndex } from '../blind-index.ts';
import type { Keys } from '../keys.ts';
import type { Tag } from '../store.ts';
import { holdIndexAlone, moveTags, readTagsBefore } from './store.ts';

export interface RenewParts {
  readonly keys: Keys;
  readonly blindIndex: BlindIndex;
}

/**
 * Renews a batch of tags: unwrapped by the former key and wrapped by the newest, wherever they stand. No value is opened.
 * @returns how many, and behind which tag the next batch begins
 */
export async function renewTagBatch(
  tx: Tx,
  { keys, blindIndex }: RenewParts,
  page: { readonly after: Buffer; readonly limit: number },
): Promise<{ readonly renewed: number; readonly last: Buffer | null }> {
  await holdIndexAlone(tx);
  const former = await readTagsBefore(tx, keys.indexEpochs.at(-1) ?? 1, page);
  await moveTags(
    tx,
    former.map((tag) => ({ from: tag.tag, to: blindIndex.renewed(tag) })),
  );
  return { renewed: former.length, last: former.at(-1)?.tag ?? null };
}

/**
 * While the index turns: renews the tags of these identifiers now, so that what is written next stands beside what is
 * there already and no identifier ever has two. @returns for each identifier the tag to write
 */
export async function carryTags(
  { keys, blindIndex, db }: RenewParts & { readonly db: Db },
  tags: readonly Tag[],
): Promise<readonly Tag[]> {
  const newest = keys.indexEpochs.at(-1);
  const former = tags.filter(({ epoch }) => epoch !== newest);
  if (former.length > 0) {
    await db.transaction(async (tx) => {
      await holdIndexAlone(tx);
      await moveTags(
        tx,
        former.map((tag) => ({ from: tag.tag, to: blindIndex.renewed(tag) })),
      );
    });
  }
  return tags.filter(({ epoch }) => epoch === newest);
}
