import type { Answer } from '../../kernel/db/reading.ts';
import type { RecordToAsk, SignInRecords } from '../../promises/use/index.ts';

/**
 * What a token is shown for is told through the gate next, so what the gate will read is read with the token: by the
 * fields that each service asked for last. Where it asks for others now, the gate reads for itself.
 */
export interface AskedAhead {
  find(kind: string, key: string): Promise<RecordToAsk | undefined>;
  /** What was read for this request. @param fields What the service asks for now, and probably the next time */
  take(service: string, fields: readonly string[]): readonly Answer[];
}

export function openAskedAhead(records: SignInRecords, current: () => object | undefined): AskedAhead {
  const lately = new Map<string, string>();
  const read = new WeakMap<object, readonly Answer[]>();
  return {
    async find(kind, key) {
      const request = current();
      const found = await records.findToAsk(kind, key, lately);
      if (request !== undefined && found !== undefined) read.set(request, found.ahead);
      return found;
    },
    take(service, fields) {
      lately.set(service, fields.join(','));
      const request = current();
      const ahead = request === undefined ? undefined : read.get(request);
      if (request !== undefined) read.delete(request);
      return ahead ?? [];
    },
  };
}
