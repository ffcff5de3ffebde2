import type { Gate } from '../../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../../kernel/jobs.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { turnsDue } from '../../../kernel/safekeeping/key-terms.ts';
import { readKeyAges } from '../../../kernel/safekeeping/store.ts';
import { KeyFileError } from '../../../kernel/vault/key-file.ts';
import { KeyProviderError } from '../../../kernel/vault/key-provider.ts';
import { readKeysToDestroy } from '../../../kernel/vault/store.ts';
import { turnEpoch } from './turn-epoch.ts';

export const TURN_KEYS_JOB = 'turn-keys';

/** A slice of the work: well below a job's lease, so that no second worker meets it. */
const SLICE_MILLISECONDS = 20_000;
const LOOK_SECONDS = 600;

/** Turns the key of the epoch when its time has come. Looks again and again; a turning that was interrupted is due at once. */
export function turnKeysJob(gate: Gate, epochDays: number): JobHandler {
  const { db, keyTurning, log } = gate.parts;
  return async (): Promise<JobEnd> => {
    try {
      if ((await readKeysToDestroy(db)).length > 0) await keyTurning.destroyEnded();
      if (!turnsDue(await readKeyAges(db), epochDays)) return { againInSeconds: LOOK_SECONDS };
      const { done, rewrapped } = await turnEpoch(gate, {
        asker: { kind: 'worker' },
        forMilliseconds: SLICE_MILLISECONDS,
      });
      log.info(done ? 'epoch-turned' : 'epoch-turning', { rewrapped });
      return { againInSeconds: done ? LOOK_SECONDS : 0 };
    } catch (error) {
      // A key service that is away, a full disk, another process at it: nothing was lost, and it is tried again.
      const waits = error instanceof KeyProviderError || error instanceof KeyFileError;
      if (!waits && !(error instanceof Refusal && error.code === 'conflict')) throw error;
      log.warn('epoch-not-turned', { reason: error.message });
      return { againInSeconds: LOOK_SECONDS };
    }
  };
}
