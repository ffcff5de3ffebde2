import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { commitmentOf } from '../../src/kernel/ledger/entry.ts';
import { fsck } from '../../src/kernel/ledger/fsck.ts';
import { signNote } from '../../src/kernel/ledger/note.ts';
import { root } from '../../src/root.ts';
import { parseVerifierKey, verifyCheckpoint, verifyFiles, verifyLog } from '../../src/verify/verify.ts';
import { openLedgerSite } from '../testkit/ledger-site.ts';
import { startWitness, type TestWitness } from '../testkit/witness.ts';

// The server holds every key and every table, and lies. Whoever kept something notices, or nobody does: both are said.
let witness: TestWitness;
before(async () => {
  witness = await startWitness();
});
after(() => witness[Symbol.asyncDispose]());

type Site = Awaited<ReturnType<typeof openLedgerSite>>;
interface File {
  readonly name: string;
  readonly text: string;
}
/** A server that lies, what it lies about, and files that it hands out instead of its honest ones. */
interface Attack {
  readonly does: string;
  /** Who notices: in the order of the columns. */
  readonly noticed: readonly [
    person: RegExp | null,
    reader: RegExp | null,
    witness: number | null,
    fsck: RegExp | null,
  ];
  lie(site: Site, anna: string): Promise<readonly File[] | undefined>;
}

/** Gives every entry a place anew and signs that, as if nothing had been signed before. */
async function signAnew(site: Site): Promise<void> {
  for (const text of ['delete from log_tile', 'delete from checkpoint', 'update entry set log_index = null']) {
    await site.db.run(text);
  }
  await site.integrate();
}

