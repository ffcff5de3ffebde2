import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { safeNext } from '../../src/edge/safe-next.ts';
import { parseTileName, writeTileName } from '../../src/kernel/ledger/tiles.ts';
import { parseWitnessPolicy, WitnessPolicyError } from '../../src/kernel/ledger/witnesses/witness-policy.ts';
import { readOldHash } from '../../src/kernel/old-hashes/read-old-hash.ts';
import { declarationsSchema } from '../../src/kernel/policy/declarations.ts';
import { parseExamples } from '../../src/kernel/policy/examples.ts';
import { JsonMistake, parseJsonLines } from '../../src/kernel/policy/json-lines.ts';
import { parseRules } from '../../src/kernel/policy/parse-rules.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { readContainer } from '../../src/kernel/safekeeping/container.ts';
import { SafekeepingError } from '../../src/kernel/safekeeping/safekeeping-error.ts';
import { parseTombstones } from '../../src/kernel/safekeeping/tombstone-file.ts';
import { readTar, tar } from '../../src/kernel/tar.ts';
import { readHeldKey } from '../../src/kernel/vault/held/held-key-text.ts';
import { parseKeyFile, writeKeyFile } from '../../src/kernel/vault/key-file.ts';
import { normaliseEmail } from '../../src/kernel/vault/normalise-email.ts';
import { normalisePhone } from '../../src/kernel/vault/normalise-phone.ts';
import { readMrz } from '../../src/promises/collection/evidence/read-mrz.ts';
import { readLetter } from '../../src/promises/communication/returns/read-letter.ts';
import { readRows } from '../../src/promises/links/import/read-rows.ts';
import { root } from '../../src/root.ts';
import { readSettings, SettingError } from '../../src/settings.ts';
import { Markdown } from '../../src/ui/markdown.tsx';
import { safeHref } from '../../src/ui/safe-href.ts';
import { parseTrustPolicy, VerificationError, verifyFiles } from '../../src/verify/verify.ts';
import { FUZZ_SEED, mutationsOf } from './mutations.ts';

/** So many damaged inputs for each parser; `FUZZ_RUNS=500 node tools/test.mjs faults/parsers` is the long form. */
const RUNS = 200 * Number(process.env.FUZZ_RUNS ?? 1);

interface Parser {
  readonly reads: string;
  /** Something right of it: files, or the texts themselves. */
  readonly right: readonly (string | Buffer)[];
  /** How it says "no" where it throws. */
  readonly no?: (error: unknown) => boolean;
  read(bytes: Buffer, text: string): unknown;
}

const file = (path: string) => readFileSync(join(root, path));
const folder = (path: string) =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => file(join(path, name)));
const sections = readdirSync(join(root, 'policy')).filter((name) => /^\d-/.test(name));
const is =
  (...kinds: readonly (new (...given: never[]) => Error)[]) =>
  (error: unknown) =>
    kinds.some((kind) => error instanceof kind);
const KEY = file('test/vectors/ledger/key.txt').toString();
const WITNESS = witnessLine();
const NOBODY = '00000000-0000-4000-8000-000000000000';
const TOMBSTONE = `${new Date(0).toISOString()} person ${NOBODY}`;
const HEADER = {
  ...{
    kind: 'data',
    program: '0',
    migrations: [1],
    siteId: NOBODY,
    origin: 'o',
    ledgerSize: 0,
    madeAt: '2026-01-02T03:04:05Z',
  },
  sections: [{ file: 'a' }],
};
const BACKUP = `kristalux backup, format 1\n${JSON.stringify(HEADER)}\n\0\0\0\u0005lamps\0\0\0\0`;

