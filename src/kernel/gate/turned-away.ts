import { Refusal, type RefusalCode } from '../refusal.ts';

/**
 * What was turned away without an entry: no sign-in, malformed, unknown, out of reach, too often. Whoever was nobody, or
 * asked about nothing, touches no chain; how many of them there were is told by the site once a minute. What a process
 * had counted when it was killed is lost.
 */
export interface TurnedAway {
  /** Counts a refusal, once however often it is shown. One that has an entry of its own is not counted. */
  note(error: unknown): void;
  /** What was counted since the last time, by code. Empty where there was nothing. */
  take(): Readonly<Partial<Record<RefusalCode, number>>>;
  /** Puts back what could not be told. */
  putBack(counted: Readonly<Partial<Record<RefusalCode, number>>>): void;
}

export function openTurnedAway(): TurnedAway {
  let counts = new Map<RefusalCode, number>();
  const seen = new WeakSet<Refusal>();
  const add = (code: RefusalCode, number: number) => counts.set(code, (counts.get(code) ?? 0) + number);
  return {
    note(error) {
      if (!(error instanceof Refusal) || error.detail.entry !== undefined || seen.has(error)) return;
      seen.add(error);
      add(error.code, 1);
    },
    take() {
      const taken = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
      counts = new Map();
      return taken;
    },
    putBack(counted) {
      for (const [code, number] of Object.entries(counted)) add(code as RefusalCode, number);
    },
  };
}
