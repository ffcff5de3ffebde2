import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTransport } from 'nodemailer';
import type { TestApp, TestPerson } from '../../test/testkit/app.ts';
import { confirmed, editor, email, opened, progressOf, written } from '../../test/testkit/bulletins.ts';
import { seeOwnHistory } from '../promises/agreement/index.ts';
import { addressWorks, seeOwnMessages } from '../promises/communication/index.ts';
import { root } from '../root.ts';

const DOMAIN = 'back.site.example';

/** A served site with its own listener, and a bulletin that went to so many readers. */
async function served(readers: number) {
  const it = await opened({}, { MAIL_INTAKE_DOMAIN: DOMAIN, MAIL_INTAKE_PORT: '0' });
  const { kit, sink } = it;
  const by = await editor(kit);
  const people = [];
  for (let n = 1; n <= readers; n += 1) people.push(await kit.person(email(n)));
  const { intakePort = 0 } = await kit.serve();
  const send = async () => {
    const before = sink.received.length;
    const bulletin = await written(kit, by);
    await confirmed(kit, by, bulletin);
    await settled(kit, by, bulletin);
    return { bulletin, copies: sink.received.slice(before) };
  };
  const deliver = async (to: string, raw: string) => {
    const transport = createTransport({ host: '127.0.0.1', port: intakePort });
    try {
      await transport.sendMail({ envelope: { from: '', to }, raw });
      return 250;
    } catch (error) {
      return (error as { responseCode?: number }).responseCode ?? 0;
    } finally {
      transport.close();
    }
  };
  return { ...it, by, people, send, deliver };
}

/** The server's own worker takes part: until nothing waits. */
async function settled(kit: TestApp, by: TestPerson, bulletin: string): Promise<void> {
  for (;;) {
    await kit.app.worker.drain();
    const { waiting = 0 } = (await progressOf(kit, by, bulletin)) as { waiting?: number };
    if (waiting === 0) return;
  }
}

const letter = (name: string, code: string) =>
  readFileSync(join(root, `test/letters/${name}.eml`), 'utf8')
    .replaceAll('0123456789abcdef0123456789abcdef01234567', code)
    .replace(/\n/g, '\r\n');

/** The code of a copy, as its return path carries it. */
const codeOf = (from: string) => /^back-([0-9a-f]{40})@back\.site\.example$/.exec(from)?.[1] ?? '';

test('a copy is named in its return path; one for a mailbox that is gone silences the address until its person speaks up', async () => {
  await using it = await served(1);
  const { kit, deliver, send, people, by } = it;
  const { bulletin, copies } = await send();
  const code = codeOf(copies[0]?.from ?? '');
  const raw = String(copies[0]?.raw);
  assert.match(raw, new RegExp(`^Reply-To: <reply-${code}@${DOMAIN}>\r$`, 'm'));
  assert.match(raw, new RegExp(`^List-Unsubscribe: <[^>]+>, <mailto:stop-${code}@${DOMAIN}\\?subject=stop>\r$`, 'm'));
  assert.match(raw, new RegExp(`^CFBL-Address: complaints@${DOMAIN}; report=arf\r$`, 'm'));
  assert.equal(await deliver(`back-${code.toUpperCase()}@${DOMAIN}`, letter('postfix-delay.delayed', code)), 250);
  assert.equal((await send()).copies.length, 1, 'a delay changes nothing');
  assert.equal(await deliver(`back-${code}@${DOMAIN}`, letter('exchange-unknown.returned-gone', code)), 250);
  assert.equal((await send()).copies.length, 0);
  const [person] = people;
  assert(person !== undefined);
  const { output } = await kit.app.gate.pass(seeOwnMessages, person.asker, {});
  assert.equal(output.mailComesBack, true);
  assert.equal(output.messages.find(({ bulletinId }) => bulletinId === bulletin)?.returnedAs, 'gone');
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  assert.ok(history.entries.some(({ kind }) => kind === 'recordReturn'));
  assert.equal(((await progressOf(kit, by, bulletin)) as { returned?: number }).returned, 1);
  await kit.app.gate.pass(addressWorks, person.asker, {});
  assert.equal((await send()).copies.length, 1);
});

test('a full mailbox is left in peace after three returns of three messages, however often one of them comes back', async () => {
  await using it = await served(1);
  const { deliver, send } = it;
  for (let n = 1; n <= 3; n += 1) {
    const { copies } = await send();
    assert.equal(copies.length, 1);
    const code = codeOf(copies[0]?.from ?? '');
    for (let k = 0; k < 3; k += 1) await deliver(`back-${code}@${DOMAIN}`, letter('gmail-full.returned-full', code));
  }
  assert.equal((await send()).copies.length, 0);
});

test('a letter to the stop address, the answer STOP and a complaint each stop messages; other answers are turned down', async () => {
  await using it = await served(4);
  const { kit, deliver, send, people } = it;
  const { copies } = await send();
  const codes = [...copies].map(({ from }) => codeOf(from));
  const [byLetter = '', byAnswer = '', byComplaint = '', asking = ''] = codes;
  assert.equal(await deliver(`stop-${byLetter}@${DOMAIN}`, 'From: a@b.example\r\nSubject: stop\r\n\r\n\r\n'), 250);
  assert.equal(await deliver(`reply-${byAnswer}@${DOMAIN}`, letter('reply-stop-russian.stop', byAnswer)), 250);
  assert.equal(await deliver(`complaints@${DOMAIN}`, letter('arf-abuse.complaint', byComplaint)), 250);
  assert.equal(await deliver(`reply-${asking}@${DOMAIN}`, letter('reply-question.other', asking)), 550);
  assert.equal(await deliver(`reply-${asking}@${DOMAIN}`, letter('vacation-russian.auto-reply', asking)), 250);
  assert.equal(await deliver(`reply-${asking}@${DOMAIN}`, letter('challenge.challenge', asking)), 250);
  const ways = [];
  for (const person of people) {
    const { output } = await kit.app.gate.pass(seeOwnMessages, person.asker, {});
    ways.push(output.stops[0]?.how ?? 'none');
  }
  assert.deepEqual(ways.sort(), ['complaint', 'mailto', 'none', 'reply']);
  const { copies: later } = await send();
  assert.deepEqual(
    later.map(({ from }) => from !== undefined),
    [true],
  );
});

test('letters to any other address are not taken, and a code that was never given out is unknown', async () => {
  await using it = await served(1);
  const { deliver, send, kit } = it;
  const { copies } = await send();
  const code = codeOf(copies[0]?.from ?? '');
  for (const to of [`anna@${DOMAIN}`, `back-${code}@other.example`, `back-${'0'.repeat(40)}@${DOMAIN}`]) {
    assert.equal(await deliver(to, letter('gmail-full.returned-full', code)), 550, to);
  }
  assert.equal((await send()).copies.length, 1);
  assert.doesNotMatch(kit.logged.join('\n'), new RegExp(`${code}|example\\.org`));
});

test('a relay that says at once that there is no such mailbox silences the address too (RFC 3463, 5.1.1)', async () => {
  await using it = await opened({ onRecipient: () => ({ code: 550, text: '5.1.1 no such user' }) });
  const { kit, sink } = it;
  const by = await editor(kit);
  await kit.person(email(1));
  for (let n = 0; n < 2; n += 1) {
    await confirmed(kit, by, await written(kit, by));
    await kit.app.worker.drain();
  }
  assert.equal(sink.asked.length, 1);
});
