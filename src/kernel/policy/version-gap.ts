import type { ActDescription } from './act-description.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a version and the running program know of each other's acts and facts; all empty once it is published again. */
export interface VersionGap {
  /** Acts that the version has not heard of: refused, unless the floor permits them. */
  readonly newActs: readonly string[];
  /** Facts that the version has not heard of, as `act.fact`: its rules never see them. */
  readonly newFacts: readonly string[];
  /** Facts that the program no longer finds out, as `act.fact`: a rule that asks one refuses. */
  readonly goneFacts: readonly string[];
}

/** An upgrade of the program never publishes: until the operator does, this is what they have to be told. */
export function versionGap({ acts: known }: Vocabulary, acts: readonly ActDescription[]): VersionGap {
  const factsIn = (list: readonly Pick<ActDescription, 'name' | 'facts'>[] | Vocabulary['acts'], wanted: Set<string>) =>
    list
      .filter(({ name }) => wanted.has(name))
      .flatMap(({ name, facts }) => facts.map((fact) => `${name}.${fact.name}`));
  const both = new Set(acts.map(({ name }) => name).filter((name) => known.some((act) => act.name === name)));
  const [young, old] = [factsIn(acts, both), factsIn(known, both)];
  return {
    newActs: acts.map(({ name }) => name).filter((name) => !both.has(name)),
    newFacts: young.filter((fact) => !old.includes(fact)),
    goneFacts: old.filter((fact) => !young.includes(fact)),
  };
}

export function isGap({ newActs, newFacts, goneFacts }: VersionGap): boolean {
  return newActs.length + newFacts.length + goneFacts.length > 0;
}
