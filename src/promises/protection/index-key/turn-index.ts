import type { Gate } from '../../../kernel/gate/gate.ts';
import { numbered } from '../../../kernel/vault/keys.ts';
import { countTagsBefore } from '../../../kernel/vault/tags/store.ts';
import { alone, type Turned, type TurnOptions } from '../epochs/turn-epoch.ts';
import { beginIndexEpoch } from './begin-index-epoch.ts';
import { endIndexEpoch } from './end-index-epoch.ts';
import { renewTags } from './renew-tags.ts';

/** Tags renewed in one transaction, with one entry. */
const BATCH_TAGS = 200;

/**
 * Turns the key of the index while people come, sign in and are looked for: a fresh key, every tag renewed under it, the
 * former key destroyed. One that was interrupted is taken up where it stopped.
 * @throws Refusal `conflict` where another process turns keys; KeyFileError, KeyProviderError
 */
export async function turnIndex(gate: Gate, options: TurnOptions): Promise<Turned> {
  return await alone(gate, async () => {
    const { db, keys, keyTurning } = gate.parts;
    const { asker, hear = () => {} } = options;
    await keys.refresh();
    await keyTurning.destroyEnded();
    const interrupted = numbered(keys.names(), 'index').length > 1;
    if (!interrupted) {
      await gate.pass(beginIndexEpoch, asker, {});
      await keys.refresh();
    }
    const count = await countTagsBefore(db, keys.indexEpochs.at(-1) ?? 1);
    hear({ step: interrupted ? 'resumed' : 'begun', keys: count });
    const turned = await renewAll(gate, options);
    if (!turned.done) return turned;
    await gate.pass(endIndexEpoch, asker, {});
    hear({ step: 'ended' });
    await keys.refresh();
    hear({ step: 'destroyed', names: await keyTurning.destroyEnded() });
    return turned;
  });
}

async function renewAll(gate: Gate, { asker, hear, forMilliseconds }: TurnOptions): Promise<Turned> {
  const deadline = forMilliseconds === undefined ? Infinity : performance.now() + forMilliseconds;
  let rewrapped = 0;
  for (let after = ''; ; ) {
    const { output } = await gate.pass(renewTags, asker, { after, limit: BATCH_TAGS });
    if (output.last === null) return { done: true, rewrapped };
    rewrapped += output.renewed;
    after = output.last;
    hear?.({ step: 'rewrapped', keys: rewrapped });
    if (performance.now() > deadline) return { done: false, rewrapped };
  }
}
