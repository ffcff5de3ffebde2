import { canonical } from '../../src/kernel/canonical.ts';
import type { ActDescription } from '../../src/kernel/policy/act-description.ts';
import { perSection } from '../../src/kernel/policy/policy-source.ts';
import { insertVersion } from '../../src/kernel/policy/store.ts';
import { digestOf, meaningOf, type VersionBody } from '../../src/kernel/policy/version.ts';
import type { TestApp } from './app.ts';

export interface Older {
  /** Acts that the older program did not have. */
  readonly withoutActs?: readonly string[];
  /** Facts that it did not have, as `act.fact`. */
  readonly withoutFacts?: readonly string[];
  /** Facts that it had besides. */
  readonly withFact?: { readonly act: string; readonly fact: Pick<ActDescription['facts'][number], 'name' | 'words'> };
  /** What its rules said otherwise. */
  readonly rules?: (text: string) => string;
}

/**
 * Puts a version in force as an older program would have published it: with the vocabulary it had. The gate of this
 * program could not publish such a one, so its row is written directly.
 */
export async function publishAsOlderProgram(
  { app }: TestApp,
  { withoutActs = [], withoutFacts = [], withFact, rules = (text) => text }: Older,
): Promise<number> {
  const { shelf, db } = app.parts;
  const inForce = await shelf.inForce();
  if (inForce === null) throw new Error('a policy is published');
  const { body } = inForce;
  const acts = body.vocabulary.acts
    .filter(({ name }) => !withoutActs.includes(name))
    .map((act) => {
      const known = act.facts.filter(({ name }) => !withoutFacts.includes(`${act.name}.${name}`));
      const more =
        withFact?.act === act.name
          ? [{ ...withFact.fact, values: 'yes-no', kind: 'of-the-moment', tell: 'asker' } as const]
          : [];
      return { ...act, facts: [...known, ...more] };
    });
  const older: VersionBody = {
    ...body,
    vocabulary: { ...body.vocabulary, acts },
    rules: perSection((section) => rules(body.rules[section])),
  };
  const number = inForce.number + 1;
  const prepared = {
    number,
    body: canonical(older),
    digest: digestOf(older),
    meaning: meaningOf(older),
    change: 'meaning',
  } as const;
  await db.transaction((tx) => insertVersion(tx, prepared, 'an older program'));
  return number;
}
