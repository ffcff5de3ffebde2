import assert from 'node:assert/strict';
import { Refusal } from '../../src/kernel/refusal.ts';
import {
  confirmBulletin,
  nameSender,
  previewBulletin,
  seeBulletins,
  writeBulletin,
} from '../../src/promises/communication/index.ts';
import { LEFT, openTestApp, type TestApp, type TestPerson } from './app.ts';
import { openSmtpSink, type SinkBehaviour } from './smtp.ts';

export const ORIGIN = 'https://site.example';
const SENDER = { address: 'news@site.example', name: 'Лавка' };
const TEXT = 'Открылся новый магазин.\n\nНе хотите таких писем: {stop}';

export async function opened(behaviour: SinkBehaviour = {}, env: Readonly<Record<string, string>> = {}) {
  const sink = await openSmtpSink(behaviour);
  const kit = await openTestApp({ SMTP_URL: sink.url, ...env });
  return {
    kit,
    sink,
    async [Symbol.asyncDispose]() {
      await kit[Symbol.asyncDispose]();
      await sink[Symbol.asyncDispose]();
    },
  };
}

/** A member of staff with a session that two factors stand behind. */
export async function editor(kit: TestApp, role = 'editor'): Promise<TestPerson> {
  const person = await kit.person({ name: 'Editor', country: 'UA' });
  await kit.app.parts.db.run('insert into staff (person_id, role) values ($1, $2)', [person.personId, role]);
  await kit.app.parts.db.run('update session set strong = true where person_id = $1', [person.personId]);
  if (role !== 'support') await kit.app.gate.pass(nameSender, person.asker, SENDER);
  return person;
}

export const draft = (more: object = {}) => ({
  topic: 'news',
  sender: SENDER.address,
  language: 'ru',
  subject: 'Новости ноября',
  markdown: TEXT,
  ...more,
});

export async function written(kit: TestApp, by: TestPerson, more: object = {}): Promise<string> {
  const { output } = await kit.app.gate.pass(writeBulletin, by.asker, draft(more));
  return output.bulletin;
}

export async function confirmed(kit: TestApp, by: TestPerson, bulletin: string): Promise<number> {
  const { output: seen } = await kit.app.gate.pass(previewBulletin, by.asker, { bulletin, origin: ORIGIN });
  const { output } = await kit.app.gate.pass(confirmBulletin, by.asker, {
    bulletin,
    origin: ORIGIN,
    shown: seen.shown,
  });
  return output.audience;
}

export const progressOf = async (kit: TestApp, by: TestPerson, bulletin: string) => {
  const { output } = await kit.app.gate.pass(seeBulletins, by.asker, {});
  const { bulletinId: _, ...progress } = output.bulletins.find(({ bulletinId }) => bulletinId === bulletin)
    ?.progress ?? { bulletinId: '' };
  return progress;
};

export const email = (n: number) => ({ name: LEFT.name, country: 'UA', email: `reader-${n}@example.org` });

export function refusedMissing(code: Refusal['code'], missing: readonly string[] = []) {
  return (error: unknown) => {
    assert(error instanceof Refusal, String(error));
    assert.equal(error.code, code);
    assert.deepEqual(error.detail.missing ?? [], missing);
    return true;
  };
}

export function sendBulletinOf(kit: TestApp) {
  const act = kit.app.gate.acts.find(({ name }) => name === 'sendBulletin');
  assert(act !== undefined);
  return act;
}
