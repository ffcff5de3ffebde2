import { z } from 'zod';
import { defineAct, type FieldToOpen } from '../../../kernel/gate/act.ts';
import { openToRole, seenBy } from '../../../kernel/policy/seen-by.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { MESSAGE_CATEGORY } from '../message-text.ts';
import { fieldOfAnsweredForm, notTakenByAnother, submissionOpen, submissionUsable } from './facts.ts';
import * as store from './store.ts';
import { factsOfTaking, memberOf, waitingReach } from './waiting-reach.ts';

/**
 * A member of staff opens what somebody left, to answer it: the fields of that form and the text, nothing else of the
 * person, and one entry for all of it. It is theirs from then on.
 */
export const answerSubmission = defineAct({
  name: 'answerSubmission',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['staff'],
  opens: 'fields',
  categories: [MESSAGE_CATEGORY],
  facts: [fieldOfAnsweredForm, openToRole, submissionOpen, notTakenByAnother, submissionUsable],
  words: {
    ru: 'открывает обращение, чтобы ответить',
    en: 'opens a submission to answer it',
    uk: 'відкриває звернення, щоб відповісти',
  },
  method: 'POST',
  path: '/inbox/{submission}/answer',
  internal: true,
  input: z.strictObject({ submission: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, { submission }) => waitingReach(tx, submission),
  async fields({ tx, version, role, reached: { personId, waiting } }): Promise<readonly FieldToOpen[]> {
    const left = version.declarations.fields.filter(({ id }) => waiting.fields.includes(id));
    // What is declared masked for this role is not asked for, so that the rest can be answered.
    const asked = left.filter((field) => seenBy(field, role) === 'open').map(({ id }) => id);
    const rows = await readSealed(tx, personId, asked);
    const text = waiting.messageRecord;
    return [
      ...rows.map((row) => ({ field: row.field, recordId: row.recordId, row })),
      ...(text === null
        ? []
        : [{ field: `message/${waiting.submissionId}`, recordId: text, category: MESSAGE_CATEGORY }]),
    ];
  },
  async factsNow({ tx, asker, person, reached: { personId, waiting } }) {
    const now = await store.findWaiting(tx, waiting.submissionId);
    if (now === undefined) throw new Refusal('not_found', 'it was erased');
    const rows = await readSealed(tx, personId, waiting.fields);
    return {
      ...factsOfTaking(now, asker),
      submissionUsable: person?.restricted !== true && rows.every(({ origin }) => origin !== 'from-elsewhere'),
    };
  },
  async run({ tx, reached: { waiting }, asker, role, version, opened }) {
    await store.takeFromInbox(tx, waiting, memberOf(asker));
    const { submissionId, form, leftAt, language, messageRecord, fields } = waiting;
    return {
      id: submissionId,
      form,
      leftAt,
      language,
      message: messageRecord === null ? null : (opened.get(messageRecord)?.unseal('answer') ?? null),
      /** Declared masked for this role: it is there, and the person's card opens it for a reason. */
      masked: version.declarations.fields
        .filter((field) => fields.includes(field.id) && seenBy(field, role) === 'masked')
        .map(({ id }) => id),
      fields: fields.flatMap((field) => {
        const value = opened.get(field);
        return value === undefined ? [] : [{ field, value: value.unseal('answer') }];
      }),
    };
  },
});
