import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { DESK_CODE_DAYS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { factsOfAnswering } from './demand-facts.ts';
import * as desk from './desk/store.ts';
import { makeDeskCode, proofCodeHash } from './desk-code.ts';
import { beforeDeadline, demandOpen, triesLeft, wayAllowed } from './facts.ts';
import { forgetStandingProofs } from './forget-standing-proofs.ts';
import { ownDemand } from './reach.ts';
import * as store from './store.ts';

/**
 * The person chooses to come in person: a code, shown once, that leads the desk to this demand and to nothing else of
 * theirs. A second code takes the place of the first.
 */
export const takeDeskCode = defineAct({
  name: 'takeDeskCode',
  section: 'collection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [demandOpen, beforeDeadline, wayAllowed, triesLeft],
  words: {
    ru: 'берёт код, чтобы подтвердить личность очно',
    en: 'takes a code to prove identity in person',
    uk: 'бере код, щоб підтвердити особу очно',
  },
  method: 'POST',
  path: '/demands/{demand}/desk-code',
  input: z.strictObject({
    demand: z.uuid(),
    /** An appointment; without one the person comes when the desk is open. */
    slot: z.strictObject({ place: z.uuid(), at: z.coerce.date() }).optional(),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, { demand }) => ownDemand(tx, asker, demand),
  factsNow: ({ tx, at, reached }) => factsOfAnswering(tx, at, reached.demand.demandId, 'offline'),
  async run({ tx, parts, at, reached: { personId, demand }, input: { slot } }) {
    await forgetStandingProofs({ tx, parts }, personId, [demand.demandId]);
    const code = makeDeskCode(parts.random);
    const hash = proofCodeHash(parts.keys, 'desk-code', code);
    assert(hash !== undefined, 'a made code can be read');
    const longest = new Date(at.getTime() + DESK_CODE_DAYS_MAX * 86_400_000);
    const until = longest < demand.deadline ? longest : demand.deadline;
    const proofId = parts.random.uuid();
    await store.insertProof(tx, {
      personId,
      proofId,
      demandId: demand.demandId,
      way: 'offline',
      code: { hash, until },
    });
    if (slot === undefined) return { id: proofId, code, until, appointment: null };
    const taken = await desk.takeSeat(tx, { personId, proofId, ...slot });
    if (taken === undefined || taken.at >= demand.deadline)
      throw new Refusal('conflict', '`slot` is not free any more', { field: 'slot' });
    // Whoever is late by an hour is still seen; the code of a visit that was not made opens nothing the next day.
    const late = new Date(taken.at.getTime() + (taken.minutes + 60) * 60_000);
    await store.setCodeUntil(tx, personId, proofId, late);
    const [appointment] = await desk.appointmentsOf(tx, [proofId]);
    assert(appointment !== undefined, 'a seat that was taken is there');
    return { id: proofId, code, until: late, appointment };
  },
});
