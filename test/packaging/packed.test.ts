import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { LEFT } from '../testkit/app.ts';
import { openTestDatabase } from '../testkit/database.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { builtProgram, startProgram } from '../testkit/process.ts';
import { installPacked, pack } from './install-packed.ts';

let folder: ReturnType<typeof openTestFolder>;
let tarball: string;
let program: string;

const made = (name: string) => {
  mkdirSync(join(folder.path, name), { mode: 0o755, recursive: true });
  return join(folder.path, name);
};

before(() => {
  folder = openTestFolder();
  tarball = pack(made('sources'));
  program = installPacked(tarball, made('installed'));
});
after(() => folder[Symbol.dispose]());

const folders = (name: string) => ({
  DATA_DIR: join(folder.path, name, 'data'),
  KEY_DIR: join(folder.path, name, 'keys'),
  BACKUP_DIR: join(folder.path, name, 'backups'),
  DATABASE_URL: '',
  PORT: '0',
});

test('the same sources, packed twice in different places, give the same bytes', () => {
  const again = pack(made('elsewhere/deeper'));
  assert(readFileSync(tarball).equals(readFileSync(again)));
});

test('what npm installs serves, without what developing takes, and neither it nor a story on it reaches anybody', async () => {
  const guard = pathToFileURL(builtProgram('test/packaging/reaches-nobody.program.ts')).href;
  const env = { ...folders(made('alone').slice(folder.path.length + 1)), NODE_OPTIONS: `--import=${guard}` };
  await using server = startProgram(program, ['serve'], { env, cwd: folder.path });
  const [, address = ''] = await server.said(/answers at (http\S+)/);
  const registered = await post(`${address}/v1/registrations`, REGISTRATION);
  assert.equal(registered.status, 200);
  const { session } = (await registered.json()) as { session: string };
  const own = await fetch(`${address}/v1/own-data`, { headers: { authorization: `Bearer ${session}` } });
  assert.match(await own.text(), /"fields"/);
  for (const path of ['/', '/policy', '/register', '/docs/starting', '/docs/api', '/health'])
    assert.equal((await fetch(`${address}${path}`)).status, 200, path);
  server.kill('SIGTERM');
  const ended = await server.ended;
  assert.equal(ended.code, 0, ended.stderr);
  assert.doesNotMatch(ended.stderr, /tried to reach/);
  // Read when somebody asks for it, so a start does not miss it.
  for (const path of ['seed', 'npm-shrinkwrap.json', 'packaging/kristalux.service', 'docs/operating.md'])
    assert(existsSync(join(folder.path, 'installed/package', path)), path);
});

test('told to stop, it answers what is under way, takes nothing new, and ends with 0', async () => {
  await using database = await openTestDatabase();
  const env = { ...folders('stopping'), DATABASE_URL: database.url };
  await using server = startProgram(program, ['serve'], { env, cwd: folder.path });
  const [, address = ''] = await server.said(/answers at (http\S+)/);
  let asked: Promise<Response> | undefined;
  await database.db.transaction(async (tx) => {
    // Whoever registers waits here until the server was told to stop.
    await tx.run('lock table person in share row exclusive mode');
    asked = post(`${address}/v1/registrations`, REGISTRATION);
    await waits(tx);
    server.kill('SIGTERM');
    while (await takesConnections(Number(new URL(address).port))) await pause(20);
  });
  // 503: the machine was so slow that it was held up for longer than anybody is kept waiting. Cut off it never is.
  const status = (await asked)?.status ?? 0;
  assert.ok([200, 503].includes(status), String(status));
  const ended = await server.ended;
  assert.equal(ended.code, 0, ended.stderr);
});

test('a wrong setting stops it with one sentence that names the setting and not the value', async () => {
  for (const [name, value] of [
    ['PORT', 'eighty-eighty'],
    ['DATABASE_URL', 'mysql://root:hush@localhost/x'],
  ] as const) {
    const env = { ...folders('wrong'), [name]: value };
    const { code, stderr, stdout } = await startProgram(program, ['serve'], { env, cwd: folder.path }).ended;
    assert.equal(code, 1, name);
    assert.equal(stdout, '');
    assert.match(stderr, new RegExp(`^${name} must be [^\\n]+\\n$`));
    assert(!stderr.includes(value));
  }
});

const REGISTRATION = { fields: LEFT, password: 'long enough for anybody', language: 'ru', policyVersion: 1 };

function post(address: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
}

/**
 * Until somebody stands behind the lock of this transaction. Not read off `pg_stat_activity`: within a transaction that shows
 * the connections of its first look for ever.
 */
async function waits(tx: { row<R extends object>(text: string): Promise<R | undefined> }): Promise<void> {
  for (;;) {
    const found = await tx.row<{ n: number }>(
      `select count(*)::int as n from pg_locks where not granted and relation = 'person'::regclass`,
    );
    if (found !== undefined && found.n > 0) return;
    await pause(20);
  }
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const taken = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.on('error', () => resolve(false)).once('close', () => resolve(false));
  });
  socket.destroy();
  return taken;
}
