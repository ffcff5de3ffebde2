import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import type { Db, Sql } from '../../src/kernel/db/db.ts';
import { type Random, systemRandom } from '../../src/kernel/ids.ts';
import { insertEntry, readHead } from '../../src/kernel/ledger/append.ts';
import { latestCheckpoint } from '../../src/kernel/ledger/checkpoint.ts';
import { ENTRY_FORMAT, type Entry, type EntryBody, makeEntry } from '../../src/kernel/ledger/entry.ts';
import { verifierKey } from '../../src/kernel/ledger/note.ts';
import { makeReceipt } from '../../src/kernel/ledger/receipt.ts';
import { integrate } from '../../src/kernel/ledger/sequencer.ts';
import { openSite } from '../../src/kernel/ledger/site.ts';
import { makeStatement } from '../../src/kernel/ledger/statement.ts';
import { computeFromTiles, parseTileName, readTile } from '../../src/kernel/ledger/tiles.ts';
import { consistencyProof } from '../../src/kernel/ledger/tree.ts';
import { openTestDatabase } from './database.ts';
import { inventKeys } from './keys.ts';

interface LedgerSiteOptions {
  readonly connections?: number;
  /** Random unless a test has to be exact. */
  readonly random?: Random;
}

/** A site of its own in a database of its own, with version 1 of some policy, keys in memory and an empty ledger. */
export async function openLedgerSite(options: LedgerSiteOptions = {}) {
  const database = await openTestDatabase(options);
  const { db } = database;
  const random = options.random ?? systemRandom;
  const site = await openSite(db, random);
  const keys = inventKeys(site.siteId, random);
  const sequencer = { db, key: keys.ledger, origin: site.origin };
  await publish(db, 1);

  /** The next entry of a chain, made but not inserted. */
  const nextEntry = async (personId: string, changes: Partial<EntryBody> = {}): Promise<Entry> => {
    const head = await readHead(db, personId);
    if (head === undefined) throw new Error('no such person');
    return makeEntry(personId, { ...bodyAfter(head), ...changes }, random);
  };
  return {
    ...database,
    ...site,
    keys,
    sequencer,
    nextEntry,
    integrate: () => integrate(sequencer),
    ...publicSide(sequencer),
    person: () => addPerson(db, random),
    /** Appends entries to a chain. */
    append: async (personId: string, count = 1, changes: Partial<EntryBody> = {}): Promise<void> => {
      for (let made = 0; made < count; made++) {
        const entry = await nextEntry(personId, changes);
        const inserted = await db.transaction((tx) =>
          insertEntry(tx, entry, { factsNumber: 0, session: null, credential: null }),
        );
        if (!inserted) throw new Error('the entry was not inserted');
      }
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** What the ledger gives to the outside; a test that asks for what is not there has failed. */
function publicSide({ db, key, origin }: { db: Db; key: KeyObject; origin: string }) {
  const there = <T>(found: T | undefined): T => {
    assert(found !== undefined, 'the ledger gives what was asked for');
    return found;
  };
  return {
    keyLine: verifierKey(origin, key),
    checkpoint: async () => there(await latestCheckpoint(db)),
    receipt: async (personId: string, n: number) => there(await makeReceipt(db, personId, n)),
    statement: async (personId: string) => there(await makeStatement({ sql: db, key, origin }, personId)),
    consistency: async (before: number, size: number) => {
      const proof = await computeFromTiles(db, (hashOf) => consistencyProof(before, size, hashOf));
      return proof.map((hash) => hash.toString('base64'));
    },
    readBundle: async (path: string) => {
      const name = parseTileName(path);
      return name === undefined ? undefined : await readTile(db, name);
    },
  };
}

/** A version's row with nothing in it: the ledger asks for its number alone. */
export async function publish(sql: Sql, number: number): Promise<void> {
  const text = `insert into policy_version (number, digest, meaning, published_by, body) values ($1, $2, $2, 'host', '{}')`;
  await sql.run(text, [number, Buffer.alloc(32)]);
}

async function addPerson(sql: Sql, random: Random): Promise<string> {
  const personId = random.uuid();
  const text = `insert into person (person_id, chain, language) values ($1, $2, 'ru')`;
  await sql.run(text, [personId, random.bytes(16)]);
  return personId;
}

export function bodyAfter(head: { chain: string; n: number; leaf: Buffer; at: Date }): EntryBody {
  return {
    format: ENTRY_FORMAT,
    kind: 'askFields',
    chain: head.chain,
    n: head.n + 1,
    prev: head.leaf.toString('base64'),
    at: head.at.toISOString(),
    asker: 'service:shop',
    recipient: 'service',
    about: 'service:shop/delivery',
    fields: ['address', 'name'],
    categories: ['pd:Name', 'pd:PhysicalAddress'],
    facts: { joinedByPerson: true },
    decision: 'allowed',
    because: [],
    sections: ['use'],
    version: { number: 1, digest: '00'.repeat(32) },
    commitments: {},
  };
}
