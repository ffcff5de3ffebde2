import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedAs } from '../../test/testkit/refused-as.ts';
import { openTurns } from './turns.ts';

test('heavy work goes in turn: never more at once than allowed, nobody forgotten, and too many are told', async () => {
  const turns = openTurns({ atOnce: 2, waiting: 3 });
  let running = 0;
  let most = 0;
  const release: (() => void)[] = [];
  const work = () =>
    turns.take(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => release.push(resolve));
      running -= 1;
    });
  const taken = [1, 2, 3, 4, 5].map(work);
  await assert.rejects(work(), refusedAs('busy'));
  for (let left = 5; left > 0; left -= 1) {
    while (release.length === 0) await new Promise(setImmediate);
    release.shift()?.();
  }
  await Promise.all(taken);
  assert.deepEqual([most, running], [2, 0]);
});

test('work that fails hands its turn on', async () => {
  const turns = openTurns({ atOnce: 1, waiting: 1 });
  const failing = turns.take(async () => {
    throw new Error('broken');
  });
  const next = turns.take(async () => 'done');
  await assert.rejects(failing, /broken/);
  assert.equal(await next, 'done');
  assert.equal(await turns.take(async () => 'again'), 'again');
});

test('what weighs much waits until there is room, and what comes after it does not overtake it', async () => {
  const turns = openTurns({ atOnce: 10, waiting: 5 });
  const order: string[] = [];
  const release: (() => void)[] = [];
  const work = (name: string, weight: number) =>
    turns.take(async () => {
      order.push(name);
      await new Promise<void>((resolve) => release.push(resolve));
    }, weight);
  const taken = [work('four', 4), work('five', 5), work('eight', 8), work('one', 1)];
  assert.deepEqual(order, ['four', 'five']);
  release.shift()?.();
  await taken[0];
  assert.deepEqual(order, ['four', 'five'], 'eight has no room yet, and one waits behind it');
  release.shift()?.();
  await taken[1];
  assert.deepEqual(order, ['four', 'five', 'eight', 'one']);
  for (const go of release) go();
  await Promise.all(taken);
  const whole = turns.take(async () => 'larger than all', 50);
  assert.equal(await whole, 'larger than all', 'what can never fit goes alone');
});
