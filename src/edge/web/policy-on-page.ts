import { decimalAmount } from '../../kernel/amounts.ts';
import { ASKER_WORDS, RECIPIENT_WORDS } from '../../kernel/policy/asker-words.ts';
import { type Declarations, type Field, type Provider, STAFF } from '../../kernel/policy/declarations.ts';
import type { Floor } from '../../kernel/policy/floor.ts';
import { SECTIONS, type Section } from '../../kernel/policy/names.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import type { Language } from '../../kernel/words.ts';
import type { PolicyOnPage, PolicySection } from '../../promises/changes/pages.tsx';
import { AGGREGATE_DAYS } from '../../promises/use/index.ts';
import { sayCountry } from '../../ui/countries.ts';
import { sayAmount } from '../../ui/numbers.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { sayRule } from './say-rule.ts';

type Probes = PolicySection['probes'];

/**
 * A version as its page shows it: the words, and beside each section what the server does about it. Probes are shown of
 * the version in force alone.
 */
export function policyOnPage(
  version: Version,
  language: Language,
  floor: Floor,
  probes: (section: Section) => Probes = () => [],
): PolicyOnPage {
  return {
    number: version.number,
    title: null,
    publishedAt: version.publishedAt,
    digest: version.digest,
    bindingLanguage: version.binding,
    translated: language === version.binding || version.translations[language] !== undefined,
    sections: SECTIONS.map((section) => ({
      ...sectionOnPage(version, language, section, floor),
      probes: probes(section),
    })),
  };
}

function sectionOnPage(version: Version, language: Language, id: Section, floor: Floor): Omit<PolicySection, 'probes'> {
  const translated = version.translations[language]?.words[id];
  // What no operator may change stands first: it holds whatever this version says.
  const rules = [...floor.rules, ...version.ruleTexts].filter((rule) => rule.section === id);
  const named = [...floor.rules, ...version.ruleTexts].map((rule) => rule.text).join('\n');
  return {
    id,
    words: translated ?? version.words[id],
    language: translated === undefined ? version.binding : language,
    rules: rules.map((rule) => sayRule(rule, version.vocabulary, language)),
    acts: version.vocabulary.acts
      .filter((act) => act.section === id && !named.includes(`Action::"${act.name}"`))
      .map((act) => wordsOf(language).changes.rule.permittedToNobody(act.words[language])),
    notBuilt: wordsOf(language).changes.notBuilt[id],
    tables: tablesOf(version, language, id),
  };
}

type Table = PolicySection['tables'][number];

function tablesOf({ declarations }: Version, language: Language, section: Section): readonly Table[] {
  const words = wordsOf(language).changes.declared;
  const label = (id: string) => declarations.fields.find((field) => field.id === id)?.words[language] ?? id;
  switch (section) {
    case 'protection':
      return declarations.grounds.length === 0
        ? []
        : [
            {
              caption: words.grounds,
              head: [words.country, words.ground, words.article, words.mayAsk, words.fields],
              rows: declarations.grounds.map((one) => [
                one.country,
                one.words[language],
                one.article,
                one.mayAsk?.[language] ?? '—',
                one.reaches.map(label).join(', '),
              ]),
            },
          ];
    case 'collection':
      return [
        {
          caption: words.fieldsCaption,
          head: [words.field, words.why, words.kept, words.seenBy],
          rows: declarations.fields.map((field) => [
            field.words[language],
            field.why[language],
            field.retentionDays === null ? words.untilErased : words.days(field.retentionDays),
            saySeenBy(field, language),
          ]),
        },
        ...proofBeforeTable(declarations, language),
      ];
    case 'use':
      return [
        ...(declarations.services.length === 0
          ? []
          : [
              {
                caption: words.services,
                head: [words.service, words.purpose, words.fields],
                rows: declarations.services.flatMap((service) =>
                  service.purposes.map((purpose) => [
                    service.words[language],
                    purpose.words[language],
                    purpose.fields.map(label).join(', '),
                  ]),
                ),
              },
            ]),
        ...(declarations.aggregates.length === 0
          ? []
          : [
              {
                caption: words.aggregates,
                head: [words.aggregate, words.smallestGroup],
                rows: declarations.aggregates.map((one) => [
                  one.words[language],
                  [
                    declarations.thresholds.minimumGroup,
                    words.rounding(declarations.thresholds.rounding),
                    words.anew(declarations.thresholds.aggregateDays ?? AGGREGATE_DAYS),
                  ].join(', '),
                ]),
              },
            ]),
        ...providersTable(declarations, language),
      ];
    default:
      return [];
  }
}

/** Before which transfers the policy itself demands proof of identity. */
function proofBeforeTable({ thresholds, fields }: Declarations, language: Language): readonly Table[] {
  const { proofBefore = [] } = thresholds;
  if (proofBefore.length === 0) return [];
  const words = wordsOf(language).changes.declared;
  const { wayNames } = wordsOf(language).collection.proofs;
  return [
    {
      caption: words.proofBefore,
      head: [words.transfer, words.fields, words.ways, words.deadline],
      rows: proofBefore.map((rule) => [
        words.from(sayAmount(decimalAmount(rule.from.amount, rule.from.currency), rule.from.currency, language)),
        rule.fields.map((name) => fields.find(({ id }) => id === name)?.words[language] ?? name).join(', '),
        rule.ways.map((way) => wayNames[way]).join('; '),
        words.days(rule.days),
      ]),
    },
  ];
}

/** Who gets data for transfers, and what of it: some only from an amount on, or only of people of some countries. */
function providersTable({ providers, fields }: Declarations, language: Language): readonly Table[] {
  if (providers.length === 0) return [];
  const words = wordsOf(language).changes.declared;
  const label = (one: Provider['methods'][number]['fields'][number]) => {
    const name = fields.find(({ id }) => id === one.field)?.words[language] ?? one.field;
    const { from, countries } = one;
    const when = [
      ...(from === undefined
        ? []
        : [words.from(sayAmount(decimalAmount(from.amount, from.currency), from.currency, language))]),
      ...(countries === undefined ? [] : [countries.map((code) => sayCountry(code, language)).join(', ')]),
    ];
    return when.length === 0 ? name : `${name} (${when.join('; ')})`;
  };
  return [
    {
      caption: words.providers,
      head: [words.provider, words.method, words.fields],
      rows: providers.flatMap((provider) =>
        provider.methods.map((method) => [
          `${provider.words[language]} (${RECIPIENT_WORDS[provider.kind][language]}, ${provider.country})`,
          method.words[language],
          method.fields.length === 0 ? words.noFields : method.fields.map(label).join(', '),
        ]),
      ),
    },
  ];
}

/** Which staff may see a field, and how; nothing where nothing is declared beyond the rules. */
function saySeenBy({ seenBy }: Field, language: Language): string {
  const words = wordsOf(language).changes.declared;
  if (seenBy === undefined) return words.seenByRules;
  const roles = STAFF.flatMap((role) => {
    const how = seenBy[role];
    return how === undefined ? [] : [`${ASKER_WORDS[role][language]} — ${words.seen[how]}`];
  });
  return roles.length === 0 ? words.seenByNobody : roles.join('; ');
}
