import type { Sql, Tx } from '../../db/db.ts';
import type { Writing } from '../../db/writing.ts';
import { IndexTurned } from '../keys.ts';
import type { Tag } from '../store.ts';

const INDEX_LOCK = `hashtextextended('kristalux/index', 0)`;
const HOLD_INDEX = `select pg_advisory_xact_lock_shared(${INDEX_LOCK})`;

/** Whoever writes a tag holds this to the end of the transaction: no tag is renewed meanwhile. */
export async function holdIndex(tx: Tx): Promise<void> {
  await tx.run(HOLD_INDEX);
}

/** Waits for everybody who holds the index, but not for long: who asks tries again. */
export async function holdIndexAlone(tx: Tx): Promise<void> {
  await tx.run(`set local lock_timeout = '200ms'`);
  await tx.run(`select pg_advisory_xact_lock(${INDEX_LOCK})`);
}

/** Throws `IndexTurned` when a later epoch of the index than this has begun: nobody would find what was written now. */
export async function holdLatestIndex(tx: Tx, epoch: number): Promise<void> {
  await holdIndex(tx);
  const row = await tx.row<{ later: boolean }>(
    `select exists (select from key_check
       where name like 'index-%' and name > 'index-' || lpad($1::integer::text, 4, '0')) as later`,
    [epoch],
  );
  if (row?.later === true) throw new IndexTurned('a later epoch of the index has begun');
}

/** A tag of somebody who has none yet, of the newest epoch that whoever writes it knows. */
interface NewTag extends Tag {
  readonly personId: string;
  readonly index: string;
}

/** Leaves out what a later epoch of the index than theirs has overtaken. */
export const newTags: Writing<NewTag, object> = {
  holds: HOLD_INDEX,
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::integer[]) with ordinality
        as given (person_id, index_name, tag, epoch, i)
      where not exists (
        select from key_check where name like 'index-%' and name > 'index-' || lpad(given.epoch::text, 4, '0'))
    ), made as (
      insert into tag (tag, index_name, epoch, person_id) select tag, index_name, epoch, person_id from given
    )
    select i as asked from given`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ index }) => index),
    rows.map(({ tag }) => tag),
    rows.map(({ epoch }) => epoch),
  ],
  leftOut: () => new IndexTurned('a later epoch of the index has begun'),
};

/** How many tags an epoch of the index before this one still has. */
export async function countTagsBefore(sql: Sql, epoch: number): Promise<number> {
  const row = await sql.row<{ count: number }>('select count(*) as count from tag where epoch < $1', [epoch]);
  return row?.count ?? 0;
}

/** Tags of earlier epochs than this, behind `after`, in their order. */
export async function readTagsBefore(
  sql: Sql,
  epoch: number,
  { after, limit }: { readonly after: Buffer; readonly limit: number },
): Promise<readonly Tag[]> {
  return await sql.rows<Tag>(
    'select distinct tag, epoch from tag where tag > $2 and epoch < $1 order by tag limit $3',
    [epoch, after, limit],
  );
}

export interface Move {
  readonly from: Buffer;
  readonly to: Tag;
}

/**
 * Puts renewed tags in the place of former ones, in every table that finds people by them, at once. The caller holds the
 * index alone, so an identifier has one tag at any moment, wherever it stands.
 */
export async function moveTags(tx: Tx, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const pairs = [moves.map(({ from }) => from), moves.map(({ to }) => to.tag)];
  const given = 'unnest($1::bytea[], $2::bytea[]) as given (was, now)';
  await tx.run(
    `insert into sign_in_salt (tag, salt) select given.now, salt from ${given} join sign_in_salt on tag = given.was
     on conflict (tag) do nothing`,
    pairs,
  );
  await tx.run(`update sign_in set tag = given.now from ${given} where sign_in.tag = given.was`, pairs);
  await tx.run('delete from sign_in_salt where tag = any($1::bytea[])', [pairs[0]]);
  await tx.run(`update proved_address set tag = given.now from ${given} where proved_address.tag = given.was`, pairs);
  await tx.run(`update address_code set tag = given.now from ${given} where address_code.tag = given.was`, pairs);
  await tx.run(`update code_letter set tag = given.now from ${given} where code_letter.tag = given.was`, pairs);
  await tx.run(
    `update mailbox_request set tags = tags || array(select given.now from ${given} where given.was = any(tags))
     where tags && $1::bytea[]`,
    pairs,
  );
  await tx.run(
    `update tag set tag = given.now, epoch = given.epoch
     from unnest($1::bytea[], $2::bytea[], $3::integer[]) as given (was, now, epoch) where tag.tag = given.was`,
    [...pairs, moves.map(({ to }) => to.epoch)],
  );
}

/** Salts that somebody began to sign in by and never did: nobody has them, and none is waited for. */
export async function removeUnusedSalts(tx: Tx): Promise<void> {
  await tx.run('delete from sign_in_salt where not exists (select from sign_in where sign_in.tag = sign_in_salt.tag)');
}

/** The tag that an identifier has now, among those that it may have; undefined where nobody left it. */
export async function tagNow(sql: Sql, index: string, tags: readonly Tag[]): Promise<Buffer | undefined> {
  const row = await sql.row<{ tag: Buffer }>(
    'select tag from tag where tag = any($1::bytea[]) and index_name = $2 limit 1',
    [tags.map(({ tag }) => tag), index],
  );
  return row?.tag;
}
