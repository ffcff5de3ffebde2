import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct, type Moment } from '../../kernel/gate/act.ts';
import { readHeldOf } from '../../kernel/vault/hold/store.ts';
import type { Sealed } from '../../kernel/vault/sealed.ts';
import { structured } from '../collection/index.ts';
import { encryptToAuthority } from './authority-key.ts';
import {
  approvedByAnotherOfficer,
  fieldReachedByGround,
  foundNecessary,
  groundFound,
  groundIsProcess,
  lawOfPersonsCountry,
  notExpired,
  notYetProduced,
  processConcernsPersonsOwnDealing,
  requestOpen,
  toldBefore,
  withinScope,
} from './facts.ts';
import * as holds from './holds/store.ts';
import { LEGAL_PERSONS_MAX } from './limits.ts';
import { sha256 } from './manifest.ts';
import { sealedOf } from './reach.ts';
import { type ReachedRequest, requestNow } from './request-facts.ts';
import * as store from './store.ts';

/**
 * The one act by which anything of a person is opened for an authority: of one person, exactly the fields of the scope
 * that the ground reaches, once. What was opened is encrypted to the authority before the act ends, so that nothing of it
 * lies readable anywhere; the person's own chain says so.
 */
export const produceForAuthority = defineAct({
  name: 'produceForAuthority',
  section: 'protection',
  askers: ['worker'],
  recipients: ['authority'],
  opens: 'fields',
  names: 'ground',
  facts: [
    groundFound,
    lawOfPersonsCountry,
    fieldReachedByGround,
    withinScope,
    foundNecessary,
    approvedByAnotherOfficer,
    requestOpen,
    notExpired,
    notYetProduced,
    groundIsProcess,
    processConcernsPersonsOwnDealing,
    toldBefore,
  ],
  words: {
    ru: 'готовит данные для органа власти',
    en: 'produces data for an authority',
    uk: 'готує дані для органу влади',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/productions/{position}',
  internal: true,
  input: z.strictObject({ legalRequest: z.uuid(), position: z.int().min(1).max(LEGAL_PERSONS_MAX) }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { legalRequest, position }) {
    const request = await store.findLegalRequest(tx, legalRequest);
    if (request === undefined) return undefined;
    const reached = { request, ground: request.ground, position, ...sealedOf(request) };
    const person = await store.personAt(tx, legalRequest, position);
    if (person !== undefined) return { ...reached, personId: person.personId, person, held: null };
    // Who has gone is out of reach, but for what an instrument ordered to be kept before.
    const gone = await store.gonePosition(tx, legalRequest, position);
    const held = (await holds.heldPersons(tx, legalRequest)).find((one) => one.position === position);
    return gone && held && { ...reached, personId: null, heldOf: held.personId, person: null, held, gone };
  },
  async fields({ tx, reached: { personId, request, held } }) {
    const fields = request.fields ?? [];
    if (held !== null) {
      const rows = await readHeldOf(tx, held.holderId, held.personId);
      return fields.map((field) => {
        const row = rows.find((one) => one.field === field);
        return { field, recordId: row?.recordId ?? null, row };
      });
    }
    const persons = personId === null ? [] : [personId];
    const own = await store.heldFields(tx, request, persons, fields);
    // What the person sealed under a key of their own nobody here can open.
    const sealed = new Set((await store.sealedByPersons(tx, persons, fields)).map(({ field }) => field));
    const recordOf = (field: string) => own.find((one) => one.field === field)?.recordId ?? null;
    return fields.map((field) => ({ field, recordId: sealed.has(field) ? null : recordOf(field) }));
  },
  async factsNow(moment) {
    const { reached, person, tx } = moment;
    const { request, ground, facts } = await requestNow(moment);
    const { legalRequestId } = request;
    const inScope = await store.personAt(tx, legalRequestId, reached.position);
    const gone = reached.held && (await store.gonePosition(tx, legalRequestId, reached.position));
    const country = reached.held === null ? person?.country : reached.held.country;
    return {
      ...facts,
      // An unknown country is nobody's law.
      lawOfPersonsCountry: ground !== undefined && country === ground.country,
      withinScope: facts.scoped && (reached.held ? gone != null : inScope?.personId === reached.personId),
      notYetProduced: (reached.held ? gone : inScope)?.produced === false,
      processConcernsPersonsOwnDealing: inScope?.ownDealing ?? false,
      toldBefore: inScope?.told ?? false,
    };
  },
  async run({ tx, parts, reached, version, at, opened }) {
    const { request, position } = reached;
    const { legalRequestId } = request;
    const fields = (request.fields ?? []).filter((field) => opened.has(field));
    const production = { legalRequestId, position, fields };
    if (opened.size === 0) {
      await store.markOnePersonProduced(tx, { ...production, part: null });
      return { given: false };
    }
    const answer = await answerOf({ tx, reached, version, at }, opened);
    const part = await encryptToAuthority(request.authorityKey, Buffer.from(JSON.stringify(answer, null, 2)));
    await store.markOnePersonProduced(tx, { ...production, part: { digest: sha256(part), bytes: part.length } });
    await parts.siteSecrets.of(legalRequestId).store(tx, `part-${position}`, part.toString('base64'));
    return { given: true };
  },
});

interface ReachedPerson extends ReachedRequest {
  readonly position: number;
  readonly held: { readonly holderId: string; readonly personId: string } | null;
}

type Producing = Pick<Moment<unknown, ReachedPerson, unknown>, 'tx' | 'reached' | 'version' | 'at'>;

/** What the authority will read about one person. The person is named by their place in the authority's own request. */
async function answerOf(
  { tx, reached, version, at }: Producing,
  opened: ReadonlyMap<string, Sealed<string>>,
): Promise<object> {
  const { personId, request, position, held: apart } = reached;
  const held = apart
    ? await readHeldOf(tx, apart.holderId, apart.personId)
    : await store.heldFields(tx, request, personId === null ? [] : [personId], [...opened.keys()]);
  const persons = personId === null ? [] : [personId];
  const sealed = new Set((await store.sealedByPersons(tx, persons, request.fields ?? [])).map(({ field }) => field));
  return {
    format: 'kristalux/production/v1',
    legalRequest: request.legalRequestId,
    position,
    producedAt: at.toISOString(),
    fields: (request.fields ?? []).flatMap((field) => {
      const value = opened.get(field);
      if (value === undefined) return [];
      const declared = version.declarations.fields.find(({ id }) => id === field);
      assert(declared !== undefined, 'what was decided on is declared');
      const text = value.unseal('hand-over');
      return {
        field,
        label: declared.words[version.binding],
        value: structured(declared, text),
        leftAt: held.find((one) => one.field === field)?.leftAt.toISOString() ?? null,
      };
    }),
    // Sealed under a key that the person alone has: it is held, and nobody here can open it.
    sealedByPerson: (request.fields ?? []).filter((field) => !opened.has(field) && sealed.has(field)),
    notHeld: (request.fields ?? []).filter((field) => !opened.has(field) && !sealed.has(field)),
  };
}
