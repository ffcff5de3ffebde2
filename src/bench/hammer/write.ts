import type { Ask, HammerPerson } from './ask.ts';
import { Contradiction } from './contradiction.ts';

/** The person corrects their name, and a service asks for it: two entries of one chain, of which the first tells its number. */
export async function write({ ask }: { readonly ask: Ask }, person: HammerPerson, secret: string): Promise<boolean> {
  const { session, dealing, acknowledged } = person;
  const body = { fields: { name: `Имя ${acknowledged.length}` }, language: 'ru' };
  const left = await ask('/v1/own-data', { method: 'PUT', bearer: session, body });
  if (left.status === 503 || left.status === 429) return false;
  if (left.status !== 200) throw strange('a correction', left);
  if (left.entry > 0) acknowledged.push(left.entry);
  const opened = await ask(`/v1/dealings/${dealing}/fields`, {
    method: 'POST',
    bearer: secret,
    body: { fields: ['name'] },
  });
  if (![200, 503, 429].includes(opened.status)) throw strange('an asking for a field', opened);
  return left.entry > 0;
}

/** What is answered with neither success nor "busy" is no contradiction of the ledger, but nothing to go on with either. */
export function strange(
  what: string,
  { status, bytes }: { readonly status: number; readonly bytes: Buffer },
): Contradiction {
  return new Contradiction(`${what} was answered with ${status}`, [bytes.toString('utf8').slice(0, 2000)]);
}
