import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEFT } from '../../../test/testkit/app.ts';
import { APPROVED, OWN, useDemands } from '../../../test/testkit/demands.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { decideAtDesk, seeAtDesk, takeDeskCode, withdrawDemand } from './index.ts';

const site = useDemands();
const { pass } = site;

test('proven in person: the desk sees the demanded fields by the code alone, and the way is in the mark', async () => {
  const person = await site.kit.person(OWN);
  const { output: taken } = await pass(takeDeskCode, person.asker, { demand: await site.at.demandOf(person) });
  assert.match(taken.code, /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  assert.equal((await site.at.demandsOf(person))[0]?.state, 'code-taken');
  const said = ` ${taken.code.toLowerCase().replace('-', ' ')} `;
  const { output: desk } = await pass(seeAtDesk, site.at.reviewer.asker, { code: said });
  assert.deepEqual(desk.values, [{ field: 'name', value: LEFT.name }]);
  assert.doesNotMatch(JSON.stringify(desk), new RegExp(`${person.personId}|Кришталева|1984`));
  await pass(decideAtDesk, site.at.reviewer.asker, { code: said, seen: desk.seen, decided: APPROVED });
  assert.equal((await site.at.verifiedName(person))?.how, 'offline');
  const stored = await site.kit.app.parts.db.rows('select proof::text as row from proof where person_id = $1', [
    person.personId,
  ]);
  assert.doesNotMatch(JSON.stringify(stored), new RegExp(taken.code.replace('-', '')));
});

test('a desk code works once: used, replaced or withdrawn it opens nothing, and the person sees the try', async () => {
  const person = await site.kit.person(OWN);
  const demand = await site.at.demandOf(person);
  const used = async (code: string, missing: string) => {
    const told = refusedAs('forbidden_by_policy', ({ detail }) =>
      assert.ok(detail.missing?.includes(missing), String(detail.missing)),
    );
    await assert.rejects(pass(seeAtDesk, site.at.reviewer.asker, { code }), told);
    const decided = { code, seen: 'x'.repeat(43), decided: APPROVED };
    await assert.rejects(pass(decideAtDesk, site.at.reviewer.asker, decided), refusedAs('forbidden_by_policy'));
  };
  const first = (await pass(takeDeskCode, person.asker, { demand })).output.code;
  const second = (await pass(takeDeskCode, person.asker, { demand })).output.code;
  await used(first, 'codeUnused');
  const { seen } = (await pass(seeAtDesk, site.at.reviewer.asker, { code: second })).output;
  await pass(decideAtDesk, site.at.reviewer.asker, {
    code: second,
    seen,
    decided: { decision: 'again', reason: 'expired' },
  });
  await used(second, 'codeUnused');
  const third = (await pass(takeDeskCode, person.asker, { demand })).output.code;
  await pass(withdrawDemand, site.at.requester.asker, { demand });
  await used(third, 'demandOpen');
  const { output } = await pass(seeOwnHistory, person.asker, {});
  assert.ok(output.entries.some(({ kind, body }) => kind === 'seeAtDesk' && body?.decision === 'refused'));
});

test('a desk code used by two at once decides once', async () => {
  const person = await site.kit.person(OWN);
  const third = await appointStaff(site.kit, 'verifier');
  const { code } = (await pass(takeDeskCode, person.asker, { demand: await site.at.demandOf(person) })).output;
  const { seen } = (await pass(seeAtDesk, site.at.reviewer.asker, { code })).output;
  const both = await Promise.allSettled(
    [site.at.reviewer, third].map((agent) => pass(decideAtDesk, agent.asker, { code, seen, decided: APPROVED })),
  );
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('a desk code that came too late opens nothing', async () => {
  const person = await site.kit.person(OWN);
  const { code } = (await pass(takeDeskCode, person.asker, { demand: await site.at.demandOf(person) })).output;
  await site.kit.app.parts.db.run(
    `update proof set code_until = clock_timestamp() - interval '1 second' where person_id = $1`,
    [person.personId],
  );
  await assert.rejects(
    pass(seeAtDesk, site.at.reviewer.asker, { code }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['codeInTime'])),
  );
});

test('a guessed code is nobody’s: 404, whatever it looks like', async () => {
  for (const code of ['00000-00000', 'nonsense', '<script>', '\u202e12345-12345']) {
    await assert.rejects(pass(seeAtDesk, site.at.reviewer.asker, { code }), refusedAs('not_found'));
  }
});
