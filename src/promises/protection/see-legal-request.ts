import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { batchesMade, progressOf } from './batches/store.ts';
import { readCaseTexts } from './case-texts.ts';
import * as holds from './holds/store.ts';
import { CASE_PAGE_PERSONS, LEGAL_PERSONS_MAX, PROCESS_NOTICE_DAYS } from './limits.ts';
import { officersRequest } from './reach.ts';
import { legalRequestState } from './request-state.ts';
import * as store from './store.ts';
import { waitingIsOver } from './waiting-is-over.ts';

/**
 * One case before an officer: what was typed about it, and side by side what was asked, what the ground allows and what
 * would be sent. Which fields a person has is seen from the rows; no value of theirs is opened.
 */
export const seeLegalRequest = defineAct({
  name: 'seeLegalRequest',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['staff'],
  opens: 'nothing',
  names: 'ground',
  facts: [],
  words: {
    ru: 'смотрит запрос органа власти',
    en: 'looks at the request of an authority',
    uk: 'переглядає запит органу влади',
  },
  method: 'GET',
  path: '/legal-requests/{legalRequest}',
  input: z.strictObject({
    legalRequest: z.uuid(),
    /** The place in the request from which on persons are shown. */
    from: z.coerce.number().int().min(1).max(LEGAL_PERSONS_MAX).default(1),
  }),
  recording: 'each',
  changesFacts: false,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  async run({ tx, at, parts, version, reached, input }) {
    const { request, officer } = reached;
    const ground = version.declarations.grounds.find(({ id }) => id === request.ground);
    const texts = await readCaseTexts(parts, tx, request.legalRequestId);
    const persons = await store.personsInScope(tx, request.legalRequestId, {
      from: input.from,
      until: input.from + CASE_PAGE_PERSONS - 1,
    });
    const progress = await progressOf(tx, request.legalRequestId);
    const batches = await batchesMade(tx, request.legalRequestId);
    const here = persons.flatMap(({ personId }) => personId ?? []);
    const held = await store.heldFields(tx, request, here, request.fields ?? []);
    const hold = await holds.findHold(tx, request.legalRequestId);
    const kept = await holds.heldPersons(tx, request.legalRequestId);
    const sealed = await store.sealedByPersons(tx, here, request.fields ?? []);
    return {
      id: request.legalRequestId,
      state: legalRequestState(request, at),
      ground: request.ground,
      authorityKey: request.authorityKey,
      texts,
      receivedAt: request.receivedAt,
      expiresAt: request.expiresAt,
      authenticatedAt: request.authenticatedAt,
      scopedAt: request.scopedAt,
      objectedAt: request.objectedAt,
      urgent: request.urgent,
      /** Until when the person must not be told. */
      gagUntil: request.gagUntil,
      gagged: request.gagged,
      process: ground?.kind === 'process',
      /** Until when what the instrument names is kept apart. */
      heldUntil: hold?.until ?? null,
      /** Of a process: whether everybody was told long enough ago. */
      toldBefore: await store.allToldBefore(tx, request.legalRequestId, PROCESS_NOTICE_DAYS),
      foundAt: request.foundAt,
      approvedAt: request.approvedAt,
      producedAt: request.producedAt,
      takenAt: request.takenAt,
      deliveredAt: request.deliveredAt,
      answeredAt: request.answeredAt,
      answer: request.answer,
      leftFrom: request.leftFrom,
      leftUntil: request.leftUntil,
      /** Asked, allowed by the ground, and below for each person what would be sent. */
      asked: request.askedFields ?? [],
      allowed: request.fields ?? [],
      /** How many the request names, and of how many something or nothing was produced. */
      progress,
      /** The next person to be shown, where there are more. */
      next: progress.persons < input.from + CASE_PAGE_PERSONS ? null : input.from + CASE_PAGE_PERSONS,
      batches: batches.map(({ batch, digest, takenAt }) => ({ batch, given: digest !== null, takenAt })),
      persons: persons.map(({ position, personId, country }) => ({
        position,
        named: texts.scope?.persons[position - 1] ?? '',
        known: personId !== null,
        /** Gone, and what an instrument ordered to be kept is still there. */
        keptApart: kept.some((one) => one.position === position),
        lawOfTheirCountry:
          personId !== null && ground !== undefined && (ground.kind === 'process' || ground.country === country),
        /** Under a key that the person alone has: it is here, and nobody here can open it. */
        sealedByPerson: sealed.filter((one) => one.personId === personId).map(({ field }) => field),
        held: (request.fields ?? []).filter(
          (field) =>
            held.some((one) => one.personId === personId && one.field === field) &&
            !sealed.some((one) => one.personId === personId && one.field === field),
        ),
      })),
      manifest: request.manifest,
      digest: request.digest?.toString('hex') ?? null,
      officers: await store.countOfficers(tx),
      /** Whether the reader may find and agree: those named after the first two wait. */
      mayAct: await waitingIsOver(tx, request, officer),
      /** Whether the reader is the one who found it necessary, and so cannot be the second. */
      foundByReader: request.foundBy === officer,
      findingStands: request.foundAt === null || request.finderStands,
      approvalStands: request.approvedAt === null || request.approverStands,
    };
  },
});