const ATTACKS: readonly Attack[] = [
  {
    does: 'edits the text of an entry',
    noticed: [/^Wrong: the entry is not at its place/, null, null, /does not say what its leaf commits to/],
    async lie({ db }, anna) {
      await db.run(
        `update entry set body = replace(body, '"askFields"', '"seeFields"') where person_id = $1 and n = 2`,
        [anna],
      );
      return undefined;
    },
  },
  {
    does: 'edits an entry, fits all hashes to it and signs anew',
    noticed: [/two different (entries|trees)/, /root signed for size 5/, 409, /says another `prev`/],
    async lie(site, anna) {
      const row = await site.db.row<{ body: string }>('select body from entry where person_id = $1 and n = 2', [anna]);
      const body = row?.body.replace('"allowed"', '"refused"') ?? '';
      const salt = randomBytes(32);
      const values = [anna, body, salt, commitmentOf(salt, body)];
      await site.db.run('update entry set body = $2, salt = $3, leaf = $4 where person_id = $1 and n = 2', values);
      await signAnew(site);
      return undefined;
    },
  },
  {
    does: 'forks: shows another person another history of the site',
    noticed: [/two different trees of size 5 were signed: the ledger was forked/, /root signed for size 5/, 409, null],
    async lie(site) {
      await site.db.run('delete from entry where person_id = $1', [site.siteId]);
      await site.append(site.siteId, 2, { decision: 'refused' });
      await signAnew(site);
      return undefined;
    },
  },
  {
    does: 'rolls back to an older database and goes on',
    noticed: [/two different entries stand at place 4: the ledger was forked/, /root signed for size 5/, 422, null],
    async lie(site, anna) {
      await site.db.run('delete from entry where person_id = $1 and n = 3', [anna]);
      await site.append(anna, 3, { decision: 'refused' });
      await signAnew(site);
      return undefined;
    },
  },
  {
    does: 'withholds an entry from the person’s statement',
    noticed: [/entry 4 stood at place 5 already: it was withheld/, null, null, null],
    async lie(site, anna) {
      const before = (await site.statement(anna)).note.split('\n').slice(0, 4);
      await site.append(anna, 1);
      await site.integrate();
      const rootNow = Buffer.from(verifyCheckpoint(await site.checkpoint(), parseVerifierKey(site.keyLine)).root);
      const kind = `${site.origin}/statement/v1`;
      const text = signNote(`${[...before, rootNow.toString('base64')].join('\n')}\n`, kind, site.keys.ledger);
      const lie = { name: 'lie', text: `${text}\n${await site.checkpoint()}` };
      return [lie, { name: 'receipt 4', text: await site.receipt(anna, 4) }];
    },
  },
  {
    does: 'withholds entries of the public log',
    noticed: [null, /are withheld/, null, /the tile entries\/000 is missing/],
    async lie({ db }) {
      await db.run('delete from log_tile where level = -1');
      return undefined;
    },
  },
  {
    does: 'reorders entries of the log',
    noticed: [/^Wrong: the entry is not at its place/, null, null, /holds other hashes|another root/],
    async lie({ db, siteId }, anna) {
      const swap = `update entry set log_index = case when person_id = $1 then 0 else 2 end
        where (person_id = $1 and n = 1) or (person_id = $2 and n = 1)`;
      const places = 'select person_id as "personId", log_index as "at" from entry where n = 1 order by log_index';
      const [first, second] = await db.rows<{ personId: string; at: number }>(places);
      assert(first && second && [first.personId, second.personId].every((id) => [anna, siteId].includes(id)));
      await db.run('update entry set log_index = null where n = 1');
      await db.run(swap.replace('0 else 2', `${second.at} else ${first.at}`), [first.personId, second.personId]);
      return undefined;
    },
  },
  {
    does: 'writes two entries of one number',
    noticed: [/the chain has two entries numbered 4/, null, null, /follows entry 0: what was between them is missing/],
    async lie(site, anna) {
      await site.append(anna, 1);
      await site.integrate();
      const first = { name: 'the first 4', text: await site.receipt(anna, 4) };
      await site.db.run('update entry set person_id = $2 where person_id = $1 and n = 4', [anna, randomUUID()]);
      await site.append(anna, 1, { decision: 'refused' });
      await site.integrate();
      return [first, { name: 'the second 4', text: await site.receipt(anna, 4) }];
    },
  },
  {
    does: 'backdates an entry',
    noticed: [/entry 4 of the chain is dated before entry 3/, null, null, /is earlier than the entry before it/],
    async lie(site, anna) {
      const { n, at, leaf, salt, body, kind, version } = await site.nextEntry(anna, { at: '2020-01-01T00:00:00.000Z' });
      const text = `insert into entry (person_id, n, kind, at, version, leaf, salt, body) values ($1, $2, $3, $4, $5, $6, $7, $8)`;
      await site.db.run(text, [anna, n, kind, at, version, leaf, salt, body]);
      await site.integrate();
      return [{ name: 'receipt 4', text: await site.receipt(anna, 4) }];
    },
  },
  {
    does: 'deletes the text of an entry without an erasure',
    noticed: [null, null, null, /has lost its text and no erasure explains it/],
    async lie({ db }, anna) {
      await db.run('update entry set body = null, salt = null where person_id = $1 and n = 2', [anna]);
      return undefined;
    },
  },
  {
    does: 'signs with another key',
    noticed: [/^Wrong: the note is not signed by/, null, null, /not signed by the ledger's key/],
    async lie(site) {
      const { privateKey } = generateKeyPairSync('ed25519');
      const text = (await site.checkpoint()).split('\n').slice(0, 3).join('\n');
      const note = signNote(`${text}\n`, site.origin, privateKey);
      await site.db.run('update checkpoint set note = $1', [note]);
      return [{ name: 'checkpoint', text: note }];
    },
  },
  {
    does: 'writes no entry at all',
    noticed: [null, null, null, null],
    lie: async () => undefined,
  },
];

const seen: { does: string; noticed: readonly boolean[] }[] = [];

for (const attack of ATTACKS) {
  const whom = ['the person', 'a reader', 'a witness', 'fsck'].filter((_, at) => attack.noticed[at] !== null);
  test(`a server that ${attack.does} is noticed by ${whom.join(', ') || 'nobody'}`, async () => {
    await using site = await openLedgerSite();
    witness.watch(site.keyLine);
    const key = parseVerifierKey(site.keyLine);
    const anna = await site.person();
    await site.append(site.siteId, 2);
    await site.append(anna, 3);
    await site.integrate();
    const kept = await filesOf(site, anna);
    const first = await site.checkpoint();
    assert.equal((await witness.submit(`old 0\n\n${first}`)).status, 200);

    const given = (await attack.lie(site, anna)) ?? (await filesOf(site, anna));

    const { files, contradictions } = verifyFiles([...kept, ...given], { key: site.keyLine });
    const wrong = [
      ...contradictions,
      ...files.filter(({ ok }) => !ok).flatMap(({ sentences }) => sentences.at(-1) ?? []),
    ];
    const now = await site.checkpoint();
    const signed = [first, now].map((note) => tryTo(() => verifyCheckpoint(note, key)) ?? verifyCheckpoint(first, key));
    const reading = await verifyLog(signed, site.readBundle).then(
      () => null,
      (error: Error) => error.message,
    );
    const size = Number(now.split('\n')[1]);
    const proof = size > 5 ? await site.consistency(5, size) : [];
    const { status } = await witness.submit(['old 5', ...proof, '', now].join('\n'));
    const parts = { ...site.sequencer, siteId: site.siteId, erasureKinds: ['erasePerson'] };
    const { problems } = await fsck(parts);

    const [person, reader, expected, whole] = attack.noticed;
    matches(wrong, person);
    matches(reading === null ? [] : [reading], reader);
    matches(problems, whole);
    if (attack.does === 'signs with another key') assert.equal(status, 403);
    else assert.equal(status, expected ?? 200);
    seen.push({
      does: attack.does,
      noticed: [wrong.length > 0, reading !== null, status !== 200, problems.length > 0],
    });
  });
}

test('the table of the threat model says who notices what, as it was seen here', () => {
  const rows = seen.map(
    ({ does, noticed }) => `| ${does} | ${noticed.map((one) => (one ? 'yes' : '—')).join(' | ')} |`,
  );
  const path = join(root, 'docs/threat-model.md');
  const text = readFileSync(path, 'utf8');
  const [before = '', rest = ''] = text.split('<!-- attacks -->\n');
  const [table = '', behind = ''] = rest.split('<!-- /attacks -->');
  const head = table.split('\n').slice(0, 2);
  const made = `${before}<!-- attacks -->\n${[...head, ...rows].join('\n')}\n<!-- /attacks -->${behind}`;
  if (process.env.KRISTALUX_TEST_WRITE === '1') writeFileSync(path, made);
  assert.equal(readFileSync(path, 'utf8'), made);
});

/** What a person saves from their account: every receipt, and the statement with its checkpoint. */
async function filesOf(site: Site, anna: string): Promise<readonly File[]> {
  const { n, file } = await site.statement(anna);
  const numbers = Array.from({ length: n }, (_, at) => at + 1);
  const receipts = numbers.map(async (one) => ({ name: `receipt ${one}`, text: await site.receipt(anna, one) }));
  return [...(await Promise.all(receipts)), { name: 'statement', text: file }];
}

function matches(said: readonly string[], expected: RegExp | null): void {
  if (expected === null) assert.deepEqual(said, []);
  else
    assert(
      said.some((sentence) => expected.test(sentence)),
      `${expected} in: ${said.join('; ')}`,
    );
}

function tryTo<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
