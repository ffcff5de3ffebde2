import { setTimeout as pause } from 'node:timers/promises';

/** Serialisation failure, deadlock, lock timeout: PostgreSQL's word for "somebody else was first". Nothing was done. */
export function isLostRace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '40001' || code === '40P01' || code === '55P03';
}

const TRIES_MAX = 50;

/** The same work again after a lost race, for what has to be done because what stands before it is done already. */
export async function afterLostRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLostRace(error) || attempt === TRIES_MAX) throw error;
      await pause(Math.random() * Math.min(4 * attempt, 40));
    }
  }
}
