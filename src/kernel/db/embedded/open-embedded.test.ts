import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openTestDatabase } from '../../../../test/testkit/database.ts';
import { openTestFolder } from '../../../../test/testkit/folder.ts';
import {
  asOrdinaryUser,
  asRoot,
  builtProgram,
  lives,
  type ProgramOptions,
  STRANGER,
  startProgram,
} from '../../../../test/testkit/process.ts';

const program = builtProgram('src/kernel/db/embedded/open.program.ts');

function open(dataDir: string, role: 'serve' | 'command', options: ProgramOptions & { systemFolder?: string } = {}) {
  return startProgram(program, [dataDir, role, options.systemFolder ?? ''], options);
}
type Opened = ReturnType<typeof open>;

const databaseOf = async (opened: Opened) => Number((await opened.said(/^OPEN (\d+)$/m))[1]);
const refusalOf = async (opened: Opened) => (await opened.said(/^REFUSED (.*)$/m))[1];

/** How many persons it finds, or what went wrong. Each question of a test has a name of its own. */
async function ask(opened: Opened, name = 'q'): Promise<string | undefined> {
  opened.tell(`ask ${name}`);
  return (await opened.said(new RegExp(`^ANSWER ${name} (.*)$`, 'm')))[1];
}

async function close(opened: Opened): Promise<void> {
  opened.tell('close');
  assert.equal((await opened.ended).code, 0, (await opened.ended).stderr);
}

