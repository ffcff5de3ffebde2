import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct, type Moment } from '../../kernel/gate/act.ts';
import { BATCH_PERSONS_MAX } from '../../kernel/limits.ts';
import { readHeldFields } from '../../kernel/vault/held/store.ts';
import type { Sealed } from '../../kernel/vault/sealed.ts';
import { encryptToAuthority } from './authority-key.ts';
import { caseSecret } from './case-texts.ts';
import {
  approvedByAnotherOfficer,
  fieldReachedByGround,
  foundNecessary,
  groundFound,
  lawOfPersonsCountry,
  notExpired,
  notYetProduced,
  requestOpen,
  withinScope,
} from './facts.ts';
import { sha256 } from './manifest.ts';
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
  ],
  words: {
    ru: 'готовит данные для органа власти',
    en: 'produces data for an authority',
    uk: 'готує дані для органу влади',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/productions/{position}',
  internal: true,
  input: z.strictObject({ legalRequest: z.uuid(), position: z.int().min(1).max(BATCH_PERSONS_MAX) }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { legalRequest, position }) {
    const request = await store.findLegalRequest(tx, legalRequest);
    const person = await store.personAt(tx, legalRequest, position);
    return request && person && { personId: person.personId, request, ground: request.ground, position };
  },
  async fields({ tx, reached: { personId, request } }) {
    const fields = request.fields ?? [];
    const held = await store.heldFields(tx, request, [personId], fields);
    return fields.map((field) => ({ field, recordId: held.find((one) => one.field === field)?.recordId ?? null }));
  },
  async factsNow(moment) {
    const { reached, person, tx } = moment;
    const { request, ground, facts } = await requestNow(moment);
    const inScope = await store.personAt(tx, request.legalRequestId, reached.position);
    return {
      ...facts,
      // An unknown country is nobody's law.
      lawOfPersonsCountry: ground !== undefined && person !== null && person.country === ground.country,
      withinScope: facts.scoped && inScope?.personId === reached.personId,
      notYetProduced: inScope?.produced === false,
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
    await parts.siteSecrets.store(tx, caseSecret(legalRequestId, `part-${position}`), part.toString('base64'));
    return { given: true };
  },
});

type Producing = Pick<
  Moment<unknown, ReachedRequest & { readonly personId: string; readonly position: number }, unknown>,
  'tx' | 'reached' | 'version' | 'at'
>;

/** What the authority will read about one person. The person is named by their place in the authority's own request. */
async function answerOf(
  { tx, reached, version, at }: Producing,
  opened: ReadonlyMap<string, Sealed<string>>,
): Promise<object> {
  const { personId, request, position } = reached;
  const held = await store.heldFields(tx, request, [personId], [...opened.keys()]);
  const sealed = new Set((await readHeldFields(tx, personId)).filter((field) => !opened.has(field)));
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
        value: declared.type === 'address' ? JSON.parse(text) : text,
        leftAt: held.find((one) => one.field === field)?.leftAt.toISOString() ?? null,
      };
    }),
    // Sealed under a key that the person alone has: it is held, and nobody here can open it.
    sealedByPerson: (request.fields ?? []).filter((field) => sealed.has(field)),
    notHeld: (request.fields ?? []).filter((field) => !opened.has(field) && !sealed.has(field)),
  };
}
