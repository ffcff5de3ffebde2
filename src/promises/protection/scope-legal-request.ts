import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { keepCaseText } from './case-texts.ts';
import { authenticated, notExpired, requestOpen } from './facts.ts';
import { IDENTIFIER_CHARACTERS_MAX, LEGAL_FORM_BYTES_MAX, LEGAL_PERSONS_MAX } from './limits.ts';
import { personsNamed } from './persons-named.ts';
import { personsOfDealings } from './persons-of-dealings.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';
import { TELL_OF_PROCESS_JOB } from './tell-of-process-job.ts';

/**
 * Exactly whom, which fields and which dates a request asks about. Of the fields asked for only those stay that the
 * ground reaches; nothing is opened to find the persons, only compared by their blind tags.
 */
export const scopeLegalRequest = defineAct({
  name: 'scopeLegalRequest',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [authenticated, requestOpen, notExpired],
  words: {
    ru: 'перечисляет людей, поля и даты запроса',
    en: 'lists the persons, fields and dates of a request',
    uk: 'перелічує людей, поля й дати запиту',
  },
  method: 'PUT',
  path: '/legal-requests/{legalRequest}/scope',
  input: z.strictObject({
    legalRequest: z.uuid(),
    persons: z.array(z.string().trim().min(1).max(IDENTIFIER_CHARACTERS_MAX)).min(1).max(LEGAL_PERSONS_MAX),
    fields: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/))
      .min(1)
      .max(50),
    leftFrom: z.iso.datetime({ offset: true }).optional(),
    leftUntil: z.iso.datetime({ offset: true }).optional(),
  }),
  bodyBytes: LEGAL_FORM_BYTES_MAX,
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  factsNow: async (moment) => (await requestNow(moment)).facts,
  async run({ tx, parts, version, reached, input }) {
    const { fields, grounds } = version.declarations;
    const asked = [...new Set(input.fields)];
    const unknown = asked.find((name) => !fields.some(({ id }) => id === name));
    if (unknown !== undefined) throw new Refusal('invalid', `no field \`${unknown}\` is declared`, { field: 'fields' });
    const reaches = grounds.find(({ id }) => id === reached.ground)?.reaches ?? [];
    const within = asked.filter((field) => reaches.includes(field));
    const process = grounds.find(({ id }) => id === reached.ground)?.kind === 'process';
    const persons = process ? await personsOfDealings(tx, input.persons) : await personsNamed(tx, parts, input.persons);
    const set = await store.setScope(tx, {
      legalRequestId: input.legalRequest,
      by: reached.officer,
      askedFields: asked,
      fields: within,
      leftFrom: dateOf(input.leftFrom),
      leftUntil: dateOf(input.leftUntil),
      persons,
      dealings: process ? input.persons : input.persons.map(() => null),
    });
    if (!set)
      throw new Refusal(
        'conflict',
        'a scope that was found necessary, or by which something is kept apart, is not changed any more',
      );
    await keepCaseText(parts, tx, input.legalRequest, 'scope', { persons: input.persons });
    const job = { jobId: parts.random.uuid(), kind: TELL_OF_PROCESS_JOB, personId: null };
    if (process) await enqueue(tx, { ...job, reference: input.legalRequest });
    return { fields: within, found: persons.map((person) => person !== null) };
  },
});

function dateOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
