import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { forgetEvidence } from './forget-evidence.ts';
import * as store from './store.ts';

/** When the time of an image has come: nothing is asked where a decision took it along before. */
export function forgetEvidenceJob(gate: Gate): JobHandler {
  return async ({ reference }): Promise<JobEnd> => {
    if (reference === null) return { failed: 'no-reference' };
    const proof = await store.findProof(gate.parts.db, reference);
    if (proof === undefined || proof.recordId === null) return 'done';
    try {
      await gate.pass(forgetEvidence, { kind: 'worker' }, { proof: reference });
      return 'done';
    } catch (error) {
      if (error instanceof Refusal && error.code === 'forbidden_by_policy') return { failed: 'refused-by-policy' };
      throw error;
    }
  };
}
