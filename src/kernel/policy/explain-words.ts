import type { Language } from '../words.ts';
import type { Decision } from './decide.ts';
import type { FactChange } from './explain.ts';
import { factWords } from './fact-words.ts';

/** Why one thing was decided as it was, without naming facts: that is for whoever may hear of them. */
export function decisionWords({ by, unknown }: Pick<Decision, 'by' | 'unknown'>, language: Language): string {
  const said = SAYINGS[language][by];
  return unknown === null ? said : `${said}: ${unknown}`;
}

/** What would have had to be otherwise; null where nothing that may be told would have changed the answer. */
export function changeWords(change: readonly FactChange[], language: Language): string | null {
  if (change.length === 0) return null;
  const { would } = SAYINGS[language];
  return `${would}: ${change.map(({ fact, instead }) => factWords(fact, instead, language)).join('; ')}`;
}

const SAYINGS: Readonly<Record<Language, Readonly<Record<Decision['by'] | 'would', string>>>> = {
  ru: {
    'floor-forbid': 'запрещено основой, которую не меняет никакая версия',
    'floor-permit': 'разрешено основой, которую не меняет никакая версия',
    'rule-forbid': 'запрещено правилом Политики',
    'rule-permit': 'разрешено правилом Политики',
    'no-rule': 'ни одно правило этого не разрешает',
    'unknown-act': 'эта версия Политики такого не знает',
    error: 'правило не удалось вычислить, поэтому не разрешено',
    would: 'было бы разрешено, если бы было так',
  },
  en: {
    'floor-forbid': 'forbidden by the floor, which no version changes',
    'floor-permit': 'allowed by the floor, which no version changes',
    'rule-forbid': 'forbidden by a rule of the policy',
    'rule-permit': 'allowed by a rule of the policy',
    'no-rule': 'no rule permits it',
    'unknown-act': 'this version of the policy does not know of it',
    error: 'a rule could not be evaluated, and so it is refused',
    would: 'it would be allowed if this were so',
  },
  uk: {
    'floor-forbid': 'заборонено основою, якої не змінює жодна версія',
    'floor-permit': 'дозволено основою, якої не змінює жодна версія',
    'rule-forbid': 'заборонено правилом Політики',
    'rule-permit': 'дозволено правилом Політики',
    'no-rule': 'жодне правило цього не дозволяє',
    'unknown-act': 'ця версія Політики такого не знає',
    error: 'правило не вдалося обчислити, тому не дозволено',
    would: 'було б дозволено, якби було так',
  },
};
