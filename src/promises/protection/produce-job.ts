import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../kernel/jobs.ts';
import { batchesOf, placesOf } from './batches/batch.ts';
import { batchesMade, progressOf } from './batches/store.ts';
import { completeProduction } from './complete-production.ts';
import * as holds from './holds/store.ts';
import { produceForAuthority } from './produce-for-authority.ts';
import * as store from './store.ts';
import { unlessRefused } from './unless-refused.ts';

const worker = { kind: 'worker' } as const;

/**
 * The worker's way of an approved request: batch by batch, in each person by person through the gate, then its archive.
 * One batch a run, so that no job lasts longer than its lease, and no more than one batch is in memory. A crash leaves
 * whole persons behind; the next run goes on with those that are missing.
 */
export function produceJob(gate: Gate): JobHandler {
  return async ({ reference }): Promise<JobEnd> => {
    if (reference === null) return { failed: 'no-reference' };
    const { db, log } = gate.parts;
    const request = await store.findLegalRequest(db, reference);
    if (request === undefined || request.producedAt !== null) return 'done';
    const { persons } = await progressOf(db, reference);
    const made = new Set((await batchesMade(db, reference)).map(({ batch }) => batch));
    const all = Array.from({ length: batchesOf(persons) }, (_, index) => index + 1);
    const [batch, ...more] = all.filter((one) => !made.has(one));
    if (batch === undefined) return 'done';
    await produceBatch(gate, reference, batch);
    const completed = await unlessRefused(() =>
      gate.pass(completeProduction, worker, { legalRequest: reference, batch }),
    );
    log.info('legal-request-produced', { legalRequest: reference, batch, completed });
    if (!completed) return { failed: 'refused-by-policy' };
    return more.length === 0 ? 'done' : { againInSeconds: 0 };
  };
}

async function produceBatch(gate: Gate, legalRequest: string, batch: number): Promise<void> {
  const { db } = gate.parts;
  const places = placesOf(batch);
  const produced = new Set((await store.productionsOf(db, legalRequest, places)).map(({ position }) => position));
  const persons = await store.personsInScope(db, legalRequest, places);
  // Who has gone is produced from what is kept apart, where an instrument ordered that in time.
  const kept = new Set((await holds.heldPersons(db, legalRequest)).map(({ position }) => position));
  const waiting = persons.filter(
    ({ personId, position }) => (personId !== null || kept.has(position)) && !produced.has(position),
  );
  for (const { position } of waiting) {
    await unlessRefused(() => gate.pass(produceForAuthority, worker, { legalRequest, position }));
  }
}
