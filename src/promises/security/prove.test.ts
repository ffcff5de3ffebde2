import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { otherFields } from '../../../test/testkit/people.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import type { Twin, TwinProbe } from '../../kernel/probe.ts';
import { probes } from './prove.ts';

const twins = probes.filter((probe): probe is TwinProbe => probe.where === 'twin');

/** The part of a twin that these probes use, over an app of a test's own. */
async function twinOf({ app, person }: TestApp): Promise<Twin> {
  const version = await versionInForce(app.parts);
  const invent = async (fields: Readonly<Record<string, unknown>> = otherFields()) => {
    const made = await person(fields);
    return { ...made, session: made.token, left: fields };
  };
  return { gate: app.gate, version, person: invent } as Partial<Twin> as Twin;
}

async function run(name: string, kit: TestApp): Promise<boolean> {
  const probe = twins.find((one) => one.name === name);
  assert.ok(probe);
  const twin = await twinOf(kit);
  // As where they are run for good: a probe that breaks has not passed.
  return await probe.run(twin).then(
    ({ passed }) => passed,
    () => false,
  );
}

test('a site that forgets which codes were used is found out', async () => {
  await using kit = await openTestApp();
  await sabotage(kit, 'one_time_codes', 'new.last_step := 0');
  assert.equal(await run('a-code-counts-once', kit), false);
});

test('a site that keeps sessions alive through a recovery is found out', async () => {
  await using kit = await openTestApp();
  await sabotage(kit, 'session', 'new.ended_at := null');
  assert.equal(await run('recovery-ends-every-session', kit), false);
});

test('a site that takes the link from a session of one factor is found out', async () => {
  await using kit = await openTestApp();
  await kit.app.parts.db.run('alter table session alter column strong set default true');
  await sabotage(kit, 'session', 'new.strong := true', 'insert or update');
  assert.equal(await run('staff-unmask-only-with-a-reason', kit), false);
});

async function sabotage({ app }: TestApp, table: string, statement: string, on = 'update'): Promise<void> {
  await app.parts.db.run(
    `create function sabotage() returns trigger language plpgsql as $$ begin ${statement}; return new; end $$`,
  );
  await app.parts.db.run(`create trigger sabotage before ${on} on ${table} for each row execute function sabotage()`);
}
