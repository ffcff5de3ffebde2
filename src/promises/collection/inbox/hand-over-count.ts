import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { momentFact } from '../../../kernel/policy/moment-fact.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { addressField, relayDeclared, relayIsDeclared } from '../../communication/index.ts';
import { readReminder, settleReminder } from './store.ts';

const countDue = momentFact(
  'countDue',
  {
    ru: 'сотрудник просил об этом письме, и сегодня его ещё не было',
    en: 'the member of staff asked for this mail, and none went today',
    uk: 'працівник просив про цей лист, і сьогодні його ще не було',
  },
  {
    ru: 'сотрудник не просил об этом письме, больше не отвечает на обращения, или сегодня оно уже было',
    en: 'the member of staff did not ask for this mail, no longer answers, or one went today',
    uk: 'працівник не просив про цей лист, більше не відповідає, або сьогодні він уже був',
  },
);

/** The one number for one member of staff, handed over to the mail relay. The entry commits before the first byte leaves. */
export const handOverCount = defineAct({
  name: 'handOverCount',
  section: 'collection',
  askers: ['worker'],
  recipients: ['mail-relay'],
  opens: 'fields',
  facts: [relayDeclared, countDue],
  words: {
    ru: 'отдаёт на доставку письмо сотруднику о том, сколько обращений ждёт',
    en: 'hands over a mail that tells a member of staff how many submissions wait',
    uk: 'віддає на доставку лист працівникові про те, скільки звернень чекає',
  },
  method: 'POST',
  path: '/inbox/counts',
  internal: true,
  input: z.strictObject({
    person: z.uuid(),
    relay: z.strictObject({ host: z.string().max(253), loopback: z.boolean() }),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async (tx, _asker, { person }) =>
    (await readReminder(tx, person)) === undefined ? undefined : { personId: person },
  async fields({ tx, reached, version }) {
    const field = addressField(version.declarations)?.id ?? 'email';
    const [row] = await readSealed(tx, reached.personId, [field]);
    return [{ field, recordId: row?.recordId ?? null, row }];
  },
  async factsNow({ tx, reached, input, version }) {
    const now = await readReminder(tx, reached.personId);
    return {
      relayDeclared: relayIsDeclared(input.relay, version.declarations.site.mailRelay),
      countDue: now?.answers === true && !now.settledToday,
    };
  },
  async run({ tx, reached, opened, version }) {
    const now = await readReminder(tx, reached.personId);
    assert(now !== undefined, 'an allowed mail was asked for');
    await settleReminder(tx, reached.personId);
    const { contact, name } = version.declarations.site;
    // Still sealed: the message that the worker writes is the sink.
    const [address] = [...opened.values()];
    return { address: address ?? null, waiting: now.waiting, language: now.language, contact, siteName: name };
  },
});
