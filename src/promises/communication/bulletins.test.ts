import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestPerson } from '../../../test/testkit/app.ts';
import {
  confirmed,
  draft,
  editor,
  email,
  ORIGIN,
  opened,
  progressOf,
  refusedMissing,
  sendBulletinOf,
  written,
} from '../../../test/testkit/bulletins.ts';
import { jobsMade } from '../../../test/testkit/waiting-jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { confirmBulletin, nameSender, previewBulletin, seeOwnMessages, stopMessages, writeBulletin } from './index.ts';
import { COPIES_AT_ONCE } from './limits.ts';

test('after registering, and after everything that waits has been done, nothing was sent to anybody', async () => {
  await using it = await opened();
  for (let n = 1; n <= 3; n += 1) await it.kit.person(email(n));
  await it.kit.app.worker.drain();
  assert.equal(it.sink.connections(), 0);
  assert.deepEqual(it.sink.received, []);
  assert.deepEqual(await jobsMade(it.kit.app.parts.db), []);
});

test('a bulletin reaches whoever left an address, in their language, once, with the stop in text, HTML and header', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await editor(kit);
  const person = await kit.person(email(1));
  await kit.person({ name: 'Без адреса', country: 'UA' });
  const bulletin = await written(kit, by);
  assert.equal(await confirmed(kit, by, bulletin), 1);
  await kit.app.worker.drain();
  await kit.app.worker.drain();

  assert.deepEqual(
    sink.received.map(({ to }) => to),
    [['reader-1@example.org']],
  );
  const [message] = await sink.parsed();
  const link = /https:\/\/site\.example\/stop\/[\w-]{43}/;
  const stop = link.exec(message?.text ?? '')?.[0];
  assert.ok(stop !== undefined && message?.html?.includes(`>${stop}</a>`), 'named in text and HTML');
  const header = (name: string) => message?.headers.find(({ key }) => key === name)?.value;
  assert.equal(header('list-unsubscribe'), `<${stop}>`);
  assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click');
  assert.equal(message?.subject, 'Новости ноября');

  const { output } = await kit.app.gate.pass(seeOwnMessages, person.asker, {});
  assert.equal(output.messages.length, 1);
  assert.equal(output.messages[0]?.outcome, 'accepted');
  assert.equal(output.messages[0]?.text.trim(), message?.text?.trim().replaceAll('\r', ''));
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const handedOver = history.entries.find(({ kind }) => kind === 'sendBulletin');
  assert.equal(handedOver?.n, output.messages[0]?.entry);
  assert.deepEqual(handedOver?.body?.fields, ['email']);
  assert.match(message?.text ?? '', new RegExp(`№ ${handedOver?.n} `));
  assert.deepEqual(await progressOf(kit, by, bulletin), {
    waiting: 0,
    accepted: 1,
    refused: 0,
    unknown: 0,
    withheld: 0,
    returned: 0,
    complaints: 0,
    stops: 0,
  });
});

test('a text that does not name its stop is refused by the policy before anything is queued', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await editor(kit);
  await kit.person(email(1));
  for (const markdown of ['Новости.', 'Новости. [отписаться]({stop})', 'Новости.\n\n[a]: {stop}']) {
    const bulletin = await written(kit, by, { markdown });
    await assert.rejects(confirmed(kit, by, bulletin), refusedMissing('forbidden_by_policy', ['stopNamed']));
  }
  // One language without it refuses all.
  const bulletin = await written(kit, by);
  await kit.app.gate.pass(writeBulletin, by.asker, draft({ bulletin, language: 'en', markdown: 'News.' }));
  await assert.rejects(confirmed(kit, by, bulletin), refusedMissing('forbidden_by_policy', ['stopNamed']));
  assert.deepEqual(await jobsMade(kit.app.parts.db), []);
  await kit.app.worker.drain();
  assert.deepEqual(sink.received, []);
});

test('what is confirmed is what was shown: a text changed after the preview is refused', async () => {
  await using it = await opened();
  const { kit } = it;
  const by = await editor(kit);
  const bulletin = await written(kit, by);
  const { output: seen } = await kit.app.gate.pass(previewBulletin, by.asker, { bulletin, origin: ORIGIN });
  await kit.app.gate.pass(writeBulletin, by.asker, draft({ bulletin, subject: 'Другое' }));
  await assert.rejects(
    kit.app.gate.pass(confirmBulletin, by.asker, { bulletin, origin: ORIGIN, shown: seen.shown }),
    refusedMissing('forbidden_by_policy', ['asShown']),
  );
  assert.equal(await confirmed(kit, by, bulletin), 0);
  await assert.rejects(kit.app.gate.pass(writeBulletin, by.asker, draft({ bulletin })), refusedMissing('conflict'));
  await assert.rejects(confirmed(kit, by, bulletin), (error) => error instanceof Refusal);
});

