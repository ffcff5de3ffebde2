import { ENTRY_FORMAT, type Entry, makeEntry } from '../ledger/entry.ts';
import type { RefusalCode } from '../refusal.ts';
import type { Asked } from './ask.ts';
import type { AskerIdentity } from './asker.ts';
import type { ChainMoment } from './moment.ts';
import type { Request } from './request.ts';

/** Where in its chain an entry stands. */
export interface PlaceInChain {
  readonly n: number;
  readonly prev: Buffer;
  readonly at: Date;
  /** Why something allowed was not done: the code of the refusal. */
  readonly undone?: RefusalCode;
}

/** What the ledger keeps of an asking, at its place. */
export function entryOf(moment: ChainMoment, request: Request, asked: Asked, place: PlaceInChain): Entry {
  const { n, prev, at, undone } = place;
  const decision = undone === undefined ? (asked.allowed ? 'allowed' : 'refused') : 'undone';
  return makeEntry(
    moment.chainOf,
    // In the order of their names, which is the order they are written in.
    {
      about: asked.about,
      asker: namedAsker(moment, request.asker),
      at: at.toISOString(),
      because: undone === undefined ? asked.missing : [undone],
      categories: asked.categories,
      chain: moment.chain,
      commitments: moment.reached.commitments ?? {},
      decision,
      facts: asked.facts,
      fields: asked.fields.map(({ field }) => field),
      format: ENTRY_FORMAT,
      kind: request.act.name,
      n,
      prev: prev.toString('base64'),
      recipient: asked.recipient,
      sections: asked.sections,
      version: { digest: moment.version.digest, number: moment.version.number },
      ...(asked.widened.length === 0 ? {} : { widened: asked.widened }),
    },
    moment.parts.random,
  );
}

// Services and providers are named in the declarations; persons and staff only by their role.
function namedAsker({ role }: ChainMoment, asker: AskerIdentity): string {
  return asker.kind === 'service' || asker.kind === 'provider' ? `${role}:${asker.id}` : role;
}
