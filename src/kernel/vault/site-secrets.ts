import type { Sql, Tx } from '../db/db.ts';
import type { Keyring } from './keyring.ts';
import type { Keys } from './keys.ts';
import { openRow } from './open-row.ts';
import { Sealed } from './sealed.ts';
import { readSealed } from './store.ts';

/**
 * Secrets of the site itself, such as the key that signs calls to a provider. They lie in the vault as values of the
 * site, which stands where a person stands, so turning an epoch and backups reach them without a second way. No person
 * is opened here: the site's id is the only one that is ever asked for.
 */
export interface SiteSecrets {
  store(tx: Tx, name: string, secret: string): Promise<void>;
  read(sql: Sql, name: string): Promise<Sealed<string> | undefined>;
  /** Several at once, by name; what is not there is not in the answer. */
  readAll(sql: Sql, names: readonly string[]): Promise<ReadonlyMap<string, Sealed<string>>>;
  /** What is not there is forgotten already. */
  forget(tx: Tx, ...names: readonly string[]): Promise<void>;
}

export function createSiteSecrets({ keys, keyring }: { readonly keys: Keys; readonly keyring: Keyring }): SiteSecrets {
  const { siteId } = keys;
  const readAll = async (sql: Sql, names: readonly string[]) => {
    const rows = await readSealed(sql, siteId, names);
    return new Map(
      rows.map((row) => {
        const place = { personId: siteId, field: row.field, recordId: row.recordId, role: 'value' } as const;
        return [row.field, new Sealed(row.field, openRow(keys, place, row).toString('utf8'))];
      }),
    );
  };
  return {
    store: async (tx, name, secret) => {
      await keyring.createPerson(tx, siteId);
      await keyring.store(tx, siteId, [{ field: name, plaintext: secret }]);
    },
    read: async (sql, name) => (await readAll(sql, [name])).get(name),
    readAll,
    forget: async (tx, ...names) => {
      const rows = await readSealed(tx, siteId, names);
      if (rows.length > 0)
        await keyring.forget(
          tx,
          siteId,
          rows.map(({ recordId }) => recordId),
        );
    },
  };
}
