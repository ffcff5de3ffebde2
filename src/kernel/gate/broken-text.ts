/**
 * Where in an input a text stands that is no text: with a zero character, which PostgreSQL cannot hold, or half of a
 * surrogate pair, which no encoding of ours can. The path to it, or undefined. No form of any act has a use for these,
 * so they are looked for once, for all acts.
 */
export function findBrokenText(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return BROKEN.test(value) ? [] : undefined;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  for (const name of Object.keys(value)) {
    if (BROKEN.test(name)) return [];
    const found = findBrokenText((value as Readonly<Record<string, unknown>>)[name]);
    if (found !== undefined) return [name, ...found];
  }
  return undefined;
}

// With the `u` flag a whole pair is one character, and only a half is of the category of surrogates.
const BROKEN = /[\0\p{Cs}]/u;
