import { ASKER_WORDS } from '../../kernel/policy/asker-words.ts';
import { factWords } from '../../kernel/policy/fact-words.ts';
import type { Asker } from '../../kernel/policy/names.ts';
import type { FileRule } from '../../kernel/policy/parse-rules.ts';
import type { Vocabulary } from '../../kernel/policy/vocabulary.ts';
import type { Language } from '../../kernel/words.ts';
import { wordsOf } from '../../ui/words/words.ts';

/**
 * A rule as a sentence: who may do what, and under which facts. A condition that is more than facts joined by "and" is
 * not paraphrased: then only who and what are said, and the rule itself stands in the machine-readable policy.
 */
export function sayRule(rule: FileRule, vocabulary: Vocabulary, language: Language): string {
  const words = wordsOf(language).changes.rule;
  const said = words.floor[rule.id];
  if (said !== undefined) return said;
  const text = rule.text.replace(/\/\/.*$/gm, '');
  const askers = [...text.matchAll(/Asker::"([\w-]+)"/g)].map(([, name]) => name as Asker);
  const names = [...text.matchAll(/Action::"(\w+)"/g)].map((match) => match[1] ?? '');
  const acts = vocabulary.acts.filter((act) => names.includes(act.name));
  const what = acts.map((act) => act.words[language]).join('; ');
  const { anybody, or } = words;
  const who = askers.map((asker) => ASKER_WORDS[asker]?.[language] ?? asker).join(` ${or} `);
  const head = capital(`${who === '' ? anybody : who} ${what}`);
  const sentence = /^\s*(?:@\w+\([^)]*\)\s*)*forbid/.test(text) ? `${words.never} ${head}` : head;
  const paraphrased = !text.includes('||') && !/\bunless\b/.test(text);
  return `${sentence}${paraphrased ? conditionsOf(text, acts, language) : ''}.`;
}

function conditionsOf(text: string, acts: Vocabulary['acts'], language: Language): string {
  const words = wordsOf(language).changes.rule;
  const facts = acts.flatMap((act) => act.facts);
  const asked = [...text.matchAll(/(!?)\s*context\.(\w+)/g)].flatMap(([, negated, name]) => {
    const fact = facts.find((one) => one.name === name);
    if (fact === undefined) return [];
    // What must not hold and has no words of its own stands as an exception.
    const holds = negated !== '!' || fact.wordsNot !== undefined;
    return [{ holds, says: factWords(fact, negated !== '!' || !holds, language) }];
  });
  const holding = asked.filter(({ holds }) => holds).map(({ says }) => says);
  const failing = asked.filter(({ holds }) => !holds).map(({ says }) => says);
  return [
    holding.length === 0 ? '' : `, ${words.when} ${holding.join('; ')}`,
    failing.length === 0 ? '' : `, ${words.not} ${failing.join('; ')}`,
  ].join('');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
