import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { APART_FAULTS, type Apart, openApart } from '../../src/bench/apart.ts';

// Web server, worker and database are three processes with a network of ours between them.
let apart: Apart;
before(async () => {
  apart = await openApart();
});
after(() => apart?.close());

for (const fault of APART_FAULTS) {
  test(`${fault.replaceAll('-', ' ')} in mid-load, and the site goes on by itself once it is over`, async () => {
    await apart.round(fault);
  });
}

test('after all that no act is lost or doubled, and the ledger is whole', async () => {
  assert((await apart.settle()) >= 150);
});
