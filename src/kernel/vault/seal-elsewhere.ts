import { type KeyringParts, sealNewPerson, wrapPersonKey } from './keyring.ts';
import type { NewKeyring } from './made/store.ts';
import type { NewValue, SealedValue } from './seal-one.ts';
import type { SealingAnswer, SealingWork } from './sealing-thread.ts';
import type { WrappedKey } from './store.ts';
import { startThread, type Thread } from './thread.ts';
import { KEY_BYTES } from './wrap.ts';

export interface ToSeal {
  readonly personId: string;
  readonly values: readonly NewValue[];
}

/**
 * Seals the values of many who are made together in a thread of their own, so that the one that decides goes on. The thread
 * is told the keys of these persons, for this once, and holds no key of the site.
 */
export interface SealElsewhere {
  seal(parts: KeyringParts, all: readonly ToSeal[]): Promise<readonly NewKeyring[]>;
  close(): Promise<void>;
}

/** Fewer that wait together are sooner sealed here. */
const VALUES_MIN = 100;
/** What is longer would be copied longer than it takes to seal. */
const TEXT_MAX = 4096;

export function openSealElsewhere(): SealElsewhere {
  let thread: Thread<SealingWork, SealingAnswer> | undefined;
  return {
    async seal(parts, all) {
      const many = all.reduce((sum, { values }) => sum + values.length, 0) >= VALUES_MIN;
      if (many && all.every(({ values }) => values.every(isShort))) {
        thread ??= startThread('sealing-thread.js');
        const sealed = await sealBy(thread, parts, all);
        if (sealed !== undefined) return sealed;
      }
      return all.map(({ personId, values }) => ({ personId, ...sealNewPerson(parts, personId, values) }));
    },
    close: async () => await thread?.end(),
  };
}

const isShort = ({ plaintext }: NewValue): boolean => typeof plaintext === 'string' && plaintext.length <= TEXT_MAX;

async function sealBy(
  thread: Thread<SealingWork, SealingAnswer>,
  parts: KeyringParts,
  all: readonly ToSeal[],
): Promise<readonly NewKeyring[] | undefined> {
  const { siteId, epoch } = parts.keys;
  const keys = new ArrayBuffer(all.length * KEY_BYTES);
  const texts: string[] = [];
  const recordIds: string[] = [];
  const personKeys = all.map(({ personId, values }, index) => {
    const personKey = parts.random.bytes(KEY_BYTES);
    personKey.copy(Buffer.from(keys), index * KEY_BYTES);
    const wrapped = wrapPersonKey(parts, personId, personKey);
    personKey.fill(0);
    texts.push(personId, String(values.length));
    for (const { field, plaintext, role = 'value', recordId = parts.random.uuid() } of values) {
      texts.push(recordId, field, role, plaintext as string);
      recordIds.push(recordId);
    }
    return wrapped;
  });
  const answer = await thread.ask({ siteId, epoch, texts, keys }, [keys]);
  if (answer === undefined) return undefined;
  const bytes = Buffer.from(answer.bytes);
  let [at, next] = [0, 0];
  const piece = (length = 0) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  return all.map(({ personId, values }, index) => ({
    personId,
    personKey: personKeys[index] as WrappedKey,
    sealed: values.map(({ field, role = 'value', origin = 'left-here' }): SealedValue => {
      const recordId = recordIds[next] as string;
      const key = { recordId, epoch, wrapped: piece(answer.lengths[next * 2]) };
      const row = { recordId, field, version: 1, role, sealed: piece(answer.lengths[next * 2 + 1]), origin };
      next += 1;
      return { key, row };
    }),
  }));
}
