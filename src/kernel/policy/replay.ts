import type { CompiledRules, Facts } from './compile.ts';
import { decide } from './decide.ts';
import type { Asker, Recipient, Section } from './names.ts';
import type { Version } from './open-version.ts';

/** What an entry says of a decision: everything that replaying needs, and no value. */
export interface Recorded {
  /** The act's name. */
  readonly kind: string;
  /** `person`, `service:shop`. */
  readonly asker: string;
  readonly recipient: string;
  readonly fields: readonly string[];
  readonly categories: readonly string[];
  readonly facts: Readonly<Record<string, boolean | string | Readonly<Record<string, boolean | string>>>>;
}

/** How a version decides what another one decided. */
export type Replayed =
  | { readonly answer: 'allowed' | 'refused'; readonly sections: readonly Section[] }
  /** The version asks what the entry does not say: the fact's name, or `null` where the category of a field is open. */
  | { readonly answer: 'cannot-be-said'; readonly fact: string | null };

/**
 * Decides once more what an entry recorded, by the rules of any version: from the facts that the entry holds, never from
 * recomputed ones. With the version that decided it gives what was decided.
 *
 * @param declared The version that decided, whose declarations say of which category each field was.
 */
export function replay(floor: CompiledRules, version: CompiledRules, declared: Version, recorded: Recorded): Replayed {
  const { kind, facts } = recorded;
  const asked = [floor, version].flatMap(({ acts }) => acts.get(kind)?.description.facts ?? []);
  const unsaid = asked.find(({ name }) => !Object.hasOwn(facts, name));
  if (unsaid !== undefined) return { answer: 'cannot-be-said', fact: unsaid.name };
  const fields = recorded.fields.length === 0 ? [null] : recorded.fields;
  const sections = { allowed: new Set<Section>(), refused: new Set<Section>() };
  for (const field of fields) {
    const answers = categoriesOf(field, declared, recorded).map((category) =>
      decide(floor, version, {
        act: kind,
        asker: roleOf(recorded.asker) as Asker,
        category,
        recipient: roleOf(recorded.recipient) as Recipient,
        facts: factsOf(field, facts),
      }),
    );
    // One field, several categories that it may have been of, and they part ways: nothing is guessed.
    if (new Set(answers.map(({ allowed }) => allowed)).size > 1) return { answer: 'cannot-be-said', fact: null };
    for (const { allowed, sections: of } of answers) {
      for (const section of of) sections[allowed ? 'allowed' : 'refused'].add(section);
    }
  }
  const answer = sections.refused.size > 0 ? 'refused' : 'allowed';
  return { answer, sections: [...sections[answer]] };
}

// The entry names the categories of all its fields together; which is whose the declarations of that time say.
function categoriesOf(field: string | null, { declarations }: Version, { categories }: Recorded): readonly string[] {
  if (field === null) return ['none'];
  const own = declarations.fields.find(({ id }) => id === field)?.category;
  return own !== undefined && categories.includes(own) ? [own] : categories;
}

/** The facts that one field was decided on. */
export function factsOf(field: string | null, facts: Recorded['facts']): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'object' ? (value[field ?? 'none'] ?? false) : value,
    ]),
  );
}

/** `service:shop` asks as a service. */
export function roleOf(named: string): string {
  return named.split(':')[0] ?? named;
}
