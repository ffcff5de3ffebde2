import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../test/testkit/app.ts';
import { joinedDealing } from '../../test/testkit/joined-dealing.ts';
import { allActs } from '../promises/all-acts.ts';
import { askFields } from '../promises/use/index.ts';
import { guardConnections } from '../prove/twin/guard-connections.ts';
import { root } from '../root.ts';
import type { Served } from './serve.ts';

const TOKEN = 'only-the-one-who-watches';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly status: { readonly code?: number };
}

let collector: Server;
let letters: string[];
let kit: TestApp;
let served: Served;
let person: TestPerson;

before(async () => {
  letters = [];
  collector = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    letters.push(`${request.method} ${request.url} ${request.headers.authorization}\n${Buffer.concat(parts)}`);
    response.end('{}');
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const address = collector.address();
  assert(address !== null && typeof address === 'object');
  kit = await openTestApp({
    METRICS_PORT: '0',
    METRICS_TOKEN: TOKEN,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${address.port}`,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=of the collector',
  });
  await kit.publish();
  served = await kit.serve();
  person = await kit.person();
  const shop = await kit.credential('service', 'shop');
  const dealing = await joinedDealing(kit, person);
  const fields = ['phone', 'address'];
  await kit.app.gate.pass(askFields, shop.asker, { dealing, fields });
  await assert.rejects(kit.app.gate.pass(askFields, shop.asker, { dealing, fields: ['birth-date'] }));
  await (await fetch(`${served.address}/policy`)).text();
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  collector.close();
});

const read = (path: string, token = TOKEN) =>
  fetch(`http://127.0.0.1:${served.metricsPort}${path}`, { headers: { authorization: `Bearer ${token}` } });

const PERSONAL = () => [
  ...Object.values(LEFT)
    .flatMap((value) => (typeof value === 'string' ? value : Object.values(value)))
    .filter((text) => text.length > 2 && /\D/.test(text)),
  person.personId,
  person.accountName,
  person.token,
  person.password,
];

function holdsNothingPersonal(text: string): void {
  for (const value of PERSONAL()) assert(!text.includes(value), `${value.slice(0, 3)}… is personal`);
  assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/, 'no id of anything');
}

test('the numbers are OpenMetrics, count what the gate answered, and no label can hold anything personal', async () => {
  const answer = await read('/metrics');
  assert.equal(answer.headers.get('content-type'), 'application/openmetrics-text; version=1.0.0; charset=utf-8');
  const text = await answer.text();
  assert(text.endsWith('\n# EOF\n'));
  assert.match(text, /^kristalux_gate_passes_total\{act="register",answer="allowed"\} 1$/m);
  assert.match(text, /^kristalux_gate_passes_total\{act="askFields",answer="allowed"\} 1$/m);
  assert.match(text, /^kristalux_gate_passes_total\{act="askFields",answer="refused"\} 1$/m);
  assert.match(text, /^kristalux_http_answers_total\{class="2xx"\} [1-9]/m);
  assert.match(text, /^kristalux_gate_pass_seconds_bucket\{le="\+Inf"\} [1-9]/m);
  assert.match(text, /^kristalux_policy_version 2$/m);
  for (const name of ['jobs_due', 'jobs_failed', 'ledger_entries', 'ledger_wait_seconds', 'key_epoch_age_seconds'])
    assert.match(text, new RegExp(`^kristalux_${name} [0-9.e-]+$`, 'm'));
  const acts: readonly string[] = allActs.map(({ name }) => name);
  for (const [, act = ''] of text.matchAll(/act="([^"]*)"/g)) assert(acts.includes(act), act);
  const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, label]) => label));
  assert.deepEqual(
    [...labels].sort(),
    ['act', 'answer', 'class', 'end', 'kind', 'le', 'version'].filter((one) => labels.has(one)),
  );
  holdsNothingPersonal(text);
});