/** Until the system has done what it is doing; a test that waits in vain is ended by the runner. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await setTimeout(10);
}

test('a first start makes the database, and a second one finds it', async () => {
  using folder = openTestFolder();
  const dataDir = join(folder.path, 'data');
  await using first = open(dataDir, 'serve');
  const pid = await databaseOf(first);
  assert.equal(await ask(first), '0');
  await close(first);
  assert(!lives(pid), 'the database ends with its server');
  await using second = open(dataDir, 'serve');
  await databaseOf(second);
  assert.equal(await ask(second), '0');
  await close(second);
});

test('a server that is killed leaves no database behind', async () => {
  using folder = openTestFolder();
  await using killed = open(folder.path, 'serve');
  const pid = await databaseOf(killed);
  killed.kill('SIGKILL');
  await until(() => !lives(pid));
  await using next = open(folder.path, 'serve');
  assert.notEqual(await databaseOf(next), pid);
  await close(next);
});

test('where the kernel cannot tie the two, a server that was killed leaves a database that the next one replaces', async () => {
  using folder = openTestFolder();
  // A system that has none of the programs but these two, as if without setpriv.
  const bin = join(folder.path, 'bin');
  mkdirSync(bin);
  for (const name of ['test', 'unshare']) symlinkSync(join('/usr/bin', name), join(bin, name));
  const dataDir = join(folder.path, 'data');
  const env = { PATH: bin };
  await using killed = open(dataDir, 'serve', { env });
  const pid = await databaseOf(killed);
  killed.kill('SIGKILL');
  await killed.ended;
  await using command = open(dataDir, 'command', { env });
  assert.equal(await databaseOf(command), pid, 'a command uses it as it is');
  await close(command);
  assert(lives(pid), 'and leaves it running');
  await using next = open(dataDir, 'serve', { env });
  assert.notEqual(await databaseOf(next), pid);
  assert(!lives(pid));
  await close(next);
});

test('a database that is killed comes back under its server, and the next statement finds it', async () => {
  using folder = openTestFolder();
  await using server = open(folder.path, 'serve');
  process.kill(await databaseOf(server), 'SIGKILL');
  await server.said(/^SAID The built-in PostgreSQL ended unexpectedly and is being started again\.$/m);
  // While it starts, every statement is answered at once with a sentence; then it works.
  for (let asked = 1; ; asked++) {
    const answer = await ask(server, `${asked}`);
    if (answer === '0') break;
    assert.equal(answer, 'The connection to the database was lost or could not be had.');
  }
  await close(server);
});

test('a second server on the same folder is refused in one sentence', async () => {
  using folder = openTestFolder();
  await using first = open(folder.path, 'serve');
  await databaseOf(first);
  await using second = open(folder.path, 'serve');
  assert.match(
    (await refusalOf(second)) ?? '',
    /^A Kristalux server already runs on .*: stop it first, or use another DATA_DIR\.$/,
  );
  assert.equal(await ask(first), '0');
  await close(first);
});

test('a command beside a server uses its database and leaves it running', async () => {
  using folder = openTestFolder();
  await using server = open(folder.path, 'serve');
  const pid = await databaseOf(server);
  await using command = open(folder.path, 'command');
  assert.equal(await databaseOf(command), pid);
  await close(command);
  assert.equal(await ask(server), '0');
  await close(server);
});

test('a command that started the database waits for the commands that joined it', async () => {
  using folder = openTestFolder();
  await using first = open(folder.path, 'command');
  const pid = await databaseOf(first);
  await using second = open(folder.path, 'command');
  assert.equal(await databaseOf(second), pid);
  first.tell('close');
  await first.said(/^SAID Waiting for another command that uses this database to finish\.$/m);
  assert.equal(await ask(second), '0');
  await close(second);
  assert.equal((await first.ended).code, 0);
  assert(!lives(pid));
});

test('a server waits for the database of a command to end, then starts its own', async () => {
  using folder = openTestFolder();
  await using command = open(folder.path, 'command');
  const pid = await databaseOf(command);
  await using server = open(folder.path, 'serve');
  await server.said(/^SAID Waiting for a command that uses this database to finish\.$/m);
  await close(command);
  assert.notEqual(await databaseOf(server), pid);
  await close(server);
});

test('two commands that start at once on a new folder share one database', async () => {
  using folder = openTestFolder();
  await using one = open(folder.path, 'command');
  await using other = open(folder.path, 'command');
  assert.equal(await databaseOf(one), await databaseOf(other));
  one.tell('close');
  other.tell('close');
  assert.deepEqual([(await one.ended).code, (await other.ended).code], [0, 0]);
});

test('a path too long for a socket gets a private folder for it, and a command finds it', async () => {
  using folder = openTestFolder();
  const dataDir = join(folder.path, 'a-rather-long-name'.repeat(6), 'data');
  await using server = open(dataDir, 'serve');
  const pid = await databaseOf(server);
  await using command = open(dataDir, 'command');
  assert.equal(await databaseOf(command), pid);
  await close(command);
  await close(server);
  assert(existsSync(join(dataDir, 'socket.path')));
});

test('data made by another major version are left alone, in one sentence', async () => {
  for (const [version, dataDir] of [
    ['17', 'older'],
    ['19', 'newer'],
  ] as const) {
    using folder = openTestFolder();
    const cluster = join(folder.path, dataDir, 'postgres');
    mkdirSync(cluster, { recursive: true });
    writeFileSync(join(cluster, 'PG_VERSION'), `${version}\n`);
    await using refused = open(join(folder.path, dataDir), 'serve');
    assert.match(
      (await refusalOf(refused)) ?? '',
      new RegExp(`were made by PostgreSQL ${version} and this Kristalux brings 18: [^.]+\\.$`),
    );
    assert.deepEqual(readdirSync(cluster), ['PG_VERSION']);
  }
});

test('what a killed process left in the folder is no obstacle', async () => {
  using folder = openTestFolder();
  await using first = open(folder.path, 'command');
  await databaseOf(first);
  await close(first);
  // The number in the file now belongs to another process: this one.
  writeFileSync(
    join(folder.path, 'postgres', 'postmaster.pid'),
    `${process.pid}\n${folder.path}\n1\n5432\n\n\n\nready\n`,
  );
  mkdirSync(join(folder.path, 'postgres.new-4194303'));
  await using second = open(folder.path, 'command');
  await databaseOf(second);
  await close(second);
  assert(!existsSync(join(folder.path, 'postgres.new-4194303')));
});

test('an ordinary user runs it as themselves', async () => {
  using folder = openTestFolder({ mode: 0o777 });
  await using server = open(join(folder.path, 'data'), 'serve', { through: asOrdinaryUser() });
  await databaseOf(server);
  assert.equal(await ask(server), '0');
  await close(server);
});

const root = asRoot();
if (root) {
  test('root runs it in a folder that no other user may enter', async () => {
    using folder = openTestFolder({ mode: 0o700 });
    await using server = open(join(folder.path, 'data'), 'serve', { through: root });
    const pid = await databaseOf(server);
    assert.equal(await ask(server), '0');
    server.kill('SIGKILL');
    await until(() => !lives(pid));
  });
}

if (process.getuid?.() === 0) {
  test('where root may not use namespaces, the data go to a system folder, and one sentence says so', async () => {
    using folder = openTestFolder({ mode: 0o700 });
    using system = openTestFolder();
    const dataDir = join(folder.path, 'data');
    const options = { systemFolder: join(system.path, 'kristalux') };
    await using first = open(dataDir, 'serve', options);
    await databaseOf(first);
    await first.said(
      /^SAID As root, PostgreSQL cannot reach .* so the data lie in .*; that folder belongs to this DATA_DIR\.$/m,
    );
    await using command = open(dataDir, 'command', options);
    await databaseOf(command);
    await close(command);
    await close(first);
    await using second = open(dataDir, 'serve', options);
    await databaseOf(second);
    await close(second);
    assert.doesNotMatch((await second.ended).stdout, /SAID/);
  });

  test('data of another user are left alone, in one sentence', async () => {
    using folder = openTestFolder({ mode: 0o777 });
    mkdirSync(join(folder.path, 'postgres'));
    chownSync(join(folder.path, 'postgres'), STRANGER, STRANGER);
    await using refused = open(folder.path, 'serve', { through: asOrdinaryUser() });
    assert.match(
      (await refusalOf(refused)) ?? '',
      /belong to another user \(number \d+\): run Kristalux as that user\.$/,
    );
    chownSync(folder.path, STRANGER, STRANGER);
    chmodSync(folder.path, 0o755);
    await using closed = open(folder.path, 'serve', { through: asOrdinaryUser() });
    assert.match((await refusalOf(closed)) ?? '', /^DATA_DIR \(.*\) cannot be made or written by this user: EACCES\.$/);
  });
}

test('a folder that cannot be is told in one sentence', async () => {
  using folder = openTestFolder();
  writeFileSync(join(folder.path, 'file'), '');
  await using refused = open(join(folder.path, 'file', 'data'), 'serve');
  assert.match((await refusalOf(refused)) ?? '', /^DATA_DIR \(.*\) cannot be made or written by this user: ENOTDIR\.$/);
});

test('DATABASE_URL is used instead, and several servers share it', async () => {
  await using database = await openTestDatabase();
  const env = { PLACE_URL: database.url };
  await using one = open('/nonexistent', 'serve', { env });
  await using other = open('/nonexistent', 'serve', { env });
  for (const server of [one, other]) {
    assert.equal(await ask(server), '0');
    await close(server);
  }
});

test('a DATABASE_URL that leads nowhere is told in one sentence without the address', async () => {
  await using database = await openTestDatabase();
  const wrong = [
    ['postgres://me:hidden@127.0.0.1:9/data', 'nothing answered there (ECONNREFUSED)'],
    [database.url.replace('/test_', '/hidden_'), 'the database it names does not exist'],
  ] as const;
  for (const [url, reason] of wrong) {
    await using refused = open('/nonexistent', 'serve', { env: { PLACE_URL: url } });
    assert.equal(await refusalOf(refused), `The PostgreSQL of DATABASE_URL cannot be used: ${reason}.`);
  }
});
