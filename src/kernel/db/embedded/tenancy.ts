import pg from 'pg';
import { type DatabaseAddress, poolOptions } from '../address.ts';
import { isConnectionError } from '../database-unavailable.ts';

/**
 * Who uses a built-in PostgreSQL is written in it, by session locks that vanish with their process. The *holder* is the
 * process that started it, as a server or as a command; *guests* are commands that use it meanwhile.
 */
export type Role = 'serve' | 'command';

/** What a visitor finds: nothing that answers, one that is coming up or going down, or one that is kept by somebody. */
export type Visit = 'absent' | 'busy' | { readonly holder: Role | undefined; readonly guest: Guest };

export interface Guest {
  /** Claims the right to use it until `leave`; false when it is about to be stopped. */
  stay(): Promise<boolean>;
  leave(): Promise<void>;
}

export interface Holder {
  /** Waits until every guest has left, and lets no new one in. */
  guestsGone(): Promise<void>;
  leave(): Promise<void>;
}

// Two numbers that no other lock of ours uses.
const HOLDER_LOCK = 1_801_547_630;
const GUEST_LOCK = 1_801_547_631;

const HOLDER_NAMES: Readonly<Record<Role, string>> = {
  serve: 'kristalux holder: serve',
  command: 'kristalux holder: command',
};

/** Looks who keeps the PostgreSQL behind this address. The visit must end with `leave`. */
export async function visit(address: DatabaseAddress): Promise<Visit> {
  const client = new pg.Client({ ...poolOptions(address), connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ application_name: string }>(
      `select a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and l.classid = 0 and l.objid = $1 and l.objsubid = 1 and l.granted`,
      [HOLDER_LOCK],
    );
    const name = rows[0]?.application_name;
    const holder = (['serve', 'command'] as const).find((role) => HOLDER_NAMES[role] === name);
    return { holder, guest: guestOver(client) };
  } catch (error) {
    await client.end().catch(() => {});
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'absent';
    if (isConnectionError(error)) return 'busy';
    throw error;
  }
}

function guestOver(client: pg.Client): Guest {
  return {
    async stay() {
      const { rows } = await client.query<{ stays: boolean }>('select pg_try_advisory_lock_shared($1) as stays', [
        GUEST_LOCK,
      ]);
      return rows[0]?.stays === true;
    },
    leave: () => client.end().catch(() => {}),
  };
}

/** Marks this process as the one that keeps the PostgreSQL. */
export async function hold(address: DatabaseAddress, role: Role): Promise<Holder> {
  const client = new pg.Client({ ...poolOptions(address), application_name: HOLDER_NAMES[role] });
  client.on('error', () => {});
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [HOLDER_LOCK]);
  return {
    async guestsGone() {
      await client.query('select pg_advisory_lock($1)', [GUEST_LOCK]);
    },
    leave: () => client.end().catch(() => {}),
  };
}
