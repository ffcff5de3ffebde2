import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { root } from '../../src/root.ts';
import { describeSettings, readSettings } from '../../src/settings.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { startProgram } from '../testkit/process.ts';

const read = (name: string) => readFileSync(join(root, 'packaging', name), 'utf8');
const settings = new Set(describeSettings().map(({ name }) => name));

/** Runs a tool of the system over a file; says so where the tool is not here. */
function tool(
  name: string,
  ...args: readonly string[]
): { readonly status: number | null; readonly said: string } | null {
  const { status, stdout, stderr, error } = spawnSync(name, args, { encoding: 'utf8' });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    console.log(`not looked at by ${name}, which this machine does not have`);
    return null;
  }
  return { status, said: stdout + stderr };
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, null>>;
}
interface ComposeService {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly ports?: readonly string[];
  readonly [key: string]: unknown;
}

test('the compose file starts the two roles on one PostgreSQL and one key folder, with settings that exist', () => {
  const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as Compose;
  assert.deepEqual(Object.keys(services), ['database', 'web', 'worker']);
  const { database, web, worker } = services;
  assert.match(database?.image ?? '', /:1[5-8]\.\d+-/, 'PostgreSQL of a pinned version');
  for (const one of [web, worker]) {
    assert(one !== undefined);
    const given = Object.entries(one.environment).map(([name, value]) => [name, filledIn(value)] as const);
    for (const [name] of given) assert(settings.has(name), name);
    readSettings(Object.fromEntries(given));
    assert(one.volumes.includes('keys:/var/lib/kristalux-keys'));
    assert.deepEqual([one.read_only, one.cap_drop, one.init], [true, ['ALL'], true]);
  }
  assert.deepEqual([web?.environment.ROLE, worker?.environment.ROLE], ['web', 'worker']);
  assert.deepEqual(web?.ports, ['127.0.0.1:8080:8080'], 'open to this machine alone');
  const used = Object.values(services).flatMap((one) => one.volumes.map((volume) => volume.split(':')[0] ?? ''));
  assert.deepEqual([...new Set(used)].sort(), Object.keys(volumes).sort());
});

/** As compose fills in what the environment says: `:-` a default, `:?` what must be given. */
const filledIn = (value: string) =>
  value.replace(/\$\{\w+(?::-([^}]*)|:\?[^}]*)\}/g, (_, fallback) => fallback ?? 'given');

test('the unit starts the program with settings that exist, and systemd finds nothing open that could be closed', () => {
  const unit = read('kristalux.service');
  const named = [...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name = '']) => name);
  for (const name of named.filter((name) => name !== 'NODE_ENV')) assert(settings.has(name), name);
  const env = [...read('kristalux.env').matchAll(/^#?([A-Z_]+)=(.*)$/gm)];
  assert(env.length > 3);
  for (const [, name = ''] of env) assert(settings.has(name), name);
  readSettings(
    Object.fromEntries(env.filter(([line]) => !line.startsWith('#')).map(([, name, value]) => [name, value])),
  );
  assert.match(unit, /^ExecStart=\S+\/kristalux serve$/m);
  using folder = openTestFolder();
  const here = join(folder.path, 'kristalux.service');
  // The program is not installed where tests run, and systemd looks for it.
  writeFileSync(here, unit.replace(/^ExecStart=\S+/m, 'ExecStart=/bin/sh'));
  const verified = tool('systemd-analyze', 'verify', '--man=no', here);
  // Without a systemd that runs it may complain about that; about this unit it must not.
  if (verified !== null) assert.doesNotMatch(verified.said, /kristalux\.service/);
  const rated = tool('systemd-analyze', 'security', '--offline=true', '--threshold=20', here);
  if (rated !== null) assert.equal(rated.status, 0, rated.said.split('\n').at(-2));
});

test('nginx and Caddy pass on to the port of the server, say who asks, and let through the largest thing that may be sent', () => {
  const port = describeSettings().find(({ name }) => name === 'PORT')?.default;
  const nginx = read('nginx.conf');
  assert.match(nginx, new RegExp(`server 127\\.0\\.0\\.1:${port};`));
  assert.match(nginx, /proxy_set_header X-Forwarded-For \$remote_addr;/);
  assert.match(nginx, /client_max_body_size 16m;/);
  assert.match(read('Caddyfile'), new RegExp(`reverse_proxy 127\\.0\\.0\\.1:${port} `));
  assert.match(read('Caddyfile'), /max_size 16MB/);
  using folder = openTestFolder();
  const here = join(folder.path, 'nginx.conf');
  const site = nginx.replace(/listen 443 ssl/, 'listen 443').replace(/^ *ssl_.*$/gm, '');
  writeFileSync(here, `pid ${folder.path}/pid;\nevents {}\nhttp {\naccess_log off;\n${site}}\n`);
  const tried = tool('nginx', '-t', '-c', here, '-e', join(folder.path, 'log'));
  if (tried !== null) assert.equal(tried.status, 0, tried.said);
  const caddyfile = join(root, 'packaging/Caddyfile');
  const adapted = tool('caddy', 'adapt', '--config', caddyfile, '--adapter', 'caddyfile');
  if (adapted !== null) assert.equal(adapted.status, 0, adapted.said);
});

