import { z } from 'zod';
import { toWrite } from '../../kernel/db/writing.ts';
import type { Reach } from '../../kernel/gate/act.ts';
import { defineMaking, writeRows } from '../../kernel/gate/making.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { Conflict } from '../../kernel/gate/request.ts';
import { VALUE_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { leftFieldsSchema, newInInbox, plainText } from '../collection/index.ts';
import { hashToken, workSchema } from '../security/index.ts';
import { countryGiven, leftHere, policyLinkShown } from './facts.ts';
import { macOfLeft, ownKeyFor, readFormNonce } from './form-nonce.ts';
import { parseForm } from './form-values.ts';
import { leave } from './leave.ts';
import { leaveAsNew } from './leave-as-new.ts';
import { refuseFlood } from './refuse-flood.ts';
import * as store from './store.ts';

interface Reached extends Reach {
  readonly personId: string;
  /** What the same page left before: nothing is done again. */
  readonly before: string | null;
}

/**
 * Leaving data by a declared form, with an account or without one. Without one a person exists all the same, and gets a
 * key to their own page: shown in the answer and nowhere else. What comes without the person's session and without a
 * page of ours is somebody else's word: only a service of the site may send it, and nobody uses it until the person
 * confirms it.
 */
export const leaveForm = defineMaking({
  name: 'leaveForm',
  section: 'agreement',
  askers: ['person', 'service', 'anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [countryGiven, policyLinkShown, leftHere],
  words: { ru: 'оставляет данные в форме', en: 'leaves data by a form', uk: 'залишає дані у формі' },
  method: 'POST',
  path: '/forms/{form}/submissions',
  holdsFiles: true,
  input: z.strictObject({
    form: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    fields: leftFieldsSchema,
    message: z.string().max(VALUE_CHARACTERS_MAX).optional(),
    language: z.enum(LANGUAGES),
    /** Of the page of the form: it shows where this was written and which policy was linked there. */
    nonce: z.string().max(100).optional(),
    /** The version whose link stood before the button, where there was no page of ours. */
    policyVersion: z.int().min(1).optional(),
    /** What no person sees, and machines fill in. */
    website: z.string().max(VALUE_CHARACTERS_MAX).optional(),
    /** What was done for this submission, where the site asked for work. */
    work: workSchema.optional(),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { form: id, fields, message = '', nonce, website = '', work }) {
    const { declarations } = await versionInForce(parts);
    const form = declarations.forms.find((one) => one.id === id && id !== 'registration');
    if (form === undefined) throw new Refusal('not_found', 'there is no such form');
    await refuseFlood(parts, asker, form, { hiddenField: website, work });
    const values = await parseForm(parts, declarations, form, fields);
    const text = plainText(
      message,
      (expected) => new Refusal('invalid', `\`message\` must be ${expected}`, { field: 'message' }),
    );
    if (text !== '' && !form.message) {
      throw new Refusal('invalid', '`message` is not part of this form', { field: 'message' });
    }
    const shown = nonce === undefined ? undefined : readFormNonce(parts, id, nonce);
    if (nonce !== undefined && shown === undefined) {
      throw new Refusal('gone', 'this page of the form is too old or not ours: open it again', { field: 'nonce' });
    }
    const left = values.map(({ field, plaintext }) => [field.id, plaintext]);
    return {
      personId: parts.random.uuid(),
      values,
      text: text === '' ? null : text,
      answered: form.answered ?? true,
      shown,
      nonceHash: nonce === undefined ? null : hashToken(nonce),
      mac: macOfLeft(parts, [left, text]),
    };
  },
  async reach(reads, asker, { language }, { personId, values, nonceHash, mac }): Promise<Reached> {
    const known = asker.kind === 'person' ? asker.personId : null;
    const before = nonceHash === null ? undefined : await store.findLeftByNonce(reads, nonceHash);
    if (before !== undefined) {
      if (!before.mac.equals(mac) || (known !== null && known !== before.personId)) {
        throw new Refusal('conflict', 'this page of the form was left already', { field: 'nonce' });
      }
      return { personId: before.personId, before: before.submissionId };
    }
    if (known !== null) return { personId: known, before: null };
    const country = values.find(({ field }) => field.type === 'country')?.plaintext ?? null;
    return { personId, before: null, newPerson: { country: nonceHash === null ? null : country, language } };
  },
  factsNow: async ({ person, prepared: { values, shown }, input, version, asker }) => ({
    countryGiven: person?.country != null || values.some(({ field }) => field.type === 'country'),
    policyLinkShown: (shown?.version ?? input.policyVersion) === version.number,
    leftHere: asker.kind === 'person' || shown !== undefined,
  }),
  makes: ({ parts, reached: { personId }, prepared, input, version }) => {
    const { form, language, nonce } = input;
    const { values, text: message, nonceHash, mac } = prepared;
    const key = nonce === undefined ? null : ownKeyFor(parts, nonce);
    const origin = nonce === undefined ? ('from-elsewhere' as const) : ('left-here' as const);
    const page = { nonceHash, mac, keyHash: key === null ? null : hashToken(key) };
    const left = leaveAsNew({ parts, version }, personId, { form, language, values, message, origin, ...page });
    const { submissionId } = left;
    const inbox = prepared.answered ? [toWrite(newInInbox, { personId, submissionId, form })] : [];
    const output = { submission: submissionId, version: version.number, key };
    return { values: left.values, rows: [...left.rows, ...inbox], output };
  },
  async run(running) {
    const { tx, parts, reached, prepared, input, asker, version } = running;
    const { personId, before } = reached;
    const { form, language, nonce } = input;
    if (before !== null) {
      const key = asker.kind === 'person' || nonce === undefined ? null : ownKeyFor(parts, nonce);
      return { submission: before, version: version.number, key };
    }
    const country = prepared.values.find(({ field }) => field.type === 'country');
    if (country !== undefined) await store.updateCountry(tx, personId, country.plaintext);
    const { values, text: message, nonceHash, mac } = prepared;
    const submissionId = await leave(running, personId, { form, language, values, message });
    if (prepared.answered) await writeRows(tx, [toWrite(newInInbox, { personId, submissionId, form })]);
    // The same page at the same moment: the other one was first, and this one is a repeat.
    const first = nonceHash === null || (await store.insertLeftByNonce(tx, nonceHash, { personId, submissionId, mac }));
    if (!first) throw new Conflict();
    return { submission: submissionId, version: version.number, key: null };
  },
});
