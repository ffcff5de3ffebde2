import type { Keys } from './keys.ts';

/** The keys of this process, which follow when any process turns them. */
export interface LiveKeys extends Keys {
  /** Takes up keys that were made since, and lets go of those that have ended. Throws `KeyFileError`, `KeyProviderError`. */
  refresh(): Promise<void>;
}

/** @param read Reads the keys of now, given those that are held already. */
export function followKeys(first: Keys, read: (held: Keys) => Promise<Keys>): LiveKeys {
  let now = first;
  let reading: Promise<void> | undefined;
  const readAgain = async () => {
    now = await read(now);
  };
  return {
    siteId: first.siteId,
    get epoch() {
      return now.epoch;
    },
    epochKey: (epoch) => now.epochKey(epoch),
    get indexEpochs() {
      return now.indexEpochs;
    },
    index: first.index,
    indexKey: (epoch) => now.indexKey(epoch),
    signIn: first.signIn,
    stopList: first.stopList,
    pseudonym: first.pseudonym,
    get ledger() {
      return now.ledger;
    },
    get formerLedger() {
      return now.formerLedger;
    },
    names: () => now.names(),
    secretOf: (name) => now.secretOf(name),
    async refresh() {
      // Many who find a new epoch at once read it once.
      reading ??= readAgain().finally(() => {
        reading = undefined;
      });
      await reading;
    },
  };
}