const PARSERS: readonly Parser[] = [
  {
    reads: 'receipts, statements and checkpoints',
    right: folder('test/vectors/ledger'),
    read: (_, text) => verifyFiles([{ name: 'f', text }], { key: KEY }),
  },
  {
    reads: 'policies of witnesses, as the server and as the verifier',
    right: [`log ${KEY}quorum none\n`, `log ${KEY}${WITNESS}\ngroup g any a\nquorum g\n`],
    no: is(WitnessPolicyError, VerificationError),
    read: (_, text) => [parseTrustPolicy(text), parseWitnessPolicy(text)],
  },
  {
    reads: 'names of tiles',
    right: ['0/x001/x234/067', 'entries/000.p/17'],
    read(_, text) {
      const name = parseTileName(text);
      assert(name === undefined || writeTileName(name) === text, 'there is one way to write a name');
    },
  },
  {
    reads: 'rules',
    right: sections.map((section) => file(`policy/${section}/rules.cedar`)),
    read: (_, text) => parseRules(text, 'rules.cedar', null),
  },
  {
    reads: 'examples',
    right: sections.map((section) => file(`policy/${section}/examples.md`)),
    read: (_, text) => parseExamples(text, 'examples.md', 'use'),
  },
  {
    reads: 'declarations',
    right: [...folder('policy/declarations'), ...folder('seed/declarations')],
    no: is(JsonMistake),
    read: (_, text) => declarationsSchema.safeParse({ fields: parseJsonLines(text).value }),
  },
  { reads: 'words in Markdown', right: sections.map((section) => file(`policy/${section}/ru.md`)), read: markdown },
  {
    reads: 'letters that come back',
    right: folder('test/letters'),
    read: async (bytes) => assert((await readLetter(bytes, 'back')).kind !== undefined),
  },
  {
    reads: 'files of people to be brought',
    right: ['name;mail\nЛампа;a@b.example\n', '[{"name":"Лампа","mail":"a@b.example"}]'],
    no: is(Refusal),
    read: (bytes, text) => readRows(bytes, { json: text.startsWith('['), encoding: 'utf-8' }),
  },
  {
    reads: 'hashes of other systems',
    right: [
      '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
      '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b3dWRWJTmaaJObG',
      `pbkdf2_sha256$260000$salt$${Buffer.alloc(32).toString('base64')}`,
    ],
    no: is(Refusal),
    read: (_, text) => readOldHash(text),
  },
  {
    reads: 'lines of a document',
    right: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'],
    no: is(Refusal),
    read: (_, text) => readMrz(text, new Date(0)),
  },
  {
    reads: 'archives',
    right: [tar([{ name: 'a', content: Buffer.from('b') }], new Date(0))],
    no: is(SafekeepingError),
    read: (bytes) => readTar(bytes),
  },
  {
    reads: 'backups',
    right: [BACKUP],
    no: is(SafekeepingError),
    async read(bytes) {
      const { sections: all } = await readContainer(pieces(bytes), 'f');
      for await (const { content } of all()) for await (const piece of content) assert(piece.length >= 0);
    },
  },
  {
    reads: 'tombstones',
    right: [`kristalux tombstones, format 1: site ${NOBODY} file ${NOBODY}\n${TOMBSTONE}\n`],
    no: is(SafekeepingError),
    read: (_, text) => parseTombstones(text, 'tombstones'),
  },
  {
    reads: 'key files',
    right: [
      writeKeyFile({ name: 'a', siteId: NOBODY, provider: 'file', wrapped: Buffer.alloc(60), check: Buffer.alloc(32) }),
    ],
    read: (_, text) => parseKeyFile(text),
  },
  {
    reads: 'what a person types',
    right: ['+380 44 123-45-67', 'a.b+c@приклад.example', 'abcd-efgh '.repeat(7)],
    read: (_, text) => [normalisePhone(text), normaliseEmail(text), readHeldKey(text)],
  },
  {
    reads: 'addresses to go on to',
    right: ['/account?next=/x#y', 'https://example.org/a?b', '//evil.example', '/a/..//evil'],
    no: is(TypeError),
    read(_, text) {
      const next = safeNext(text, 'https://site.example');
      assert(next === null || new URL(next, 'https://site.example').origin === 'https://site.example');
      safeHref(text);
    },
  },
  {
    reads: 'settings',
    right: [
      'PORT=8080',
      'BASE_URL=https://a.example',
      'TRUSTED_PROXIES=10.0.0.0/8',
      'BACKUP_HOURS=24',
      'DATABASE_URL=postgres://a@b/c',
    ],
    no: is(SettingError),
    read(_, text) {
      const [name = '', ...value] = text.split('=');
      readSettings({ [name]: value.join('=') });
    },
  },
];

function markdown(_: Buffer, text: string): unknown {
  return String(Markdown({ text, language: 'ru', headingLevel: 2 }));
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
}

for (const { reads, right, no, read } of PARSERS) {
  test(`what reads ${reads} says no in its own words to anything damaged, and never breaks`, async () => {
    const seeds = right.map((one) => Buffer.from(one as string));
    // What is right is read, or only the first line of everything would be tried.
    for (const seed of seeds) await read(seed, seed.toString('utf8'));
    const property = fc.asyncProperty(mutationsOf(seeds), async (bytes) => {
      try {
        await read(bytes, bytes.toString('utf8'));
      } catch (error) {
        if (no?.(error) !== true) throw error;
      }
    });
    await fc.assert(property, { seed: FUZZ_SEED, numRuns: RUNS });
  });
}

/** A witness whose key is nobody's. */
function witnessLine(): string {
  const key = createHash('sha256').update('nobody').digest();
  const bytes = Buffer.concat([Buffer.of(4), key]);
  const id = createHash('sha256').update('w\n').update(bytes).digest().subarray(0, 4).toString('hex');
  return `witness a w+${id}+${bytes.toString('base64')} https://w.example`;
}
