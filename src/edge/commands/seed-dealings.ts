import type { App } from '../../app.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import { leaveForm, makeFormNonce } from '../../promises/agreement/index.ts';
import { startConversation } from '../../promises/collection/index.ts';
import { askFields, joinDealing, openDealing } from '../../promises/use/index.ts';

const STRANGER = { kind: 'anyone', network: 'seed' } as const;

export interface SeededPerson {
  readonly asker: AskerIdentity;
  readonly language: Language;
}

/**
 * What there is to see on a first day: each of the people ordered at the shop, which got the two fields of its purpose and was
 * refused a third; one of them wrote to the administration; and a visitor left a message without registering.
 *
 * @param shop The demonstration's shop, as the gate knows it.
 */
export async function seedDealings(
  { gate, parts }: App,
  shop: AskerIdentity,
  people: readonly SeededPerson[],
): Promise<void> {
  for (const [index, { asker }] of people.entries()) {
    const order = { purpose: 'invoice', reference: `lamp-${1001 + index}` };
    const { output } = await gate.pass(openDealing, shop, order);
    await gate.pass(joinDealing, asker, { dealing: output.id });
    await gate.pass(askFields, shop, { dealing: output.id, fields: ['name', 'email'] });
    await refused(gate.pass(askFields, shop, { dealing: output.id, fields: ['phone'] }));
  }
  const [writer] = people;
  if (writer !== undefined) {
    const { asker, language } = writer;
    await gate.pass(startConversation, asker, { text: QUESTION[language], language });
  }
  const version = await parts.shelf.inForce();
  await gate.pass(leaveForm, STRANGER, {
    form: 'contact',
    fields: { name: 'Demonstration Visitor', country: 'GB', email: 'visitor@example.org' },
    message: 'Demonstration: do you repair lamps that were bought elsewhere?',
    language: 'en',
    nonce: makeFormNonce(parts, 'contact', version?.number ?? 1),
  });
}

const QUESTION: Readonly<Record<Language, string>> = {
  ru: 'Демонстрация: когда привезут лампу?',
  en: 'Demonstration: when will the lamp be brought?',
  uk: 'Демонстрація: коли привезуть лампу?',
};

/** The demonstration shows a refusal: without one it would show nothing. */
async function refused(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'forbidden_by_policy') return;
    throw error;
  }
  throw new Error('the policy gives this field for no purpose of the shop');
}
