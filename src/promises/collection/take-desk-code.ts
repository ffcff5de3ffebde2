import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { DESK_CODE_DAYS_MAX } from '../../kernel/limits.ts';
import { factsOfAnswering } from './demand-facts.ts';
import { deskCodeHash, makeDeskCode } from './desk-code.ts';
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
  input: z.strictObject({ demand: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, { demand }) => ownDemand(tx, asker, demand),
  factsNow: ({ tx, at, reached }) => factsOfAnswering(tx, at, reached.demand.demandId, 'offline'),
  async run({ tx, parts, at, reached: { personId, demand } }) {
    await forgetStandingProofs({ tx, parts }, personId, [demand.demandId]);
    const code = makeDeskCode(parts.random);
    const hash = deskCodeHash(parts.keys, code);
    assert(hash !== undefined, 'a made code can be read');
    const longest = new Date(at.getTime() + DESK_CODE_DAYS_MAX * 86_400_000);
    const until = longest < demand.deadline ? longest : demand.deadline;
    const proofId = parts.random.uuid();
    await store.insertProof(tx, {
      personId,
      proofId,
      demandId: demand.demandId,
      recordId: null,
      code: { hash, until },
    });
    return { id: proofId, code, until };
  },
});
