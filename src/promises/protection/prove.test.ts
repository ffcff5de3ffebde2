import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { otherFields } from '../../../test/testkit/people.ts';
import { approve } from '../../kernel/policy/approve.ts';
import { readPolicyFolder } from '../../kernel/policy/folder.ts';
import { parseRules } from '../../kernel/policy/parse-rules.ts';
import { perSection } from '../../kernel/policy/policy-source.ts';
import type { Probe, Twin } from '../../kernel/probe.ts';
import { root } from '../../root.ts';
import { publishPolicy } from '../changes/index.ts';
import { probes } from './prove.ts';

test('rules that let an authority have everything are found out by a probe', async () => {
  await using kit = await openTestApp();
  const everything =
    '@id("protection.sabotage") permit (principal, action == Action::"produceForAuthority", resource);';
  const { passed } = await runOn(named('a-foreign-order-opens-nothing'), await twinOf(kit, everything));
  assert.equal(passed, false);
});

test('not even rules that let one officer agree alone release anything: the database refuses the finder as the second', async () => {
  await using kit = await openTestApp();
  const alone = '@id("protection.sabotage") permit (principal, action == Action::"approveLegalRequest", resource);';
  const running = runOn(named('one-officer-alone-discloses-nothing'), await twinOf(kit, alone));
  await assert.rejects(running, { code: '23514' });
  const opened = await kit.app.parts.db.rows(`select 1 as one from entry where kind = 'produceForAuthority'`);
  assert.deepEqual(opened, []);
});

function named(name: string): Probe {
  const probe = probes.find((one) => one.name === name);
  assert(probe !== undefined);
  return probe;
}

async function runOn(probe: Probe, twin: Twin) {
  assert(probe.where === 'twin');
  return await probe.run(twin);
}

/** As much of a twin as these probes ask for, over the product on a database of its own. */
async function twinOf(kit: TestApp, rule = ''): Promise<Twin> {
  const { gate, parts } = kit.app;
  const declare: Twin['declare'] = async (change) => {
    const { source } = readPolicyFolder(join(root, 'policy'));
    assert(source !== null);
    const { protection } = source.sections;
    const rulesText = `${protection.rulesText}\n${rule}`;
    const { rules } = parseRules(rulesText, 'rules.cedar', 'protection');
    const changed = {
      ...source,
      declarations: change(source.declarations),
      // The shipped examples would say at once that the rules were tampered with.
      sections: perSection((section) => ({
        ...source.sections[section],
        ...(section === 'protection' ? { rulesText, rules } : {}),
        examples: [],
        examplesText: '',
      })),
    };
    const drop = parts.shippedExamples.map(({ id }) => ({ id, reason: 'the test changes the rules' }));
    const approved = approve(changed, { by: 'test', at: new Date(), drop });
    const input = { source: { ...changed, approved }, by: 'test' };
    const { output } = await gate.pass(publishPolicy, { kind: 'host', by: 'test' }, input);
    return await parts.shelf.byNumber(output.number);
  };
  const twin: Partial<Twin> = {
    gate,
    version: await parts.shelf.byNumber(1),
    declare,
    async person() {
      const left = otherFields();
      const { token, ...person } = await kit.person(left);
      return { ...person, session: token, left };
    },
    drain: () => kit.app.worker.drain(),
    async get(path) {
      const served = await kit.serve();
      const answer = await fetch(`${served.address}${path}`);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
  };
  return twin as Twin;
}