test('the dashboard and the alert rules ask only for numbers that there are', async () => {
  const told = new Set(
    [...(await (await read('/metrics')).text()).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name),
  );
  // Absent until there is a backup, and until somebody ran `prove` under the version in force.
  for (const name of ['backup_age_seconds', 'probes_failed', 'probes_age_seconds']) told.add(`kristalux_${name}`);
  for (const file of ['grafana-dashboard.json', 'alerts.yml']) {
    const asked = readFileSync(join(root, 'docs/observability', file), 'utf8').matchAll(/\bkristalux_\w+/g);
    const names = [...asked].map(([name]) => name.replace(/_(?:total|bucket)$/, ''));
    assert(names.length > 5);
    assert.deepEqual(
      names.filter((name) => !told.has(name)),
      [],
      file,
    );
  }
});

test('who does not know the token reads no number', async () => {
  // Read to the end: what is left unread keeps its connection, and a later one would be this test's own.
  const statusOf = async (answer: Promise<Response>) => {
    await (await answer).text();
    return (await answer).status;
  };
  assert.equal(await statusOf(read('/metrics', 'only-the-one-who-watchez')), 401);
  assert.equal(await statusOf(fetch(`http://127.0.0.1:${served.metricsPort}/metrics`)), 401);
  assert.equal(await statusOf(fetch(`${served.address}/metrics`)), 404, 'and nothing of it is where people come in');
});

test('health says in words how database, policy, worker, ledger, backup and disk are', async () => {
  const answer = await fetch(`${served.address}/health`);
  assert.equal(answer.status, 200);
  const { status, checks } = (await answer.json()) as { status: string; checks: Record<string, string> };
  assert.deepEqual(Object.keys(checks), ['database', 'policy', 'worker', 'ledger', 'promises', 'backup', 'disk']);
  assert.equal(checks.database, 'ok');
  assert.equal(checks.policy, 'ok');
  assert.equal(checks.backup, 'attention', 'nobody is named to encrypt backups to');
  assert.equal(status, 'attention');
});

test('spans lead from the request by act, facts, decision, entry and opening to the database, and carry nothing personal', async () => {
  await kit.app.parts.trace.close();
  assert(letters.length > 0);
  for (const letter of letters) {
    assert.match(letter, /^POST \/v1\/traces of the collector\n/);
    holdsNothingPersonal(letter);
  }
  const spans = letters.flatMap((letter) => spansOf(letter.slice(letter.indexOf('\n'))));
  const act = spans.find(({ name, status }) => name === 'act askFields' && status.code === undefined);
  assert(act !== undefined);
  const inside = below(spans, act);
  for (const name of ['facts', 'decision', 'entry', 'open', 'run', 'database']) assert(inside.has(name), name);
  const request = spans.find(({ name }) => name === 'request');
  assert(request !== undefined && below(spans, request).has('database'));
  const refused = spans.find(({ name, status }) => name === 'act askFields' && status.code === 2);
  assert.deepEqual(refused?.attributes, [{ key: 'error.type', value: { stringValue: 'forbidden_by_policy' } }]);
  const keys = new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
  const known = ['db.query.summary', 'db.system.name', 'decisions', 'error.type', 'http.request.method', 'values'];
  assert.deepEqual(
    [...keys].filter((key) => !known.includes(key)),
    [],
  );
});

function spansOf(body: string): readonly Span[] {
  const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

function below(spans: readonly Span[], above: Span): ReadonlySet<string> {
  const children = spans.filter(({ parentSpanId }) => parentSpanId === above.spanId);
  return new Set(children.flatMap((child) => [child.name, ...below(spans, child)]));
}

test('without settings that name somebody, the server opens no connection to anybody: there is no telemetry', async () => {
  const quiet = await openTestApp();
  const guard = guardConnections();
  try {
    await quiet.publish();
    await quiet.serve();
    await quiet.person();
    await quiet.app.worker.drain();
    await quiet.app.sequence();
    assert.deepEqual(guard.refused, []);
  } finally {
    guard.release();
    await quiet[Symbol.asyncDispose]();
  }
});
