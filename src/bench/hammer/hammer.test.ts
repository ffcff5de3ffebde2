import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import type { HammerPlace } from './ask.ts';
import { Contradiction } from './contradiction.ts';
import { type Counts, hammer } from './hammer.ts';
import { placeAt, publicPlaceAt } from './place.ts';

let kit: TestApp;
let address: string;
let place: HammerPlace;

before(async () => {
  kit = await openTestApp();
  await kit.publish();
  const { secret } = await kit.credential('service', 'shop');
  const people = [await kit.person(), await kit.person()];
  ({ address } = await kit.serve());
  place = await placeAt(address, { secret, people });
});
after(() => kit[Symbol.asyncDispose]());

const READ = ['newest', 'random', 'several', 'statements', 'consistency', 'places'] as const;
const each = (least: number) => (counts: Readonly<Counts>) => READ.every((name) => counts[name] >= least);

test('random and newest entries, statements and growth are proven while people and a service write: nothing contradicts', async () => {
  const { counts, entries, checkpoints } = await hammer(place, { enough: each(12) });
  assert(counts.written >= 2);
  assert(entries > counts.written, 'the service’s entries are in the log too');
  assert(checkpoints > 3, 'the ledger grew meanwhile');
});

test('of a server that runs only what is public is read, and nothing is written', async () => {
  const { counts } = await hammer(await publicPlaceAt(address, undefined), {
    enough: ({ consistency }) => consistency >= 12,
  });
  assert.deepEqual([counts.written, counts.newest], [0, 0]);
});

/** Every bit of what stands in the public log turned over; done twice, it is as it was. */
const INVERTED = `update log_tile set hashes =
  decode(translate(encode(hashes, 'hex'), '0123456789abcdef', 'fedcba9876543210'), 'hex') where level = -1`;

/** What a server does behind the back of those who read, and how it is put right again. */
const LIES: readonly { readonly does: string; readonly sql: string; readonly undo: string; readonly told: RegExp }[] = [
  {
    does: 'edits the text of an entry',
    sql: `update entry set body = replace(body, '"decision":"allowed"', '"decision":"Allowed"')`,
    undo: `update entry set body = replace(body, '"decision":"Allowed"', '"decision":"allowed"')`,
    told: /not at its place/,
  },
  {
    does: 'shows another public log than it gives receipts of',
    sql: INVERTED,
    undo: INVERTED,
    told: /holds another entry|the entries served do not give the root/,
  },
];

for (const { does, sql, undo, told } of LIES) {
  test(`a server that ${does} meanwhile is told, with what it handed out`, async () => {
    const { db } = kit.app.parts;
    let lie: Promise<unknown> | undefined;
    const hearing = hammer(place, {
      enough: () => false,
      hear: () => {
        lie ??= db.run(sql);
      },
    });
    await assert.rejects(hearing, (error) => {
      assert(error instanceof Contradiction, String(error));
      assert.match(error.message, told);
      assert((error.seen[0] ?? '').length > 100, 'what was seen is handed on');
      return true;
    });
    await lie;
    await db.run(undo);
  });
}
