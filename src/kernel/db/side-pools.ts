import type { Trace } from '../watch/trace.ts';
import { tracedDb } from '../watch/traced.ts';
import type { OpenDatabase } from './open-database-for.ts';
import { openDb } from './open-db.ts';

/** Connections apart from the pool that acts in transactions hold. */
export function openSidePools({ address, patience }: Pick<OpenDatabase, 'address' | 'patience'>, trace: Trace) {
  return {
    // A version is opened while its readers hold connections of the pool: it must never wait for one of those.
    shelfDb: tracedDb(openDb(address, { connections: 2, patience }), trace),
    // Acts that only open share few statements, and must not wait while slow acts hold the pool.
    sharing: tracedDb(openDb(address, { connections: 4, patience }), trace),
  };
}
