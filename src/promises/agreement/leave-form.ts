import { z } from 'zod';
import { defineAct, type Reach } from '../../kernel/gate/act.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { VALUE_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { leftFieldsSchema, parseFields, plainText } from '../collection/index.ts';
import { hashToken } from '../security/index.ts';
import { countryGiven, policyLinkShown } from './facts.ts';
import { leave } from './leave.ts';
import * as store from './store.ts';

interface Reached extends Reach {
  readonly personId: string;
}

/**
 * Leaving data by a declared form, with an account or without one. Without one a person exists all the same, and gets a
 * key to their own page: shown once, in the answer and nowhere else.
 */
export const leaveForm = defineAct({
  name: 'leaveForm',
  section: 'agreement',
  askers: ['person', 'anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [countryGiven, policyLinkShown],
  words: { ru: 'оставляет данные в форме', en: 'leaves data by a form', uk: 'залишає дані у формі' },
  method: 'POST',
  path: '/forms/{form}/submissions',
  input: z.strictObject({
    form: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    fields: leftFieldsSchema,
    message: z.string().max(VALUE_CHARACTERS_MAX).optional(),
    language: z.enum(LANGUAGES),
    policyVersion: z.int().min(1),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, _asker, { form: id, fields, message = '' }) {
    const { declarations } = await versionInForce(parts);
    const form = declarations.forms.find((one) => one.id === id && id !== 'registration');
    if (form === undefined) throw new Refusal('not_found', 'there is no such form');
    const values = parseFields(declarations, fields);
    const stranger = values.find(({ field }) => !form.fields.some((one) => one.field === field.id));
    if (stranger !== undefined) throw notOfForm(stranger.field.id);
    const missing = form.fields.find((one) => one.required && !values.some(({ field }) => field.id === one.field));
    if (missing !== undefined) {
      throw new Refusal('invalid', `\`${missing.field}\` is needed`, { field: `fields.${missing.field}` });
    }
    const text = plainText(
      message,
      (expected) => new Refusal('invalid', `\`message\` must be ${expected}`, { field: 'message' }),
    );
    if (text !== '' && !form.message) throw notOfForm('message');
    return { personId: parts.random.uuid(), values, text: text === '' ? null : text };
  },
  async reach(_tx, asker, { language }, { personId, values }): Promise<Reached> {
    if (asker.kind === 'person') return { personId: asker.personId };
    const country = values.find(({ field }) => field.type === 'country')?.plaintext ?? null;
    return { personId, newPerson: { country, language } };
  },
  factsNow: async ({ person, prepared, input, version }) => ({
    countryGiven: person?.country != null || prepared.values.some(({ field }) => field.type === 'country'),
    policyLinkShown: input.policyVersion === version.number,
  }),
  async run(running) {
    const { tx, parts, reached, prepared, input, asker, version } = running;
    const { personId } = reached;
    const { form, language } = input;
    const country = prepared.values.find(({ field }) => field.type === 'country');
    if (country !== undefined) await store.updateCountry(tx, personId, country.plaintext);
    const submissionId = await leave(running, personId, {
      form,
      language,
      values: prepared.values,
      message: prepared.text,
    });
    if (asker.kind === 'person') return { submission: submissionId, version: version.number, key: null };
    const key = parts.random.bytes(32).toString('base64url');
    await store.insertOwnKey(tx, hashToken(key), personId);
    return { submission: submissionId, version: version.number, key };
  },
});

function notOfForm(name: string): Refusal {
  return new Refusal('invalid', `\`${name}\` is not part of this form`, { field: `fields.${name}` });
}
