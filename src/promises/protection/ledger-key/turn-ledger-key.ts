import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { integrate } from '../../../kernel/ledger/sequencer.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { ledgerKeyEnds } from '../../../kernel/safekeeping/key-terms.ts';
import { readKeyAges } from '../../../kernel/safekeeping/store.ts';
import { numbered } from '../../../kernel/vault/keys.ts';
import { alone } from '../epochs/turn-epoch.ts';
import { beginLedgerKey } from './begin-ledger-key.ts';
import { endLedgerKey } from './end-ledger-key.ts';

/** How far a change of the ledger's key is. `begun`: both sign until that day. */
export type LedgerKeyStep =
  | { readonly step: 'begun'; readonly until: Date }
  | { readonly step: 'ended' }
  | { readonly step: 'destroyed'; readonly names: readonly string[] };

export interface LedgerKeyOptions {
  readonly asker: Extract<AskerIdentity, { kind: 'host' | 'worker' }>;
  readonly hear?: (step: LedgerKeyStep) => void;
  /** Ends the former key before its time: for one that may have been stolen. */
  readonly atOnce?: boolean;
}

/**
 * Takes a fresh key for the ledger, or ends the former one when both have signed long enough. Interrupted between the two
 * steps of either, the next call goes on.
 * @throws Refusal `conflict` where another process turns keys, or the former key has still to sign; KeyFileError,
 *   KeyProviderError
 */
export async function turnLedgerKey(gate: Gate, { asker, hear = () => {}, atOnce }: LedgerKeyOptions): Promise<void> {
  await alone(gate, async () => {
    const { db, keys, keyTurning, sequencer } = gate.parts;
    await keys.refresh();
    await keyTurning.destroyEnded();
    const begun = numbered(keys.names(), 'ledger').length > 1;
    if (!begun) {
      await gate.pass(beginLedgerKey, asker, {});
      await keys.refresh();
    }
    const until = ledgerKeyEnds(await readKeyAges(db));
    if (!begun) hear({ step: 'begun', until: until.at });
    if (!until.due && atOnce !== true) {
      if (begun) throw new Refusal('conflict', `both keys sign until ${until.at.toISOString().slice(0, 10)}`);
      return;
    }
    // Whoever reads the newest checkpoint finds the new key under it.
    await integrate(sequencer, { wait: true });
    await gate.pass(endLedgerKey, asker, {});
    hear({ step: 'ended' });
    await keys.refresh();
    hear({ step: 'destroyed', names: await keyTurning.destroyEnded() });
  });
}