test('a subject, a name or a text that would smuggle something in is refused and names its field', async () => {
  await using it = await opened();
  const { kit } = it;
  const by = await editor(kit);
  const wrong = [
    [{ subject: 'a\r\nBcc: eve@example.org' }, 'subject'],
    [{ sender: 'eve@example.org' }, 'sender'],
    [{ markdown: '![x](https://track.example/pixel.gif) {stop}' }, 'markdown'],
    [{ markdown: '<img src="https://track.example/pixel.gif"> {stop}' }, 'markdown'],
    [{ topic: 'nothing' }, 'topic'],
  ] as const;
  for (const [more, field] of wrong) {
    await assert.rejects(written(kit, by, more), (error) => {
      assert(error instanceof Refusal && error.code === 'invalid');
      assert.equal(error.detail.field, field);
      assert.doesNotMatch(error.message, /eve|track/);
      return true;
    });
  }
});

test('a sender that would smuggle a header in is refused and names its field', async () => {
  await using it = await opened();
  const { kit } = it;
  const by = await editor(kit);
  const wrong = [
    [{ address: 'a@b.example', name: 'a\nBcc: eve@example.org' }, 'name'],
    [{ address: 'a@b.example, eve@example.org', name: '' }, 'address'],
    [{ address: 'a@b.example\r\nBcc: eve@example.org', name: '' }, 'address'],
  ] as const;
  for (const [sender, field] of wrong) {
    await assert.rejects(
      kit.app.gate.pass(nameSender, by.asker, sender),
      (error) => error instanceof Refusal && error.code === 'invalid' && error.detail.field === field,
    );
  }
});

test('a stop while the bulletin runs lets no later copy leave', async () => {
  // The relay answers nobody until the stop is done, which begins when the first copy arrives.
  let stop = async () => {};
  let stopped: Promise<void> | undefined;
  await using it = await opened({
    async onMessage() {
      stopped ??= stop();
      await stopped;
      return undefined;
    },
  });
  const { kit, sink } = it;
  const by = await editor(kit);
  const readers = [];
  for (let n = 1; n <= COPIES_AT_ONCE + 2; n += 1) readers.push(await kit.person(email(n)));
  const last = readers.toSorted((a, b) => (a.personId < b.personId ? 1 : -1))[0];
  assert(last !== undefined);
  // The person whose turn comes last stops while the first copies are on their way.
  stop = async () => {
    await kit.app.gate.pass(stopMessages, last.asker, {});
  };
  const bulletin = await written(kit, by);
  assert.equal(await confirmed(kit, by, bulletin), COPIES_AT_ONCE + 2);
  await kit.app.worker.drain();
  assert.equal(sink.received.length, COPIES_AT_ONCE + 1);
  const address = `reader-${readers.indexOf(last) + 1}@example.org`;
  assert.ok(!sink.received.some(({ to }) => to.includes(address)));
  const { output } = await kit.app.gate.pass(seeOwnHistory, last.asker, {});
  const refused = output.entries.find(({ kind }) => kind === 'sendBulletin');
  assert.equal(refused?.body?.decision, 'refused');
  assert.deepEqual(refused?.body?.because, ['notStopped']);
  assert.deepEqual(await progressOf(kit, by, bulletin), {
    waiting: 0,
    accepted: COPIES_AT_ONCE + 1,
    refused: 0,
    unknown: 0,
    withheld: 1,
    returned: 0,
    complaints: 0,
    stops: 0,
  });
});

test('a copy whose answer never came is unknown, shown so, and no second one ever leaves', async () => {
  const cuts = { left: 1 };
  await using it = await opened({ onMessage: () => (cuts.left-- > 0 ? 'cut' : undefined) });
  const { kit, sink } = it;
  const by = await editor(kit);
  const person = await kit.person(email(1));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  await kit.app.worker.drain();
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 1);
  assert.deepEqual(await progressOf(kit, by, bulletin), {
    waiting: 0,
    accepted: 0,
    refused: 0,
    unknown: 1,
    withheld: 0,
    returned: 0,
    complaints: 0,
    stops: 0,
  });
  const { output } = await kit.app.gate.pass(seeOwnMessages, person.asker, {});
  assert.equal(output.messages[0]?.outcome, 'unknown');
});

test('a worker that dies after the entry leaves an unknown copy, and the restart sends it to nobody twice', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await editor(kit);
  const [one, two, three] = [await kit.person(email(1)), await kit.person(email(2)), await kit.person(email(3))];
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  const take = (person: TestPerson) => {
    const copy = {
      bulletin,
      person: person.personId,
      field: 'email',
      language: 'ru',
      lane: '00000000-0000-4000-8000-000000000001',
    };
    return kit.app.gate.pass(
      sendBulletinOf(kit),
      { kind: 'worker' },
      { ...copy, relay: { host: '127.0.0.1', loopback: true } },
    );
  };
  // What a crash between the entry and the outcome leaves behind: the hand-over is committed, nothing says how it ended.
  // The connection had taken its next recipient too, and not a byte of that copy leaves before the first has its outcome.
  await take(one);
  await take(three);
  await kit.app.worker.drain();
  assert.deepEqual(sink.received.map(({ to }) => to[0]).sort(), ['reader-2@example.org', 'reader-3@example.org']);
  assert.deepEqual(await progressOf(kit, by, bulletin), {
    waiting: 0,
    accepted: 2,
    refused: 0,
    unknown: 1,
    withheld: 0,
    returned: 0,
    complaints: 0,
    stops: 0,
  });
  for (const person of [one, two, three]) {
    await assert.rejects(take(person), refusedMissing('forbidden_by_policy', ['notSentBefore']));
  }
});
