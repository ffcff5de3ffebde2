import { sameBytes } from './bytes.ts';
import { VerificationError } from './sentences.ts';
import { openNote, parseVerifierKey, textOf, type VerifierKey } from './signed-note.ts';

/** One key of a ledger after another, as both of them have signed it. */
export interface KeyChange {
  readonly former: VerifierKey;
  readonly next: VerifierKey;
  /** When the next one began to sign, as the note says it. */
  readonly since: string;
}

/** The name that the notes of a ledger's key changes are signed under. */
export const keyChangeName = (origin: string): string => `${origin}/key-change/v1`;

/**
 * Reads the note of a key change after both signatures were verified, whoever is trusted: it shows that the holders of the
 * two keys agree, and no more. Throws `VerificationError`.
 */
export function readKeyChange(note: string, origin: string): KeyChange {
  const [name, formerLine = '', nextLine = '', since = '', ...more] = textOf(note).split('\n');
  const [former, next] = [parseVerifierKey(formerLine), parseVerifierKey(nextLine)];
  const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(since);
  if (name !== keyChangeName(origin) || !instant || more.length !== 1 || more[0] !== '') {
    throw new VerificationError('keyChangeMalformed');
  }
  if (former.name !== origin || next.name !== origin) {
    throw new VerificationError('keyChangeOfAnother');
  }
  for (const key of [former, next]) openNote(note, { ...key, name: keyChangeName(origin) });
  return { former, next, since };
}

/**
 * Every key that can be trusted where one is: those that followed it, step by step, and those that it followed. Never one
 * that followed a predecessor by another way: then a former key that was stolen would speak for the present.
 */
export function keysFrom(trusted: VerifierKey, changes: readonly KeyChange[]): readonly VerifierKey[] {
  const later = walk(trusted, (key) => changes.filter(({ former }) => sameKey(former, key)).map(({ next }) => next));
  const earlier = walk(trusted, (key) => changes.filter(({ next }) => sameKey(next, key)).map(({ former }) => former));
  return [...later, ...earlier.slice(1)];
}

function walk(first: VerifierKey, step: (key: VerifierKey) => readonly VerifierKey[]): readonly VerifierKey[] {
  const keys = [first];
  // The list grows while it is walked.
  for (const key of keys) {
    for (const other of step(key)) if (!keys.some((known) => sameKey(known, other))) keys.push(other);
  }
  return keys;
}

const sameKey = (a: VerifierKey, b: VerifierKey): boolean => a.name === b.name && sameBytes(a.publicKey, b.publicKey);
