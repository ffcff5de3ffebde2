import assert from 'node:assert/strict';
import pg from 'pg';

/** Where a PostgreSQL is: a URL, or the folder of the unix socket of our own one. */
export type DatabaseAddress =
  | { readonly url: string }
  | { readonly socket: string; readonly user: string; readonly database: string };

/** What every connection of ours is opened with. */
export function poolOptions(address: DatabaseAddress): pg.PoolConfig {
  // Generic plans: `= any($1)` is otherwise planned anew each time, at half the speed.
  const options = '-c plan_cache_mode=force_generic_plan';
  const shared = { types, options, application_name: 'kristalux' };
  if ('url' in address) {
    return { ...shared, options: `${options} ${KEEP_ALIVE}`, connectionString: address.url, keepAlive: true };
  }
  return { ...shared, host: address.socket, port: SOCKET_PORT, user: address.user, database: address.database };
}

/** So that a server that lost us over a network notices within a minute, and what we had locked is free again. */
const KEEP_ALIVE =
  '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 -c tcp_user_timeout=60000';

/** A unix socket is named after a port, although nothing listens on it. */
export const SOCKET_PORT = 5432;

// pg's own readings: bigint as text, date as local midnight (a day off elsewhere). Ours: number and text.
const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;

const readInteger = (text: string): number => {
  const value = Number(text);
  assert(Number.isSafeInteger(value), 'a bigint column should stay within what a number holds exactly');
  return value;
};

const anyType: (oid: number, format?: 'text' | 'binary') => (text: string) => unknown = pg.types.getTypeParser;

const readers: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: readInteger,
  [INT8_ARRAY]: (text) =>
    (anyType(INT8_ARRAY, 'text')(text) as (string | null)[]).map((item) => (item === null ? null : readInteger(item))),
  [DATE]: (text) => text,
};

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => readers[oid] ?? anyType(oid, format),
};
