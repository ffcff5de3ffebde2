import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import * as store from './store.ts';

/** The record of leaving data: what was left, when, by which form, under which words. Holds no value. */
export const takeRecord = defineAct({
  name: 'takeRecord',
  section: 'agreement',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'берёт запись о том, как оставил данные',
    en: 'takes the record of leaving data',
    uk: 'бере запис про те, як залишила дані',
  },
  method: 'GET',
  path: '/own-submissions/{submission}',
  input: z.strictObject({ submission: z.uuid() }),
  recording: 'none',
  changesFacts: false,
  async reach(tx, asker, { submission }) {
    if (asker.kind !== 'person') return undefined;
    const row = await store.findSubmission(tx, asker.personId, submission);
    return row && { personId: asker.personId, row };
  },
  async run({ reached: { row }, parts, version: inForce }) {
    const version = await parts.shelf.byNumber(row.version);
    const { declarations } = version;
    const form = declarations.forms.find(({ id }) => id === row.form);
    return {
      submission: row.submissionId,
      at: row.at,
      form: { id: row.form, words: form?.words ?? null },
      language: row.language,
      fields: row.fields.map((id) => {
        const field = declarations.fields.find((one) => one.id === id);
        return {
          id,
          words: field?.words ?? null,
          why: field?.why ?? null,
          category: field?.category ?? null,
          required: form?.fields.find((one) => one.field === id)?.required ?? field?.required ?? false,
          retentionDays: field?.retentionDays ?? null,
          legalBasis: field?.legalBasis ?? null,
        };
      }),
      message: row.messageRecord !== null,
      policy: { version: version.number, digest: version.digest, changedSince: version.meaning !== inForce.meaning },
      site: declarations.site,
    };
  },
});
