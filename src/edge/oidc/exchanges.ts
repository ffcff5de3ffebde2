import type { RecordName, SavedRecord, SignInRecords } from '../../promises/use/index.ts';

/**
 * A code or refresh token that is exchanged for others. The library uses it up, then keeps what it gives for it, one after the
 * other; here all of that is one write. So of two who hold the same one only one is first, and a crash in between leaves the
 * service with what it had.
 */
export interface Exchanges {
  /** Uses it up with what will be given for it in this request. @returns false when it was used before */
  use(name: RecordName): Promise<boolean>;
  /** @returns false when what it was to be given for was used before: then nothing of it is kept */
  save(record: SavedRecord): Promise<boolean>;
  /** What was used without anything being given for it stays used. */
  end(request: object): Promise<unknown> | undefined;
}

interface Exchange {
  readonly instead: RecordName;
  readonly given: SavedRecord[];
}

export function openExchanges(records: SignInRecords, current: () => object | undefined): Exchanges {
  const open = new WeakMap<object, Exchange>();
  return {
    async use(instead) {
      const request = current();
      if (request === undefined) return await records.use(instead.kind, instead.key);
      open.set(request, { instead, given: [] });
      return true;
    },
    async save(record) {
      const request = current();
      const exchange = request && open.get(request);
      if (exchange === undefined) return await records.save([record]);
      switch (record.kind) {
        case 'RefreshToken':
          // An access token always follows.
          exchange.given.push(record);
          return true;
        case 'AccessToken':
          open.delete(request as object);
          return await records.save([...exchange.given, record], exchange.instead);
        default:
          return await records.save([record]);
      }
    },
    end(request) {
      const exchange = open.get(request);
      open.delete(request);
      return exchange && records.use(exchange.instead.kind, exchange.instead.key);
    },
  };
}
