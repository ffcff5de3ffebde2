import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect as connectPlain } from 'node:net';
import { after, before, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { type ConnectionGuard, guardConnections } from './guard-connections.ts';

const server = createServer((_, response) => response.end('here'));
let guard: ConnectionGuard;
let port: number;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  port = address.port;
  guard = guardConnections();
});
after(() => {
  guard.release();
  server.close();
});

const refusedBy = (open: () => NodeJS.EventEmitter) =>
  new Promise((resolve) => open().once('error', (error: NodeJS.ErrnoException) => resolve(error.code)));

test('no library reaches anything: fetch, plain sockets, TLS, by name or by number', async () => {
  await assert.rejects(fetch('https://example.org/'));
  assert.equal(await refusedBy(() => connectPlain(25, 'mail.example.org')), 'ECONNREFUSED');
  assert.equal(await refusedBy(() => connectPlain({ host: '198.51.100.7', port: 25 })), 'ECONNREFUSED');
  assert.equal(await refusedBy(() => connectTls(443, 'example.org')), 'ECONNREFUSED');
  assert.deepEqual(guard.refused, ['example.org:443', 'mail.example.org:25', '198.51.100.7:25', 'example.org:443']);
});

test('a port of this machine is reached once it is allowed, and not before', async () => {
  await assert.rejects(fetch(`http://localhost:${port}/`));
  guard.allowLoopback(port);
  assert.equal(await (await fetch(`http://localhost:${port}/`)).text(), 'here');
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'here');
});

test('an allowed host is allowed at its port alone', async () => {
  guard.allow('db.example.org', 5432);
  const tried = guard.refused.length;
  await refusedBy(() => connectPlain(5433, 'db.example.org'));
  assert.deepEqual(guard.refused.slice(tried), ['db.example.org:5433']);
});
