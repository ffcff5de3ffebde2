import type { Io } from './command.ts';

/** How often a line says how far long work is. */
const LINE_MILLISECONDS = 2_000;

/** Says a sentence on a terminal, but not too often, and in a pipe nothing. */
export function sayNowAndThen(io: Io): (sentence: string) => void {
  if (!process.stderr.isTTY) return () => {};
  let told = Date.now();
  return (sentence) => {
    if (Date.now() - told < LINE_MILLISECONDS) return;
    told = Date.now();
    io.err(sentence);
  };
}

/** Tells on a terminal how many of so many are done, and in a pipe nothing. */
export function countProgressOf(io: Io, what: string): (done: number, of: number) => void {
  const tell = sayNowAndThen(io);
  return (done, of) => tell(`${done} of ${of} ${what}`);
}

/** Tells on a terminal how many bytes are done, and in a pipe nothing. */
export function progressOf(io: Io, what: string): (kind: string, bytes: number) => void {
  const tell = sayNowAndThen(io);
  return (kind, bytes) => tell(`${what} (${kind}): ${sizeOf(bytes)}`);
}

export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
