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
  /** The same under a key of its own, for one matter of the site: forgotten with it, and by nobody opened as a person. */
  of(matterId: string): Omit<SiteSecrets, 'of'>;
}

interface SecretParts {
  readonly keys: Keys;
  readonly keyring: Keyring;
}

export function createSiteSecrets(parts: SecretParts): SiteSecrets {
  return { ...secretsOf(parts, parts.keys.siteId), of: (matterId) => secretsOf(parts, matterId, 'matter/') };
}

/** @param prefix No declared field begins so: a person's values cannot be named, whoever's id is given. */
function secretsOf({ keys, keyring }: SecretParts, ownerId: string, prefix = ''): Omit<SiteSecrets, 'of'> {
  const readAll = async (sql: Sql, names: readonly string[]) => {
    const rows = await readSealed(
      sql,
      ownerId,
      names.map((name) => `${prefix}${name}`),
    );
    return new Map(
      rows.map((row) => {
        const place = { personId: ownerId, field: row.field, recordId: row.recordId, role: 'value' } as const;
        return [row.field.slice(prefix.length), new Sealed(row.field, openRow(keys, place, row).toString('utf8'))];
      }),
    );
  };
  return {
    store: async (tx, name, secret) => {
      await keyring.createPerson(tx, ownerId);
      await keyring.store(tx, ownerId, [{ field: `${prefix}${name}`, plaintext: secret }]);
    },
    read: async (sql, name) => (await readAll(sql, [name])).get(name),
    readAll,
    forget: async (tx, ...names) => {
      const rows = await readSealed(
        tx,
        ownerId,
        names.map((name) => `${prefix}${name}`),
      );
      if (rows.length > 0)
        await keyring.forget(
          tx,
          ownerId,
          rows.map(({ recordId }) => recordId),
        );
    },
  };
}
