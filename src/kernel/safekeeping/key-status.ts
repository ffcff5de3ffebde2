import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Sql } from '../db/db.ts';
import { dueOf } from './key-terms.ts';
import { type EndedKey, readBackups, readEndedKeys, readKeyAges } from './store.ts';

export interface KeyStatus {
  readonly keys: readonly KeyFileStatus[];
  /** Keys that were turned away from, newest first. */
  readonly ended: readonly EndedKey[];
  /** Key backups, newest first. */
  readonly backups: readonly {
    readonly fileName: string;
    readonly madeAt: Date;
    readonly destroyBy: Date;
    readonly overdue: boolean;
  }[];
}

interface KeyFileStatus {
  readonly name: string;
  readonly file: string;
  readonly madeAt: Date;
  readonly ageDays: number;
  readonly protects: string;
  /** When it is to be replaced by a fresh one or, where one is in use already, destroyed; null for a key that never turns. */
  readonly dueAt: Date | null;
  readonly overdue: boolean;
}

/** What each kind of key is for. */
const PROTECTS: Readonly<Record<string, string>> = {
  'epoch-': 'wraps the key of every person, and through it every value',
  index:
    'with the key beside it, finds people by what they left, without holding it; never turns, alone it finds nobody',
  'index-': 'keeps tags in copies of the database from finding anybody once it has turned',
  'sign-in': 'makes passwords useless to whoever has the database alone',
  'stop-list': 'remembers who stopped messages, also after erasure; never turns',
  pseudonym: 'gives each service and provider names of its own for people; never turns',
  ledger: 'signs checkpoints and statements of the ledger',
  'ledger-': 'signs checkpoints and statements of the ledger',
};

/** Every key in `KEY_DIR` with its age and purpose, and every key backup with the date by which it must be destroyed. */
export async function keyStatus(
  sql: Sql,
  { keyDir, epochDays }: { readonly keyDir: string; readonly epochDays: number },
): Promise<KeyStatus> {
  const keys = await readKeyAges(sql);
  const backups = await readBackups(sql, 'keys');
  const now = keys[0]?.now;
  assert(now !== undefined, 'a site has keys');
  return {
    keys: keys.map(({ name, madeAt }) => {
      const kind = name.replace(/-\d+$/, '-');
      const dueAt = dueOf({ name, madeAt, now }, keys, epochDays);
      return {
        name,
        file: join(keyDir, `${name}.key`),
        madeAt,
        ageDays: Math.floor((now.getTime() - madeAt.getTime()) / 86_400_000),
        protects: PROTECTS[name] ?? PROTECTS[kind] ?? 'unknown to this program',
        dueAt,
        // What a successor has taken the place of is due at once.
        overdue: dueAt !== null && dueAt <= now,
      };
    }),
    ended: await readEndedKeys(sql),
    backups: backups.flatMap(({ fileName, madeAt, destroyBy }) =>
      destroyBy === null ? [] : [{ fileName, madeAt, destroyBy, overdue: destroyBy < now }],
    ),
  };
}