/** The lines of the file, those that go on joined. */
const steps = () => {
  const lines = read('Containerfile').replaceAll('\\\n', '').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => /^(\w+) +(.*)$/.exec(line) ?? []);
};

test('what the image holds is enough to build and to run the program, as an ordinary user, from a pinned base', async () => {
  using folder = openTestFolder();
  const stages = [join(folder.path, 'build'), join(folder.path, 'image')];
  let at = -1;
  for (const [, word = '', rest = ''] of steps()) {
    if (word === 'ARG') assert.match(rest, /^BASE=docker\.io\/library\/node:\d+\.\d+\.\d+-/);
    if (word === 'FROM') {
      assert.match(rest, /^\$\{BASE\}/);
      at += 1;
      mkdirSync(stages[at] ?? '');
    }
    if (word === 'COPY') copy(rest, stages[at] ?? '', stages[0] ?? '');
    // What the registry gives; the rest of the step is the build itself.
    if (rest.startsWith('npm ci')) symlinkSync(join(root, 'node_modules'), join(stages[0] ?? '', 'node_modules'));
    if (rest.startsWith('npm run build')) build(stages[0] ?? '');
    if (word === 'ENV')
      for (const [, name = ''] of rest.matchAll(/(\w+)=/g)) assert(name === 'NODE_ENV' || settings.has(name), name);
  }
  const last = (word: string) => steps().findLast(([, one]) => one === word)?.[2] ?? '';
  assert.equal(last('USER'), 'node');
  assert.equal(last('STOPSIGNAL'), 'SIGTERM');
  const [command, program = ''] = JSON.parse(last('ENTRYPOINT')) as string[];
  assert.equal(command, 'node');
  const inImage = program.replace(last('WORKDIR'), stages[1] ?? '');
  const checked = await startProgram(inImage, ['policy', 'check'], { cwd: stages[1] ?? '' }).ended;
  assert.equal(checked.code, 0, checked.stderr);
  assert(existsSync(join(stages[1] ?? '', 'sbom.cdx.json')));
  for (const secret of ['data', 'keys', 'backups', '.env']) assert(!isSent(secret), secret);
  assert(!readdirSync(stages[1] ?? '').some((name) => ['keys', 'data', 'tools', '.git'].includes(name)));
});

/** What of the checkout is sent to the build at all: a list of what is, so that data and keys are not. */
function isSent(path: string): boolean {
  const [everything, ...kept] = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  assert.equal(everything, '*');
  return kept.some((line) => line === `!${path}`);
}

function copy(line: string, to: string, build: string): void {
  const words = line.split(' ');
  const from = words[0]?.startsWith('--from') ? build : root;
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = paths.pop() ?? '';
  for (const path of paths) {
    const source = path.startsWith('/build') ? path.slice('/build/'.length) : path;
    if (from === root) assert(isSent(source), `${source} is sent to the build`);
    const here = target.endsWith('/') ? join(to, target, basename(source)) : join(to, target);
    mkdirSync(dirname(here), { recursive: true });
    cpSync(join(from, source), here, { recursive: true, verbatimSymlinks: true });
  }
}

function build(folder: string): void {
  const { status, stderr } = spawnSync(process.execPath, ['tools/build.mjs'], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

test('the list of what an installation consists of is the one that the lock file gives', async () => {
  const { makeSbom, SBOM } = (await import(pathToFileURL(join(root, 'tools/sbom.mjs')).href)) as Sbom;
  const fresh = JSON.parse(makeSbom()) as List;
  const kept = JSON.parse(readFileSync(join(root, SBOM), 'utf8')) as List;
  const told = ({ components }: List) => components.map(({ purl, scope, hashes }) => ({ purl, scope, hashes }));
  assert.deepEqual(told(kept), told(fresh), 'write it anew with `npm run sbom`');
  assert.deepEqual(kept.metadata.component, fresh.metadata.component);
  assert.equal(kept.bomFormat, 'CycloneDX');
  for (const { purl, hashes } of kept.components) assert.equal(hashes?.[0]?.alg, 'SHA-512', purl);
});

interface Sbom {
  readonly makeSbom: () => string;
  readonly SBOM: string;
}
interface List {
  readonly bomFormat: string;
  readonly metadata: { readonly component: unknown };
  readonly components: readonly {
    readonly purl: string;
    readonly scope: string;
    readonly hashes?: readonly { readonly alg: string }[];
  }[];
}
