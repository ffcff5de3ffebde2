import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCommand } from '../../src/edge/cli.ts';
import { openTestApp, type TestApp } from '../testkit/app.ts';
import { openTestFolder } from '../testkit/folder.ts';

const folder = openTestFolder({ mode: 0o700 });
const copy = join(folder.path, 'policy');
let kit: TestApp;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  assert.equal((await command(['policy', 'copy', copy])).code, 0);
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line in this process: what it throws, it would end with a stack. */
async function command(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ending> {
  const env = { DATABASE_URL: kit.databaseUrl, KEY_DIR: kit.keyDir, DATA_DIR: join(folder.path, 'data'), ...more };
  const said = { stdout: '', stderr: '' };
  const out = (line: string) => {
    said.stdout += `${line}\n`;
  };
  const err = (line: string) => {
    said.stderr += `${line}\n`;
  };
  return { code: await runCommand(args, { env, out, err }), ...said };
}

/** One sentence on the error output, exit 1, no stack, and never the value. */
function told({ code, stdout, stderr }: Ending, what: RegExp, value = 'kanarek'): void {
  assert.equal(code, 1, stdout + stderr);
  assert.match(stderr, what);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
  assert.doesNotMatch(stderr, new RegExp(`${value}|\\n +at `));
}

test('a wrong setting stops the start with one sentence that names it', async () => {
  told(await command(['serve'], { PORT: 'kanarek' }), /^PORT must be a whole number from 0 to 65535\.$/m);
  told(await command(['serve'], { BASE_URL: 'http://kanarek.example.org' }), /^BASE_URL must be an https address/m);
  told(
    await command(['serve'], { DATABASE_URL: 'mysql://kanarek@localhost/x' }),
    /^DATABASE_URL must be a PostgreSQL address/m,
  );
  told(
    await command(['serve'], { KEY_DIR: join(folder.path, 'data/keys') }),
    /KEY_DIR and DATA_DIR must not lie one in the other/,
  );
  told(
    await command(['serve'], { BASE_URL: 'https://kanarek.example.org', PORT: '0' }),
    /^BASE_URL is public, but the policy names no site/m,
  );
});

test('a database that is not there is one sentence, without the password in its address', async () => {
  const ending = await command(['serve'], { DATABASE_URL: 'postgres://anna:kanarek@127.0.0.1:1/kristalux', PORT: '0' });
  told(ending, /127\.0\.0\.1|DATABASE_URL|PostgreSQL/);
});

test('a port in use is one sentence that names the setting, and nothing is left running', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  told(await command(['serve'], { PORT: `${port}` }), new RegExp(`^PORT ${port} is in use`));
  await new Promise((resolve) => taken.close(resolve));
});

test('an unknown command and an unknown option are told with the usage, exit 2', async () => {
  const unknown = await command(['polyci']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /kristalux policy check/);
  const option = await command(['policy', 'check', '--langauge', 'ru']);
  assert.equal(option.code, 2);
  assert.match(option.stderr, /langauge[\s\S]*usage:/);
});

/** Writes a mistake into the copied policy for one check. */
async function checked(file: string, mistake: (text: string) => string): Promise<Ending> {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, mistake(text));
  try {
    return await command(['policy', 'check', copy]);
  } finally {
    writeFileSync(path, text);
  }
}

test('the copied policy is right as it stands', async () => {
  assert.equal((await command(['policy', 'check', copy])).code, 0);
});

test('a typo in the policy is told with file, line, section and what was expected', async () => {
  const fact = await checked('4-use/rules.cedar', (text) =>
    text.replace('context.joinedByPerson', 'context.joinedByPersn'),
  );
  assert.equal(fact.code, 1);
  assert.match(fact.stdout, /4-use\/rules\.cedar:\d+.*joinedByPersn/);
  const comma = await checked('4-use/rules.cedar', (text) => text.replace('permit (', 'permit ('.replace('(', '[')));
  assert.match(comma.stdout, /4-use\/rules\.cedar:\d+.*\b(expected|unexpected)\b/);
  const asker = await checked('7-security/rules.cedar', (text) => text.replace(/Asker::"\w+"/, 'Asker::"persn"'));
  assert.match(asker.stdout, /7-security\/rules\.cedar:\d+.*persn/);
  const json = await checked('declarations/fields.json', (text) =>
    text.replace(/"required": (true|false)/, '"required": "yes"'),
  );
  assert.match(json.stdout, /declarations\/fields\.json:\d+.*required.*(boolean|true or false|yes or no)/i);
  const broken = await checked('declarations/fields.json', (text) => text.replace('"id"', '"id'));
  assert.match(broken.stdout, /declarations\/fields\.json:\d+/);
  const empty = await checked('6-links/ru.md', () => '');
  assert.match(empty.stdout, /6-links\/ru\.md.*words/);
  for (const ending of [fact, comma, asker, json, broken, empty]) {
    assert.match(ending.stdout, /\d+ to put right in/);
    assert.doesNotMatch(ending.stdout + ending.stderr, /\n +at /);
  }
});

test('a policy with a mistake is not published, and what was in force stays', async () => {
  const path = join(copy, '4-use/rules.cedar');
  const text = readFileSync(path, 'utf8');
  const before = await kit.app.parts.shelf.inForce();
  writeFileSync(path, `${text}\npermit (principal, action, resource);\n`);
  const ending = await command(['policy', 'publish', copy]);
  writeFileSync(path, text);
  assert.equal(ending.code, 1);
  assert.match(ending.stderr, /4-use/);
  assert.equal((await kit.app.parts.shelf.inForce())?.number, before?.number);
});

test('one Markdown text with a heading of nobody is refused with its line', async () => {
  const path = join(folder.path, 'one.ru.md');
  writeFileSync(path, '## Политика\n\nСлова.\n\n### Защита данных\n\nСлова.\n\n### Погода\n\nСолнце.\n');
  const ending = await command(['policy', 'publish', path]);
  assert.equal(ending.code, 1);
  assert.match(ending.stderr, /one\.ru\.md:9.*Погода/);
});
