import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { demandState } from './demand-state.ts';
import { appointmentsAhead } from './desk/store.ts';
import { objectionsWaiting } from './objection/store.ts';
import * as store from './store.ts';

/** The reviewers' work: images that wait for a decision, and the demands that stand. No value is opened. */
export const listDemands = defineAct({
  name: 'listDemands',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, какие доказательства ждут проверки',
    en: 'looks which proofs wait to be checked',
    uk: 'переглядає, які докази чекають на перевірку',
  },
  method: 'GET',
  path: '/standing-demands',
  internal: true,
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: async (_tx, asker) => (asker.kind === 'person' ? { personId: null, by: asker.personId } : undefined),
  async run({ tx, at, reached }) {
    const proofs = await store.proofsWaiting(tx, 'online', PAGE_ROWS_MAX);
    const letters = await store.proofsWaiting(tx, 'post', PAGE_ROWS_MAX);
    const objections = await objectionsWaiting(tx, PAGE_ROWS_MAX);
    const demands = await store.demandsOpen(tx, PAGE_ROWS_MAX);
    const given = await store.proofsOf(tx, demands);
    return {
      waiting: await store.countProofsWaiting(tx),
      proofs: proofs.map(({ proofId, madeAt, assignedTo }) => ({
        id: proofId,
        madeAt,
        forAnother: assignedTo !== null && assignedTo !== reached.by,
      })),
      letters: letters.map(({ proofId, madeAt }) => ({ id: proofId, madeAt })),
      objections: objections.map(({ objectionId, madeAt }) => ({ id: objectionId, madeAt })),
      appointments: (await appointmentsAhead(tx, PAGE_ROWS_MAX)).map(({ at, name }) => ({ at, place: name })),
      demands: demands.map((demand) => ({
        id: demand.demandId,
        fields: demand.fields,
        reason: demand.reason,
        deadline: demand.deadline,
        demandedAt: demand.demandedAt,
        own: demand.demandedBy === reached.by,
        byRule: demand.rule !== null,
        state: demandState(
          demand,
          given.filter(({ demandId }) => demandId === demand.demandId),
          at,
        ),
      })),
    };
  },
});
