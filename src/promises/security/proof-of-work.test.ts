import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { otherFields } from '../../../test/testkit/people.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { signIn } from './index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
});
after(() => kit[Symbol.asyncDispose]());

let networks = 0;
const somewhere = () => {
  networks += 1;
  return { kind: 'anyone', network: `198.18.${networks}.0/24` } as const;
};

async function answerTo(identifier: string, password: string, work?: object): Promise<Refusal | 'in'> {
  const given = { identifier, password, ...(work === undefined ? {} : { work }) };
  return await kit.app.gate.pass(signIn, somewhere(), given).then(
    () => 'in' as const,
    (error: Refusal) => error,
  );
}

async function guessedAt(identifier: string): Promise<{ task: string; bits: number }> {
  for (let guess = 0; guess < 20; guess += 1) await answerTo(identifier, `guess after guess number ${guess}`);
  const answer = await answerTo(identifier, 'one guess more than that');
  assert.ok(answer !== 'in' && answer.code === 'too_often' && answer.detail.work !== undefined);
  return answer.detail.work;
}

function solve({ task, bits }: { task: string; bits: number }): string {
  for (let n = 0; ; n += 1) {
    const hash = createHash('sha256').update(`${task}.${n}`).digest();
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return String(n);
  }
}

test('after many wrong tries a try takes work, the same for a name nobody has, and the owner who does it comes in', async () => {
  const person = await kit.person(otherFields());
  const unknown = await guessedAt('zzzz-zzzz-zzzz');
  const asked = await guessedAt(person.accountName);
  assert.equal(asked.bits, unknown.bits);
  const solution = solve(asked);
  const wrong = await answerTo(person.accountName, person.password, { task: asked.task, solution: `${solution}0` });
  assert.ok(wrong !== 'in' && wrong.detail.work !== undefined, 'work that was not done');
  const foreign = await answerTo(person.accountName, person.password, { ...unknown, bits: undefined, solution: '0' });
  assert.notEqual(foreign, 'in', 'work for another name');
  const done = { task: asked.task, solution };
  assert.notEqual(await answerTo(person.accountName, 'a guess with work done', done), 'in');
  const again = await answerTo(person.accountName, person.password, done);
  assert.ok(again !== 'in' && again.detail.work !== undefined, 'work counts once');
  const fresh = again.detail.work;
  assert.equal(await answerTo(person.accountName, person.password, { task: fresh.task, solution: solve(fresh) }), 'in');
});
