import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { countedRandom } from '../../../test/testkit/counted-random.ts';
import { openLedgerSite } from '../../../test/testkit/ledger-site.ts';
import { root } from '../../root.ts';
import { latestCheckpoint } from './checkpoint.ts';
import { commitmentOf, ENTRY_FORMAT, type EntryBody } from './entry.ts';
import { proveGrowth } from './growth.ts';
import { signNote, verifierKey } from './note.ts';
import { makeReceipt } from './receipt.ts';
import { makeStatement } from './statement.ts';
import { computeFromTiles } from './tiles.ts';
import { consistencyProof, leafHash } from './tree.ts';

const vector = (name: string) => readFileSync(placeOf(name), 'utf8');
const placeOf = (name: string) => join(root, 'test/vectors/ledger', name);

/** All that an entry of the vectors says, but for its place in its chain. */
const SAID: Omit<EntryBody, 'chain' | 'n' | 'prev'> = {
  format: ENTRY_FORMAT,
  kind: 'askFields',
  at: '2026-01-02T03:04:05.678Z',
  asker: 'service:shop',
  recipient: 'service',
  about: 'service:shop/delivery',
  fields: ['address', 'name'],
  categories: ['pd:Name', 'pd:PhysicalAddress'],
  facts: { fieldDeclaredForPurpose: { address: true, name: true }, joinedByPerson: true },
  decision: 'allowed',
  because: [],
  sections: ['use'],
  version: { number: 1, digest: '00'.repeat(32) },
  commitments: {},
};

test('the writer makes the very bytes of the vectors that the verifier is checked with', async () => {
  await using site = await openLedgerSite({ random: countedRandom('ledger vectors') });
  const { db, origin, keys } = site;
  const anna = await site.person();
  await site.append(anna, 3, SAID);
  await site.integrate();
  const written = new Map<string, string | undefined>([
    ['key.txt', `${verifierKey(origin, keys.ledger)}\n`],
    ['checkpoint-3.txt', await latestCheckpoint(db)],
    ['entry-2-of-3.tlog-proof', await makeReceipt(db, anna, 2)],
    ['statement-3.txt', (await makeStatement({ sql: db, key: keys.ledger, origin }, anna))?.note],
  ]);
  await site.append(site.siteId, 256, SAID);
  await site.append(anna, 1, SAID);
  await site.integrate();
  written.set('checkpoint-260.txt', await latestCheckpoint(db));
  for (const n of [2, 4]) written.set(`entry-${n}-of-260.tlog-proof`, await makeReceipt(db, anna, n));
  written.set('statement-4.txt', (await makeStatement({ sql: db, key: keys.ledger, origin }, anna))?.note);
  const proof = await computeFromTiles(db, (hashOf) => consistencyProof(3, 260, hashOf));
  written.set('consistency-3-260.txt', proof.map((hash) => `${hash.toString('base64')}\n`).join(''));
  written.set('growth-3-260.txt', await proveGrowth(db, 3));
  const saved = (await makeStatement({ sql: db, key: keys.ledger, origin }, anna))?.file;
  const both = [written.get('entry-2-of-260.tlog-proof'), written.get('entry-4-of-260.tlog-proof'), saved];
  written.set('saved-at-260.txt', both.join('\n'));
  const wrong = wrongFrom(
    (name) => written.get(name) ?? '',
    (text, name) => signNote(text, name, keys.ledger),
  );
  for (const [name, text] of [...written, ...wrong]) {
    assert.equal(text, vector(name), name);
  }
});

/** What must not be believed: changed afterwards by anybody, or signed by a server that lies. */
function wrongFrom(of: (name: string) => string, sign: (text: string, name: string) => string) {
  const [origin = '', size = ''] = of('checkpoint-260.txt').split('\n');
  const [kind = '', chain, , head] = of('statement-3.txt').split('\n');
  const root = of('checkpoint-260.txt').split('\n')[2];
  const lines = of('growth-3-260.txt').split('\n');
  return new Map([
    ['wrong/receipt-other-text.tlog-proof', of('entry-4-of-260.tlog-proof').replace(/^(extra .{80})(.)/m, otherLetter)],
    ['wrong/receipt-other-place.tlog-proof', of('entry-4-of-260.tlog-proof').replace('index 3', 'index 4')],
    ['wrong/receipt-cut.tlog-proof', of('entry-4-of-260.tlog-proof').replace(/^.{43}=\n/m, '')],
    ['wrong/checkpoint-other-size.txt', of('checkpoint-260.txt').replace('\n260\n', '\n261\n')],
    ['wrong/statement-other-number.txt', of('statement-4.txt').replace('\n4\n', '\n3\n')],
    ['wrong/statement-of-another-kind.txt', of('statement-4.txt').replace('/statement/v1', '/statement/v2')],
    ['wrong/growth-other-hash.txt', [lines[0], lines[2], lines[1], ...lines.slice(3)].join('\n')],
    ['wrong/signed-withholding.txt', sign(`${[kind, chain, 3, head, root].join('\n')}\n`, kind)],
    ['wrong/signed-fork-260.txt', sign(`${[origin, size, head].join('\n')}\n`, origin)],
  ]);
}

const otherLetter = (_: string, before: string, letter: string) => `${before}${letter === 'A' ? 'B' : 'A'}`;

test('salt and text give the leaf of the vectors', () => {
  const { salt, body, leaf, hash } = JSON.parse(vector('leaf.json')) as Record<
    'salt' | 'body' | 'leaf' | 'hash',
    string
  >;
  const made = commitmentOf(Buffer.from(salt, 'hex'), body);
  assert.equal(made.toString('hex'), leaf);
  assert.equal(leafHash(made).toString('hex'), hash);
});
