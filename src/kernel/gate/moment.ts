import assert from 'node:assert/strict';
import type { Reads } from '../db/reading.ts';
import type { Asker } from '../policy/names.ts';
import { Refusal } from '../refusal.ts';
import type { Moment, PersonRow, Reach } from './act.ts';
import { roleFor } from './asker.ts';
import type { GateParts } from './parts.ts';
import type { Request } from './request.ts';
import { type MomentRow, readMomentOfNobody, readMomentRow } from './store.ts';

/** The moment with what the gate alone needs of it. An act that only opens gets none of its transaction. */
export interface GateMoment extends Omit<Moment<unknown, Reach, unknown>, 'tx'> {
  readonly row: MomentRow;
  readonly chainOf: string;
  /** As entries name it; undefined where the chain is of a person who is not there. */
  readonly chain: string | undefined;
  /** The role in which it is asked. */
  readonly role: Asker;
}

/** A moment of a chain that is there. */
export type ChainMoment = GateMoment & { readonly chain: string };

/** Reads the moment: time, version, the end of the chain and the asker's own row, in one statement. */
export async function readMoment(
  parts: GateParts,
  reads: Reads,
  request: Request,
  reached: Reach,
): Promise<GateMoment> {
  const { act, asker, input, prepared } = request;
  const chainOf = reached.personId ?? parts.site.siteId;
  const alone = reached.newPerson !== undefined && asker.kind !== 'person';
  const row = await (alone ? readMomentOfNobody(reads) : readMomentRow(reads, chainOf, asker));
  // INVARIANT: nothing is decided on a shape of the database that this program does not know.
  parts.bearings.hold(row.migrations);
  assert(row.version !== null, 'a policy is published before anything is asked');
  const role = roleFor(act.askers, asker, row.staffRoles);
  const version = await parts.shelf.byNumber(row.version);
  const person = personOf(chainOf, row);
  const chain =
    reached.personId === null
      ? 'site'
      : (row.chain?.toString('base64') ?? (act.afterErasure === true ? (row.formerChain ?? undefined) : undefined));
  return { reads, at: row.at, version, asker, input, reached, prepared, person, parts, row, chainOf, chain, role };
}

function personOf(personId: string, row: MomentRow): PersonRow | null {
  if (row.chain === null || row.language === null) return null;
  const { country, countryHow, language } = row;
  return { personId, country, countryHow, language, restricted: row.restrictedAt !== null };
}

/** @throws Refusal `not_found`: a person erased between two readings is out of reach like one who never was */
export function withChain<M extends GateMoment>(moment: M): M & ChainMoment {
  const { chain } = moment;
  if (chain === undefined) throw new Refusal('not_found', 'there is no such thing, or it is not yours');
  return { ...moment, chain };
}
