import { BATCH_PERSONS_MAX } from '../../../kernel/limits.ts';

/** The places in a request that one batch of its answer holds. */
export interface Places {
  readonly from: number;
  readonly until: number;
}

/** Batches are numbered from 1, in the order of the request. */
export function placesOf(batch: number): Places {
  return { from: (batch - 1) * BATCH_PERSONS_MAX + 1, until: batch * BATCH_PERSONS_MAX };
}

export function batchesOf(persons: number): number {
  return Math.ceil(persons / BATCH_PERSONS_MAX);
}
