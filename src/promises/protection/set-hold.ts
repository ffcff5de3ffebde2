import { z } from 'zod';
import { defineAct, type Moment } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { keepCaseText } from './case-texts.ts';
import { authenticated, notExpired, requestOpen, scoped, somethingHeld } from './facts.ts';
import * as holds from './holds/store.ts';
import { CASE_TEXT_CHARACTERS_MAX, HOLD_DAYS_MAX, REASON_CHARACTERS_MIN } from './limits.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import { somethingToHold } from './something-to-hold.ts';
import * as store from './store.ts';

/** The job that ends a hold. It names the request and comes back while the hold is renewed. */
export const END_HOLD_JOB = 'end-hold';

/**
 * «Если закон или суд уже обязал нас что-то сохранить, оно лежит отдельно до назначенного срока»: what an instrument
 * names is kept apart under a key of its own. Nothing is opened, nobody's erasure waits, and it ends by itself; to keep
 * it longer takes the same step again, with its reason.
 */
export const setHold = defineAct({
  name: 'setHold',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [authenticated, scoped, requestOpen, notExpired, somethingHeld],
  words: {
    ru: 'откладывает на хранение то, что велено сохранить',
    en: 'keeps apart what is ordered to be kept',
    uk: 'відкладає на зберігання те, що наказано зберегти',
  },
  method: 'PUT',
  path: '/legal-requests/{legalRequest}/hold',
  input: z.strictObject({
    legalRequest: z.uuid(),
    until: z.iso.datetime({ offset: true }),
    reason: z.string().trim().min(REASON_CHARACTERS_MIN).max(CASE_TEXT_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  async factsNow(moment) {
    const { request, facts } = await requestNow(moment);
    return { ...facts, somethingHeld: await somethingToHold(moment.tx, request) };
  },
  async run({ tx, at, parts, reached, input: { legalRequest, until, reason } }) {
    const end = new Date(until);
    if (end <= at || end.getTime() - at.getTime() > HOLD_DAYS_MAX * 86_400_000) {
      const field = 'until';
      throw new Refusal('invalid', `\`until\` must lie ahead, by at most ${HOLD_DAYS_MAX} days`, { field });
    }
    const { holderId, first } = await holds.putHold(tx, {
      legalRequestId: legalRequest,
      holderId: parts.random.uuid(),
      until: end,
      by: reached.officer,
    });
    if (first) await holdAll({ tx, parts }, reached.request, holderId);
    await keepCaseText(parts, tx, legalRequest, 'hold', { reason });
    const job = { jobId: parts.random.uuid(), kind: END_HOLD_JOB, personId: null, reference: legalRequest };
    if (first) await enqueue(tx, { ...job, runAt: end });
    return { until: end };
  },
});

type Holding = Pick<Moment<unknown, unknown, unknown>, 'tx' | 'parts'>;

/** Person by person, in the order of their ids: two holds never wait for each other. */
async function holdAll({ tx, parts }: Holding, request: store.LegalRequestRow, holderId: string): Promise<void> {
  const persons = (await store.personsInScope(tx, request.legalRequestId)).flatMap(({ personId, ...one }) =>
    personId === null ? [] : [{ ...one, personId }],
  );
  const ids = persons.map(({ personId }) => personId);
  const held = await store.heldFields(tx, request, ids, request.fields ?? []);
  const records = new Map<string, string[]>();
  for (const { personId, recordId } of held) records.set(personId, [...(records.get(personId) ?? []), recordId]);
  for (const { personId } of persons.toSorted((a, b) => (a.personId < b.personId ? -1 : 1))) {
    await parts.holds.hold(tx, holderId, personId, records.get(personId) ?? []);
  }
  await holds.insertHeldPersons(tx, request.legalRequestId, persons);
}
