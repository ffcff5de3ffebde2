import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { identityToRecipient } from 'age-encryption';
import { orderSiteExport } from '../../src/promises/agreement/index.ts';
import { root } from '../../src/root.ts';
import { type BackupKit, openBackupKit } from '../testkit/backups.ts';
import { makeOwner } from '../testkit/people.ts';
import { read, readDocuments } from './documents.ts';

/**
 * Where a command that is shown is executed, if not here: the test, and what of it stands there. What needs a machine or a
 * program that is not here says so.
 */
const ELSEWHERE: readonly (readonly [shown: RegExp, file: string, stands: string])[] = [
  [/^curl -X /, 'test/docs/integrating.test.ts', "['-c', asked]"],
  [/ serve$/, 'test/testkit/own-server.ts', "['serve']"],
  [/npm start$/, 'tools/test.mjs', 'installMissing'],
  [/^npm test$|^(\w+=\S+ )?node tools\/test\.mjs /, 'tools/test.mjs', 'process.argv'],
  [/ prove( --section use --lang en)?$/, 'src/prove/prove.test.ts', "['prove', '--section'"],
  [/ bench\b/, 'src/bench/bench.test.ts', 'await bench('],
  [/ scale citus( --run)?$/, 'test/scale.test.ts', "['scale', 'citus', '--run']"],
  [/ ledger hammer /, 'src/bench/hammer/hammer.test.ts', 'await hammer('],
  [
    / ledger verify \S+ \S+ --policy /,
    'examples/witness/witness.test.ts',
    "['ledger', 'verify', given, '--policy', policy]",
  ],
  [/ ledger verify/, 'test/stories/main-job.test.ts', "'ledger', 'verify', receipt, '--key', key"],
  [/ policy publish our-policy\.ru\.md /, 'test/stories/main-job.test.ts', "'policy', 'publish', file, '--by'"],
  [/ policy explain 7\.tlog-proof$/, 'src/edge/commands/policy-explain.test.ts', '.tlog-proof'],
  [/ backup drill | restore /, 'src/edge/commands/restore.test.ts', "'--identity', site.identityPath"],
  [/ keys rewrap$/, 'src/promises/protection/epochs/key-providers.test.ts', "['keys', 'rewrap']"],
  [/ person export /, 'src/promises/agreement/copy/export-on-request.test.ts', "['person', 'export'"],
  [/ person erase /, 'src/edge/commands/person.ts', 'eraseOnRequest'],
  [/ credentials issue service conformance$/, 'examples/conformance/conformance.test.ts', "'service', 'conformance'"],
  [
    / node examples\/(shop|payment-provider)\//,
    'test/testkit/demonstration.ts',
    'examples/payment-provider/provider.mjs',
  ],
  [/ node examples\/lamp-shop\//, 'examples/lamp-shop/lamp-shop.test.ts', 'examples/lamp-shop/lamp-shop.mjs'],
  [/ node examples\/witness\//, 'test/testkit/witness.ts', 'examples/witness/witness.mjs'],
  [
    /^(podman build|DATABASE_PASSWORD=\S+ BASE_URL=\S+ docker compose) /,
    'test/packaging/files.test.ts',
    'Containerfile',
  ],
  // What belongs to other programs than this one.
  [/^(age|age-keygen|sha256sum|for part in|export BACKUP_RECIPIENT=)/, 'docs/backup.md', 'age-keygen'],
];

/** Lines of shells, without what is remarked behind them; and commands of the program in running text. */
const shown = new Set(
  readDocuments()
    .filter(({ path }) => !/^docs\/ru\/|^docs\/decisions\/|^CHANGELOG|\.ru\.md$/.test(path))
    .flatMap(({ text }) => {
      const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, one = '']) => one);
      const lines = blocks.flatMap((one) =>
        one
          .replace(/\\\n\s*/g, '')
          .replace(/(?<=,)\n\s+/g, ' ')
          .split('\n'),
      );
      const inline = [...text.replace(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/`(npx kristalux [^`\n]+)`/g)];
      return [...lines.map((line) => line.replace(/\s{2,}#.*$/, '')), ...inline.map(([, one = '']) => one)];
    })
    .flatMap((line) => line.trim().split(' && '))
    .filter((line) => line !== ''),
);
const executed = new Set<string>();

let site: BackupKit;
let here: string;
before(async () => {
  site = await openBackupKit();
  here = process.cwd();
  process.chdir(site.folder);
});
after(async () => {
  process.chdir(here);
  await site[Symbol.asyncDispose]();
});

/** Executes a command as it is shown, but for what stands for something of the reader's own. */
async function does(line: string, own: Readonly<Record<string, string>> = {}): Promise<string> {
  const command = `npx kristalux ${line}`;
  assert(shown.has(command), `\`${command}\` is shown`);
  executed.add(command);
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const { code, out, err } = await site.run(
    words.map((word, at) => (at > 0 ? own[word] : undefined) ?? word),
    { ...site.env, BACKUP_DIR: join(site.folder, 'backups') },
  );
  assert.equal(code, 0, `\`${command}\`: ${out}\n${err}`);
  return out;
}

