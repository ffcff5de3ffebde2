import type { Reading } from './reading.ts';

/** What one promise knows of a person, as one column of a statement that several promises share. */
export interface PersonPart<Known> {
  /** A subselect with one value, about `asked.person_id`. */
  readonly sql: string;
  /** The value as the database gives it. */
  readonly known: Known | undefined;
}

/** Written in a store: `Known` is what the column holds. */
export function personPart<Known>(sql: string): PersonPart<Known> {
  return { sql, known: undefined };
}

type Together<Parts> = { readonly [Name in keyof Parts]: Parts[Name] extends PersonPart<infer Known> ? Known : never };

/** What several promises know of a person, by one statement. */
export function readTogether<Parts extends Readonly<Record<string, PersonPart<unknown>>>>(
  parts: Parts,
): Reading<string, Together<Parts>> {
  const columns = Object.entries(parts).map(([name, { sql }]) => `(${sql}) as "${name}"`);
  return {
    text: `select asked.i as asked, ${columns.join(',\n       ')}
     from unnest($1::uuid[]) with ordinality as asked (person_id, i)`,
    values: (persons) => [persons],
  };
}
