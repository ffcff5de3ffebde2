import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { compileRules } from '../../kernel/policy/compile.ts';
import { parseRules } from '../../kernel/policy/parse-rules.ts';
import type { Seen, Twin } from '../../kernel/probe.ts';
import { probes } from './prove.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
after(async () => {
  await kit[Symbol.asyncDispose]();
});

/** What these probes need of a twin, over a test's own app. */
async function twin(): Promise<Twin> {
  const { gate, worker } = kit.app;
  const { email: _, phone: __, ...own } = LEFT;
  const over = {
    gate,
    version: await versionInForce(gate.parts),
    logged: kit.logged,
    outside: { mails: [], calls: [], refused: [], answer: () => {} },
    person: async (fields: Readonly<Record<string, unknown>> = own) => {
      const person = await kit.person(fields);
      return { ...person, session: person.token, left: fields };
    },
    staff: async (role: 'verifier') => {
      const person = await appointStaff(kit, role);
      return { ...person, session: person.token, left: {} };
    },
    declare: async (change: Parameters<TestApp['publish']>[0]) => {
      await kit.publish(change);
      return await versionInForce(gate.parts);
    },
    drain: () => worker.drain(),
  };
  return over as unknown as Twin;
}

async function seen(probe: (typeof probes)[number], over: Twin): Promise<Seen> {
  assert(probe.where === 'twin');
  return await probe.run(over);
}

test('a version in which whoever demands may check, or a decided proof opens, is found out', async () => {
  const sound = await twin();
  const text = '@id("collection.sabotage")\npermit (principal, action, resource);';
  const { rules: parsed } = parseRules(text, 'rules.cedar', 'collection');
  const rules = compileRules(parsed, sound.version.vocabulary);
  const broken = { ...sound, version: { ...sound.version, rules } };
  for (const name of ['whoever-demands-does-not-check', 'nothing-is-seen-after-the-decision']) {
    const probe = probes.find((one) => one.name === name);
    assert(probe !== undefined);
    assert.equal((await seen(probe, broken)).passed, false, name);
  }
});
