import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Faults, openFaults, type Victim } from '../../src/bench/faults.ts';
import { type OwnSite, openOwnSite } from '../../src/bench/own-site.ts';

let site: OwnSite;
let faults: Faults;

before(async () => {
  site = openOwnSite();
  faults = await openFaults(site);
});
after(() => site.close());

const ROUNDS: readonly Victim[] = [
  'server-killed',
  'database-killed',
  'server-killed',
  'database-killed',
  'server-killed',
  'database-restarted',
];

for (const [index, victim] of ROUNDS.entries()) {
  test(`round ${index + 1}: ${victim.replace('-', ' ')} in mid-load, and nothing acknowledged is lost`, async () => {
    const { acknowledged } = await faults.round(victim);
    assert(acknowledged >= 60);
  });
}
