import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { LEFT, registerPerson } from '../../../../test/testkit/app.ts';
import { signInAgain } from '../../../../test/testkit/backups.ts';
import { openTestFolder } from '../../../../test/testkit/folder.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { siteOnFolders } from '../../../../test/testkit/site-on-folders.ts';
import { whatOpens } from '../../../../test/testkit/what-opens.ts';
import type { App } from '../../../app.ts';
import { openDatabaseFor } from '../../../kernel/db/open-database-for.ts';
import { eraseOwnData, eraseOwnFields, leaveData, seeOwnData } from '../../agreement/index.ts';

const peopleOf = async (app: App) => ({
  siteId: app.parts.site.siteId,
  corrected: await registerPerson(app, { name: 'Одна', country: 'UA', phone: '+380441111111' }),
  partly: await registerPerson(app, { name: 'Другая', country: 'UA', email: 'canary-partly@example.org' }),
  erased: await registerPerson(app, LEFT),
  untouched: await registerPerson(app, { name: 'Третья', country: 'UA', phone: '+380442222222' }),
});

async function forget({ gate }: App, { corrected, partly, erased }: Awaited<ReturnType<typeof peopleOf>>) {
  const { asker, password } = corrected;
  await gate.pass(leaveData, asker, { fields: { phone: '+380443333333' }, language: 'ru', password });
  await gate.pass(eraseOwnFields, partly.asker, { fields: ['email'], password: partly.password });
  await gate.pass(eraseOwnData, erased.asker, { password: erased.password });
}

test('the old DATA_DIR plus everything alive opens nothing corrected or erased; last month’s data backup with today’s keys opens all the rest', async () => {
  using folder = openTestFolder();
  const place = (name: string) => join(folder.path, name);
  const identity = await generateX25519Identity();
  writeFileSync(place('identity.txt'), `${identity}\n`);
  const site = siteOnFolders(place('site'), { BACKUP_RECIPIENT: await identityToRecipient(identity) });
  const [people, lastMonth] = await site.open(async (app) => [
    await peopleOf(app),
    await site.backUp(place('last-month')),
  ]);
  const { siteId, corrected, partly, erased, untouched } = people;
  const three = [
    `${corrected.personId} phone +380441111111`,
    `${partly.personId} email canary-partly@example.org`,
    `${erased.personId} email ${LEFT.email}`,
  ];
  const rest = [`${partly.personId} name Другая`, `${untouched.personId} phone +380442222222`];
  const living = [...rest, `${corrected.personId} phone +380443333333`];
  const nothingOf = (opened: ReadonlySet<string>) => {
    for (const value of three) assert.ok(!opened.has(value), value);
    assert.ok(![...opened].some((value) => value.startsWith(erased.personId)));
  };
  const allOf = (opened: ReadonlySet<string>, values: readonly string[]) => {
    for (const value of values) assert.ok(opened.has(value), value);
  };
  execFileSync('cp', ['-a', site.dataDir, place('old-data')]);
  execFileSync('cp', ['-a', site.keyDir, place('old-keys')]);

  // The database files of before, opened as they lie there: nothing is forgotten again in them, as the product would.
  const old = await openDatabaseFor(
    { databaseUrl: undefined, dataDir: place('old-data') },
    { role: 'command', say: () => {} },
  );
  const today = await site
    .open(async (app) => {
      await forget(app, people);
      const copies = [old.db, app.parts.db];
      // With the key of the epoch in which the copy was made all three still open: this is what turning is for.
      allOf(await whatOpens(siteId, copies, [site.keyDir]), [...three, ...living]);
      await site.run('keys', 'rotate');
      await site.run('keys', 'rotate', 'index');
      await site.run('keys', 'rotate', 'signing', '--at-once');
      const late = await whatOpens(siteId, copies, [site.keyDir]);
      nothingOf(late);
      allOf(late, living);
      // Nothing was lost with it: the former key opens them, so it was the key alone that went.
      allOf(await whatOpens(siteId, copies, [site.keyDir, place('old-keys')]), three);
      return await site.backUp(place('today'));
    })
    .finally(() => old.close());

  const back = siteOnFolders(place('back'), {});
  const pair = [lastMonth.data ?? '', '--keys', today.keys ?? ''];
  const said = await back.run('restore', ...pair, '--identity', place('identity.txt'), '--ledger-lost', '--json');
  assert.deepEqual(JSON.parse(said).ledgerProblems, []);
  await back.open(async (app) => {
    const restored = await whatOpens(siteId, [app.parts.db], [back.keyDir]);
    nothingOf(restored);
    allOf(restored, rest);
    const { output } = await app.gate.pass(seeOwnData, await signInAgain(app, untouched), {});
    assert.ok(output.fields.some(({ value }) => value === '+380442222222'));
    // Found by today's tags: those of last month were made with a key that is gone.
    const byPhone = await signInAgain(app, { ...untouched, accountName: '+380442222222' });
    assert.equal(byPhone.personId, untouched.personId);
    await assert.rejects(signInAgain(app, erased), refusedAs('unauthenticated'));
  });
});
