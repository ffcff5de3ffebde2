import type { Tx } from '../../../kernel/db/db.ts';
import { personOfCard } from './store.ts';

/** The person whom a card of the console stands for. */
export async function cardReach(tx: Tx, cardId: string): Promise<{ readonly personId: string } | undefined> {
  const personId = await personOfCard(tx, cardId);
  return personId === undefined ? undefined : { personId };
}
