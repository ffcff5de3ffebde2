import type { Db, Tx } from '../db/db.ts';
import { limitWaiting, lockChain } from './store.ts';

/**
 * The turn of one chain: who loses its numbers to other processes again and again stands in line for the chain itself,
 * and reads, decides and writes while nobody else can. PostgreSQL gives the lock in the order in which it was asked for,
 * so every process gets its turn.
 */
export interface Line {
  /** Whether the turn has begun: who comes now waits until it is over. */
  begun(): boolean;
  /** Stands in line. Rejects where the chain was not to be had. */
  join(): Promise<void>;
  /** To be called once by everybody who joined: what they have to write is there, or they have nothing. */
  arrived(): void;
  readonly over: Promise<void>;
}

/** What was written in a turn, to be told once it is known whether it was committed. */
export interface WrittenInTurn {
  committed(): void;
  failed(error: unknown): void;
}

/** Takes turns at a chain; undefined where too many stand in line already, each of them with a connection. */
export type Lines = (personId: string, write: (tx: Tx) => Promise<WrittenInTurn>) => Line | undefined;

const IN_LINE_MAX = 8;

/** `db`: where slow acts hold their connections too, and not where everybody's readings go. */
export function openLines(db: Db): Lines {
  let inLine = 0;
  return (personId, write) => {
    if (inLine >= IN_LINE_MAX) return undefined;
    inLine += 1;
    let joined = 0;
    let begun = false;
    const [begin, isBegun, failed] = signal();
    const [allArrived, haveArrived] = signal();
    const turn = async () => {
      let written: WrittenInTurn | undefined;
      try {
        await db.transaction(async (tx) => {
          await limitWaiting(tx);
          await lockChain(tx, personId);
          begun = true;
          isBegun();
          await allArrived;
          written = await write(tx);
        });
        written?.committed();
      } catch (error) {
        written?.failed(error);
        throw error;
      }
    };
    const over = turn()
      .catch((error: unknown) => failed(error))
      .finally(() => {
        begun = true;
        inLine -= 1;
      });
    return {
      begun: () => begun,
      join: () => {
        joined += 1;
        return begin;
      },
      arrived: () => {
        joined -= 1;
        if (joined === 0) haveArrived();
      },
      over,
    };
  };
}

function signal(): [Promise<void>, () => void, (error: unknown) => void] {
  let [done, fail] = [() => {}, (_error: unknown) => {}];
  const promise = new Promise<void>((resolve, reject) => {
    [done, fail] = [resolve, reject];
  });
  promise.catch(() => {});
  return [promise, done, fail];
}
