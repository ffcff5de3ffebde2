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
  forget(tx: Tx, name: string): Promise<void>;
}

export function createSiteSecrets({ keys, keyring }: { readonly keys: Keys; readonly keyring: Keyring }): SiteSecrets {
  const { siteId } = keys;
  return {
    store: async (tx, name, secret) => {
      await keyring.createPerson(tx, siteId);
      await keyring.store(tx, siteId, [{ field: name, plaintext: secret }]);
    },
    read: async (sql, name) => {
      const [row] = await readSealed(sql, siteId, [name]);
      if (row === undefined) return undefined;
      const place = { personId: siteId, field: name, recordId: row.recordId, role: 'value' } as const;
      return new Sealed(name, openRow(keys, place, row).toString('utf8'));
    },
    forget: async (tx, name) => {
      const rows = await readSealed(tx, siteId, [name]);
      if (rows.length > 0)
        await keyring.forget(
          tx,
          siteId,
          rows.map(({ recordId }) => recordId),
        );
    },
  };
}
