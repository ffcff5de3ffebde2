import { setTimeout } from 'node:timers/promises';
import type { DatabaseAddress } from '../address.ts';
import { DatabaseError } from '../database-error.ts';
import { addressOf, ClusterTaken, type Postgres, type PostgresPlace, startPostgres } from './postgres.ts';
import { isRunning, readPostmaster } from './postmaster.ts';
import { preparePlace, type Surroundings, thisSystem } from './prepare-place.ts';
import { hold, type Role, visit } from './tenancy.ts';

export interface Embedded {
  readonly address: DatabaseAddress;
  /** Ends one's use of it, and the PostgreSQL too if this process started it. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly role: Role;
  /** Hears, in sentences, what the operator should know. */
  say(sentence: string): void;
  readonly system?: Surroundings;
}

/**
 * The built-in PostgreSQL of a `DATA_DIR`. A server starts it and keeps it running; a second server is refused. A
 * command uses the one that runs, or starts one for as long as commands need it; it never stops another's.
 */
export async function openEmbedded(
  dataDir: string,
  { role, say, system = thisSystem() }: EmbeddedOptions,
): Promise<Embedded> {
  const place = preparePlace(dataDir, system, say);
  const patience = patient(place, dataDir, say);
  for (;;) {
    const joined = await join(place, dataDir, role, patience);
    if (joined) return joined;
    try {
      const started = await startPostgres(place);
      return role === 'serve' ? await serve(place, started, say) : await keepForCommands(started, say);
    } catch (error) {
      if (!(error instanceof ClusterTaken)) throw error;
      await patience.rest('taken');
    }
  }
}

// Uses what already runs. Undefined when nothing does, so that it is for this process to start it.
async function join(
  place: PostgresPlace,
  dataDir: string,
  role: Role,
  patience: Patience,
): Promise<Embedded | undefined> {
  for (;;) {
    const found = await visit(addressOf(place));
    if (found === 'absent') return undefined;
    if (found === 'busy') {
      await patience.rest('busy');
      continue;
    }
    const { holder, guest } = found;
    if (role === 'command' && (holder || patience.spent('unkept')) && (await guest.stay())) {
      return { address: addressOf(place), close: guest.leave };
    }
    await guest.leave();
    if (role === 'serve' && holder === 'serve') {
      throw new DatabaseError(`A Kristalux server already runs on ${dataDir}: stop it first, or use another DATA_DIR.`);
    }
    if (role === 'serve' && !holder && patience.spent('unkept')) await stopOrphan(place);
    else await patience.rest(holder ? 'kept' : 'unkept');
  }
}

// Left over from a server that was killed where the kernel could not tie the two: nobody keeps it, so it is stopped.
async function stopOrphan({ cluster }: PostgresPlace): Promise<void> {
  const found = readPostmaster(cluster);
  if (!found) return;
  process.kill(found.pid, 'SIGINT');
  while (isRunning(found, cluster)) await setTimeout(20);
}

async function serve(place: PostgresPlace, first: Postgres, say: (sentence: string) => void): Promise<Embedded> {
  let current = { postgres: first, holder: await hold(first.address, 'serve') };
  const closing = new AbortController();
  const end = async () => {
    await current.holder.leave();
    await current.postgres.stop();
  };
  const kept = (async () => {
    for (;;) {
      await current.postgres.ended;
      if (closing.signal.aborted) return;
      say('The built-in PostgreSQL ended unexpectedly and is being started again.');
      await current.holder.leave();
      const started = await again(place, closing.signal);
      if (!started) return;
      current = started;
      if (closing.signal.aborted) await end();
    }
  })();
  return {
    address: first.address,
    async close() {
      closing.abort();
      await end();
      await kept;
    },
  };
}

// As long as it takes: a full disk may be emptied. Meanwhile every request is answered with "busy".
async function again(place: PostgresPlace, closing: AbortSignal) {
  for (let wait = 50; !closing.aborted; wait = Math.min(wait * 2, 10_000)) {
    try {
      const postgres = await startPostgres(place);
      return { postgres, holder: await hold(postgres.address, 'serve') };
    } catch {
      await setTimeout(wait, undefined, { signal: closing }).catch(() => {});
    }
  }
  return undefined;
}

async function keepForCommands(postgres: Postgres, say: (sentence: string) => void): Promise<Embedded> {
  const holder = await hold(postgres.address, 'command');
  return {
    address: postgres.address,
    async close() {
      const slow = AbortSignal.timeout(2000);
      slow.onabort = () => say('Waiting for another command that uses this database to finish.');
      // It fails only when the PostgreSQL is gone already, and its guests with it.
      await holder.guestsGone().catch(() => {});
      slow.onabort = null;
      await holder.leave();
      await postgres.stop();
    },
  };
}

type Reason = 'busy' | 'taken' | 'unkept' | 'kept';

interface Patience {
  /** A short pause; throws when it has been in vain for too long. */
  rest(reason: Reason): Promise<void>;
  /** Whether one has waited long enough for this to change by itself. */
  spent(reason: Reason): boolean;
}

const REST_MILLISECONDS = 50;
/** A start after a crash reads the whole write-ahead log again; a minute covers a large one. */
const RESTS_MAX = 1200;
/** A killed server's PostgreSQL ends, and a started one is claimed, well within a second. */
const UNKEPT_RESTS_MAX = 30;

function patient({ cluster }: PostgresPlace, dataDir: string, say: (sentence: string) => void): Patience {
  const rests = { busy: 0, taken: 0, unkept: 0, kept: 0 };
  return {
    async rest(reason) {
      rests[reason]++;
      if (reason === 'kept' && rests.kept === 20) say('Waiting for a command that uses this database to finish.');
      if (reason !== 'kept' && rests[reason] > RESTS_MAX) {
        const pid = readPostmaster(cluster)?.pid;
        throw new DatabaseError(`A PostgreSQL (process ${pid}) holds ${dataDir} but cannot be used: end it first.`);
      }
      await setTimeout(REST_MILLISECONDS);
    },
    spent: (reason) => rests[reason] >= UNKEPT_RESTS_MAX,
  };
}
