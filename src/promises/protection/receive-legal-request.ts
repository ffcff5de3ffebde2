import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { isAuthorityKey } from './authority-key.ts';
import { keepCaseText } from './case-texts.ts';
import { groundDeclared } from './facts.ts';
import { gagEnd, noGagInAProcess } from './gag-end.ts';
import { CASE_NAME_CHARACTERS_MAX, CASE_TEXT_CHARACTERS_MAX } from './limits.ts';
import * as store from './store.ts';

/**
 * «Исключения описывает закон страны, в которой Вы ведёте деятельность»: a request of an authority is recorded with its
 * ground, its end and the key that alone will be able to read an answer. It opens nothing and names nobody yet.
 */
export const receiveLegalRequest = defineAct({
  name: 'receiveLegalRequest',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [groundDeclared],
  words: {
    ru: 'записывает запрос органа власти',
    en: 'records the request of an authority',
    uk: 'записує запит органу влади',
  },
  method: 'POST',
  path: '/legal-requests',
  input: z.strictObject({
    ground: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    authority: z.string().trim().min(1).max(CASE_NAME_CHARACTERS_MAX),
    reference: z.string().trim().min(1).max(CASE_NAME_CHARACTERS_MAX),
    asked: z.string().trim().min(1).max(CASE_TEXT_CHARACTERS_MAX),
    authorityKey: z.string().trim().max(2000),
    expiresAt: z.iso.datetime({ offset: true }),
    /** Until when the person must not be told, where the instrument forbids it. */
    gagUntil: z.iso.datetime({ offset: true }).optional(),
    /** Danger to life or limb, as the authority states it: an officer named lately waits for less. */
    urgent: z.boolean().optional(),
  }),
  recording: 'each',
  changesFacts: true,
  idempotent: true,
  async prepare({ random }, _asker, { authorityKey }) {
    if (await isAuthorityKey(authorityKey)) return { legalRequestId: random.uuid() };
    throw new Refusal('invalid', '`authorityKey` is no public age key', { field: 'authorityKey' });
  },
  async reach(_tx, asker, { ground, gagUntil }, { legalRequestId }) {
    if (asker.kind !== 'person') return undefined;
    const reached = { personId: null, officer: asker.personId, ground };
    return gagUntil === undefined ? reached : { ...reached, sealedIn: { matterId: legalRequestId } };
  },
  async run({ tx, at, version, parts, reached, input, prepared: { legalRequestId }, made }) {
    const expiresAt = new Date(input.expiresAt);
    if (expiresAt <= at) throw new Refusal('invalid', '`expiresAt` must lie ahead', { field: 'expiresAt' });
    const gagUntil = gagEnd(input.gagUntil, at);
    const kind = version.declarations.grounds.find(({ id }) => id === input.ground)?.kind;
    if (gagUntil !== null && kind === 'process') throw noGagInAProcess();
    const { ground, authorityKey, authority, reference, asked } = input;
    await store.insertLegalRequest(tx, {
      legalRequestId,
      ground,
      authorityKey,
      expiresAt,
      gagUntil,
      urgent: input.urgent ?? false,
      by: reached.officer,
    });
    await keepCaseText(parts, tx, legalRequestId, 'intake', { authority, reference, asked });
    made(legalRequestId);
    return { id: legalRequestId };
  },
  again: async (_running, reference) => ({ id: reference }),
});
