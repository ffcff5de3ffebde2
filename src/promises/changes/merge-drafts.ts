import { isDeepStrictEqual } from 'node:util';

/** Texts of a policy by their paths. */
export type Files = ReadonlyMap<string, string>;

export interface Merged {
  readonly files: Files;
  /** What both changed, each otherwise: the texts in force by their paths. In `files` stands the editor's own. */
  readonly both: Files;
}

/**
 * What an editor wrote, put on what was published meanwhile: a text that only one of them changed is as that one wrote it.
 * Where both changed the same text nothing is guessed.
 *
 * @param base what both began from
 */
export function mergeDrafts(base: Files, own: Files, inForce: Files): Merged {
  const files = new Map<string, string>();
  const both = new Map<string, string>();
  for (const path of new Set([...inForce.keys(), ...own.keys()])) {
    const [was, mine, now] = [base, own, inForce].map((some) => some.get(path) ?? '');
    const kept = isDeepStrictEqual(told(path, mine), told(path, was)) ? now : mine;
    files.set(path, kept ?? '');
    if (kept === mine && ![was, mine].some((one) => isDeepStrictEqual(told(path, now), told(path, one)))) {
      both.set(path, now ?? '');
    }
  }
  return { files, both };
}

/** What a text says: of declarations the data, whatever their spaces. */
function told(path: string, text = ''): unknown {
  if (!path.endsWith('.json')) return text.trimEnd();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
