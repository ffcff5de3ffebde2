import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { numbered } from '../../../kernel/vault/keys.ts';
import { countKeysBefore, tryLockTurning } from '../../../kernel/vault/store.ts';
import { beginEpoch } from './begin-epoch.ts';
import { endEpoch } from './end-epoch.ts';
import { rewrapKeys } from './rewrap-keys.ts';

/** How far a turning is. Whatever stops the program behind one of these, the next turning goes on from there. */
export type TurnStep =
  | { readonly step: 'begun'; readonly keys: number }
  | { readonly step: 'resumed'; readonly keys: number }
  | { readonly step: 'rewrapped'; readonly keys: number }
  | { readonly step: 'ended' }
  | { readonly step: 'destroyed'; readonly names: readonly string[] };

export interface TurnOptions {
  readonly asker: Extract<AskerIdentity, { kind: 'host' | 'worker' }>;
  readonly hear?: (step: TurnStep) => void;
  /** When to leave the rest to a later call, in milliseconds from now; absent: never. */
  readonly forMilliseconds?: number;
}

export interface Turned {
  /** False: there was not time enough; the next call goes on. */
  readonly done: boolean;
  readonly rewrapped: number;
}

/** Keys wrapped in one transaction, with one entry. */
const BATCH_KEYS = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Turns the key of the epoch while everything goes on: a fresh key, every person's key wrapped by it, the former key
 * destroyed together with what wrapped it. One that was interrupted is taken up where it stopped.
 * @throws Refusal `conflict` where another process turns keys; KeyFileError, KeyProviderError
 */
export async function turnEpoch(gate: Gate, options: TurnOptions): Promise<Turned> {
  return await alone(gate, () => turnAlone(gate, options));
}

/** One process turns keys at a time, whichever they are. @throws Refusal `conflict` where another does */
export async function alone<T>(gate: Gate, turn: () => Promise<T>): Promise<T> {
  return await gate.parts.db.transaction(async (lock) => {
    if (!(await tryLockTurning(lock))) {
      throw new Refusal('conflict', 'the keys are being turned by another process: nothing was done by this one');
    }
    return await turn();
  });
}

async function turnAlone(gate: Gate, options: TurnOptions): Promise<Turned> {
  const { db, keys, keyTurning } = gate.parts;
  const { asker, hear = () => {} } = options;
  await keys.refresh();
  await keyTurning.destroyEnded();
  const interrupted = numbered(keys.names(), 'epoch').length > 1;
  if (!interrupted) {
    await gate.pass(beginEpoch, asker, {});
    await keys.refresh();
  }
  const count = await countKeysBefore(db, keys.epoch);
  hear({ step: interrupted ? 'resumed' : 'begun', keys: count });
  const turned = await rewrapAll(gate, options);
  if (!turned.done) return turned;
  await gate.pass(endEpoch, asker, {});
  hear({ step: 'ended' });
  await keys.refresh();
  hear({ step: 'destroyed', names: await keyTurning.destroyEnded() });
  return turned;
}

async function rewrapAll(gate: Gate, { asker, hear, forMilliseconds }: TurnOptions): Promise<Turned> {
  const deadline = forMilliseconds === undefined ? Infinity : performance.now() + forMilliseconds;
  let rewrapped = 0;
  for (let after = BEFORE_ALL; ; ) {
    const { output } = await gate.pass(rewrapKeys, asker, { after, limit: BATCH_KEYS });
    if (output.last === null) return { done: true, rewrapped };
    rewrapped += output.rewrapped;
    after = output.last;
    hear?.({ step: 'rewrapped', keys: rewrapped });
    if (performance.now() > deadline) return { done: false, rewrapped };
  }
}
