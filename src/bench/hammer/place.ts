import assert from 'node:assert/strict';
import { askerOf, type HammerPerson, type HammerPlace } from './ask.ts';

interface Given {
  /** The credential of a service whose purpose `delivery` names the field `name`. */
  readonly secret: string;
  readonly people: readonly { readonly accountName: string; readonly password: string }[];
}

/** People sign in and join a dealing each, so that there is something to write about. */
export async function placeAt(address: string, { secret, people }: Given): Promise<HammerPlace> {
  const ask = askerOf(address, () => true);
  const post = async (path: string, bearer: string | undefined, body: object) => {
    const answer = await ask(`/v1${path}`, { method: 'POST', body, ...(bearer === undefined ? {} : { bearer }) });
    assert(answer.status < 300, `POST ${path} is answered with ${answer.status}: ${answer.bytes}`);
    return JSON.parse(answer.bytes.toString('utf8')) as Readonly<Record<string, unknown>>;
  };
  const ready: HammerPerson[] = [];
  for (const { accountName: identifier, password } of people) {
    const { session } = await post('/sessions', undefined, { identifier, password });
    const { id } = await post('/dealings', secret, { purpose: 'delivery', reference: `hammer ${ready.length}` });
    await post(`/dealings/${id}/join`, String(session), {});
    ready.push({ session: String(session), dealing: String(id), acknowledged: [] });
  }
  return { address, key: await keyAt(address), secret, people: ready };
}

/** A server that runs for others: nothing is written, and only what is public is read. */
export async function publicPlaceAt(address: string, key: string | undefined): Promise<HammerPlace> {
  return { address, key: key ?? (await keyAt(address)), secret: '', people: [] };
}

async function keyAt(address: string): Promise<string> {
  const answer = await fetch(`${address}/ledger/key`);
  assert.equal(answer.status, 200, 'a server tells the key of its ledger');
  return (await answer.text()).trim();
}
