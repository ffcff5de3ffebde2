import type { Gate } from '../../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../../kernel/jobs.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { indexTurnsDue, ledgerKeyEnds, turnsDue } from '../../../kernel/safekeeping/key-terms.ts';
import { readKeyAges } from '../../../kernel/safekeeping/store.ts';
import { KeyFileError } from '../../../kernel/vault/key-file.ts';
import { KeyProviderError } from '../../../kernel/vault/key-provider.ts';
import { readKeysToDestroy } from '../../../kernel/vault/store.ts';
import { turnIndex } from '../index-key/turn-index.ts';
import { turnLedgerKey } from '../ledger-key/turn-ledger-key.ts';
import { turnEpoch } from './turn-epoch.ts';

export const TURN_KEYS_JOB = 'turn-keys';

/** A slice of the work: well below a job's lease, so that no second worker meets it. */
const SLICE_MILLISECONDS = 20_000;
const LOOK_SECONDS = 600;

/**
 * Turns the keys of the epoch and of the index when their time has come. Looks again and again; a turning that was
 * interrupted is due at once.
 */
export function turnKeysJob(gate: Gate, epochDays: number): JobHandler {
  const { db, keyTurning, log } = gate.parts;
  const asker = { kind: 'worker' } as const;
  return async (): Promise<JobEnd> => {
    try {
      if ((await readKeysToDestroy(db)).length > 0) await keyTurning.destroyEnded();
      const ages = await readKeyAges(db);
      // A former key of the ledger is ended when its time is over. A new one is the operator's to take: others hold it too.
      if (ages.some(({ name }) => name.startsWith('ledger-')) && ledgerKeyEnds(ages).due) {
        await turnLedgerKey(gate, { asker });
        log.info('ledger-key-ended', {});
      }
      const turn = turnsDue(ages, epochDays) ? turnEpoch : indexTurnsDue(ages) ? turnIndex : undefined;
      if (turn === undefined) return { againInSeconds: LOOK_SECONDS };
      const { done, rewrapped } = await turn(gate, { asker, forMilliseconds: SLICE_MILLISECONDS });
      const what = turn === turnEpoch ? 'epoch' : 'index';
      log.info(done ? `${what}-turned` : `${what}-turning`, { rewrapped });
      return { againInSeconds: done ? LOOK_SECONDS : 0 };
    } catch (error) {
      // A key service that is away, a full disk, another process at it: nothing was lost, and it is tried again.
      const waits = error instanceof KeyProviderError || error instanceof KeyFileError;
      if (!waits && !(error instanceof Refusal && error.code === 'conflict')) throw error;
      log.warn('keys-not-turned', { reason: error.message });
      return { againInSeconds: LOOK_SECONDS };
    }
  };
}
