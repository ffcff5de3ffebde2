import assert from 'node:assert/strict';
import { integrate } from '../kernel/ledger/sequencer.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { insertPending } from './store.ts';

const ENTRIES = 20_000;

/** How fast pending entries come into the public tree, with tiles and signed checkpoints. */
export async function benchLedger({ app }: Place): Promise<readonly Figure[]> {
  const { parts } = app;
  await integrate(parts.sequencer, { wait: true });
  await insertPending(parts.db, parts.random.uuid(), ENTRIES);
  const before = performance.now();
  const integrated = await integrate(parts.sequencer, { wait: true });
  const seconds = (performance.now() - before) / 1000;
  assert(integrated >= ENTRIES, 'all that waited is in the log');
  return [figure('ledger-entries-integrated', integrated / seconds, 'entries/s')];
}
