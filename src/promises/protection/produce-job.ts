import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../kernel/jobs.ts';
import { completeProduction } from './complete-production.ts';
import * as holds from './holds/store.ts';
import { produceForAuthority } from './produce-for-authority.ts';
import * as store from './store.ts';
import { unlessRefused } from './unless-refused.ts';

const worker = { kind: 'worker' } as const;

/**
 * The worker's way of an approved request: person by person through the gate, then the archive. A crash leaves whole
 * persons behind; the next run goes on with those that are missing.
 */
export function produceJob(gate: Gate): JobHandler {
  return async ({ reference }): Promise<JobEnd> => {
    if (reference === null) return { failed: 'no-reference' };
    const { db, log } = gate.parts;
    const request = await store.findLegalRequest(db, reference);
    if (request === undefined || request.producedAt !== null) return 'done';
    const produced = new Set((await store.productionsOf(db, reference)).map(({ position }) => position));
    const persons = await store.personsInScope(db, reference);
    // Who has gone is produced from what is kept apart, where an instrument ordered that in time.
    const kept = new Set((await holds.heldPersons(db, reference)).map(({ position }) => position));
    const waiting = persons.filter(
      ({ personId, position }) => (personId !== null || kept.has(position)) && !produced.has(position),
    );
    for (const { position } of waiting) await unlessRefused(() => pass(gate, reference, position));
    const completed = await unlessRefused(() => gate.pass(completeProduction, worker, { legalRequest: reference }));
    log.info('legal-request-produced', { legalRequest: reference, completed });
    return completed ? 'done' : { failed: 'refused-by-policy' };
  };
}

async function pass(gate: Gate, legalRequest: string, position: number): Promise<void> {
  await gate.pass(produceForAuthority, worker, { legalRequest, position });
}
