import type { CedarSchema } from './cedar.ts';
import { factType, type Vocabulary, type VocabularyAct } from './vocabulary.ts';

/**
 * The Cedar schema of a vocabulary. Every attribute is a boolean or an enumerated entity: rules see facts, never data,
 * so a misspelt asker, act, category or fact is an error of validation and not a rule that silently never matches.
 */
export function cedarSchema(vocabulary: Vocabulary): CedarSchema {
  const lists = vocabulary.acts
    .flatMap((act) => act.facts)
    .flatMap((fact) => (fact.values === 'yes-no' ? [] : [[factType(fact.name), { enum: [...fact.values] }] as const]));
  return {
    '': {
      entityTypes: {
        Asker: { enum: vocabulary.askers.map((one) => one.name) },
        Category: { enum: [...vocabulary.categories] },
        Recipient: { enum: vocabulary.recipients.map((one) => one.name) },
        ...Object.fromEntries(lists),
      },
      actions: Object.fromEntries(vocabulary.acts.map((act) => [act.name, actionOf(act)])),
    },
  };
}

function actionOf(act: VocabularyAct) {
  const facts = act.facts.map(({ name, values }) => [
    name,
    values === 'yes-no' ? { type: 'Boolean' as const } : { type: 'Entity' as const, name: factType(name) },
  ]);
  return {
    appliesTo: {
      principalTypes: ['Asker'],
      resourceTypes: ['Category'],
      context: {
        type: 'Record' as const,
        attributes: { recipient: { type: 'Entity' as const, name: 'Recipient' }, ...Object.fromEntries(facts) },
      },
    },
  };
}
