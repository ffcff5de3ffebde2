import type { EntryBody } from './entry.ts';

/**
 * The facts that would have changed a refusal, each with the value that did not suffice. Of a fact that differs by field
 * one value is told: false where any field lacked it. A reason that is no fact (a refusal's code) is told as true.
 */
export function insufficient(
  facts: EntryBody['facts'],
  because: EntryBody['because'],
): Readonly<Record<string, boolean | string>> {
  return Object.fromEntries(because.map((name) => [name, oneOf(facts[name] ?? true)]));
}

function oneOf(value: EntryBody['facts'][string]): boolean | string {
  if (typeof value !== 'object') return value;
  const values = Object.values(value);
  return values.includes(false) ? false : (values[0] ?? true);
}
