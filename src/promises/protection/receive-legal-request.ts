import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { isAuthorityKey } from './authority-key.ts';
import { keepCaseText } from './case-texts.ts';
import { groundDeclared } from './facts.ts';
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
  }),
  recording: 'each',
  changesFacts: true,
  idempotent: true,
  async prepare(_parts, _asker, { authorityKey }) {
    if (await isAuthorityKey(authorityKey)) return;
    throw new Refusal('invalid', '`authorityKey` is no public age key', { field: 'authorityKey' });
  },
  reach: async (_tx, asker, input) =>
    asker.kind === 'person' ? { personId: null, officer: asker.personId, ground: input.ground } : undefined,
  async run({ tx, at, parts, reached, input, made }) {
    const expiresAt = new Date(input.expiresAt);
    if (expiresAt <= at) throw new Refusal('invalid', '`expiresAt` must lie ahead', { field: 'expiresAt' });
    const legalRequestId = parts.random.uuid();
    const { ground, authorityKey, authority, reference, asked } = input;
    await store.insertLegalRequest(tx, { legalRequestId, ground, authorityKey, expiresAt, by: reached.officer });
    await keepCaseText(parts, tx, legalRequestId, 'intake', { authority, reference, asked });
    made(legalRequestId);
    return { id: legalRequestId };
  },
  again: async (_running, reference) => ({ id: reference }),
});
