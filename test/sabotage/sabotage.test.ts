import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openTestDatabase } from '../testkit/database.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { openCopies } from './build-copy.ts';
import { SABOTAGES, type Sabotage } from './sabotages.ts';
import type { showProbe } from './show-probe.ts';

// Probes are only worth what they notice. Each of these breaks one promise in a built copy of the program, and the probe
// of that promise has to say so. A few in every run; all of them, each against the program as it is first, by
// SABOTAGE_ALL=1. That every probe passes on a sound site is shown in src/prove/prove.test.ts, too.
const all = process.env.SABOTAGE_ALL === '1';
const only = process.env.SABOTAGE_ONLY;
const chosen = SABOTAGES.filter(({ always, breaks }) => (only ? breaks.includes(only) : all || always));

const folder = openTestFolder();
type Copy = { showProbe: typeof showProbe };
let copies: Awaited<ReturnType<typeof openCopies>>;
let whole: Copy;
before(async () => {
  // Below the project, so that a copy finds its packages.
  copies = await openCopies(process.env.KRISTALUX_TEST_BUILD ?? folder.path);
  if (all) whole = await copies.copy(undefined);
});
after(async () => {
  await copies.close();
  folder[Symbol.dispose]();
});

let twins = 0;
async function shown(copy: Copy, { section, probe }: Sabotage) {
  await using database = await openTestDatabase({ connections: 1 });
  twins += 1;
  return await copy.showProbe(section, probe, { databaseUrl: database.url, folder: join(folder.path, `${twins}`) });
}

const sound = new Set<string>();
for (const sabotage of chosen) {
  const { breaks, section, probe } = sabotage;
  test(`${breaks}: \`${probe}\` of ${section} does not pass`, async () => {
    if (all && !sound.has(`${section}/${probe}`)) {
      const { passed, saw } = await shown(whole, sabotage);
      assert.equal(passed, true, `on the program as it is: ${saw.en}`);
      sound.add(`${section}/${probe}`);
    }
    const { passed, saw } = await shown(await copies.copy(sabotage), sabotage);
    assert.equal(passed, false, `on the broken one: ${saw.en}`);
  });
}
