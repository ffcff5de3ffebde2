import { joinDealing, openDealing } from '../../src/promises/use/index.ts';
import type { TestApp, TestPerson } from './app.ts';

/** A dealing with the shop of the demonstration that this person has joined. */
export async function joinedDealing(kit: TestApp, person: TestPerson): Promise<string> {
  const { asker } = await kit.credential('service', 'shop');
  const { output } = await kit.app.gate.pass(openDealing, asker, { purpose: 'delivery', reference: 'order 17' });
  await kit.app.gate.pass(joinDealing, person.asker, { dealing: output.id });
  return output.id;
}