test('the first five minutes, the console’s link, secrets and notices go as the documents show them', async () => {
  assert.match(await does('settings'), /BASE_URL/);
  assert.match(await does('seed'), /SHOP_SECRET/);
  assert.match(await does('owner-link'), /\/console\/claim#/);
  assert.match(await does('owner-link --by "Your Name"'), /\/console\/claim#/);
  for (const line of ['service shop', 'provider demo-pay']) {
    assert.match(await does(`credentials issue ${line}`), /secret {2,}kx[sp]_/);
  }
  assert.match(await does('credentials issue provider NAME', { NAME: 'demo-pay' }), /signing secret {2,}whsec_/);
  assert.match(await does('credentials list'), /service shop: since .*, never used/);
  assert.match(await does('credentials end service shop'), /ended$/);
  assert.match(await does('credentials leaked service shop'), /kxs_/);
  await does('credentials leaked sign-in');
  const secrets = [
    await does('notices set shop https://shop.example/notices'),
    await does('notices secret shop'),
    await does('notices secret shop --leaked'),
  ];
  assert.equal(new Set(secrets.map((said) => /whsec_\S+/.exec(said)?.[0])).size, 3, 'each secret is another one');
  await does('notices set shop http://localhost:8091/notices', {
    'http://localhost:8091/notices': 'https://shop.example/other',
  });
  assert.match(await does('notices again shop'), /^0 are sent again/);
  assert.match(await does('notices list'), /^shop: https:\/\/shop\.example\/other, none taken yet/);
});

test('a policy is copied, looked at, changed, approved and published as the documents show it', async () => {
  await does('policy copy my-policy');
  const name = join(site.folder, 'my-policy/declarations/site.json');
  writeFileSync(name, JSON.stringify({ ...JSON.parse(readFileSync(name, 'utf8')), contact: 'privacy@example.org' }));
  await does('policy approve my-policy --by "Your Name"');
  await does('policy check my-policy');
  await does('policy check policy', { policy: join(root, 'policy') });
  await does('policy diff now my-policy');
  await does('policy diff now my-policy --lang en');
  assert.match(await does('policy matrix my-policy --field phone --lang en'), /lamp shop/);
  await does('policy matrix --field birth-date');
  const named = '--named service:shop/delivery --field phone --fact joinedByPerson';
  assert.match(await does(`policy explain askFields --version my-policy ${named}`), /не разрешено/);
  await does('policy publish my-policy --by "Your Name"');
  assert.match(await does('policy versions'), /3/);
  const drop = 'use.shop-gets-the-delivery-address --reason "We deliver only to our own shelves."';
  await does(`policy approve my-policy --by "Your Name" --drop ${drop}`);
  await does('policy approve policy --by NAME', { policy: 'my-policy' });
  await does('policy publish my-policy');
});

test('people are brought, a site is taken out, keys turn and backups are made as the documents show it', async () => {
  const [, map = ''] = /`map\.json` says[\s\S]*?```json\n([\s\S]*?)```/.exec(read('docs/forms.md')) ?? [];
  writeFileSync('map.json', map);
  writeFileSync('people.csv', 'Имя,Почта,Город\nЛюся Кристальная,lusya@example.org,Львів\n');
  writeFileSync('old-policy.md', 'What stood here before.\n');
  const import_ = 'import ./people.csv --map map.json';
  assert.match(await does(`${import_} --from-elsewhere --dry-run`), /^1 rows: 1 would be brought/);
  assert.match(await does(`${import_} --from-elsewhere`), /^1 rows: 1 brought/);
  const [, statement = ''] = /Recorded as (\S+),/.exec(await does('import statement old-policy.md --by "Name"')) ?? [];
  assert.match(await does(`${import_} --left-before STATEMENT`, { STATEMENT: statement }), /^1 rows: 0 brought/);
  const owner = await makeOwner(site.kit);
  const recipient = await identityToRecipient(site.identity);
  await site.kit.app.gate.pass(orderSiteExport, owner.asker, { recipient });
  await does('export site.tar.age');
  assert(existsSync('site.tar.age'));
  assert.match(await does('keys status'), /epoch/);
  for (const line of ['keys rotate', 'keys rotate index', 'keys rotate signing']) await does(line);
  await does('backup');
  await does('backup /elsewhere', { '/elsewhere': join(site.folder, 'elsewhere') });
  await does('ledger fsck');
});

test('each command that the documents show is executed here or by a test that is named', () => {
  const found = (line: string) => ELSEWHERE.find(([pattern]) => pattern.test(line));
  const known = /^npx kristalux (import|serve)$/;
  assert.deepEqual(
    [...shown].filter((line) => !executed.has(line) && !known.test(line) && found(line) === undefined),
    [],
  );
  for (const [pattern, file, stands] of ELSEWHERE) {
    assert(
      [...shown].some((line) => pattern.test(line)),
      `${pattern} is still shown`,
    );
    assert(read(file).includes(stands), `${file} holds ${stands}`);
  }
});
