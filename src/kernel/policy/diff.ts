import type { Language } from '../words.ts';
import { type BehaviourChange, type BehaviourParts, behaviourSteps } from './behaviour-diff.ts';
import { SECTIONS } from './names.ts';
import type { UnpublishedVersion } from './open-version.ts';
import { type SettingChange, settingsDiff } from './settings-diff.ts';
import { atOnce, type Steps } from './steps.ts';
import type { SectionTexts } from './version.ts';
import { type SectionDiff, wordsDiff } from './words-diff.ts';

/** Everything that differs between two versions. */
export interface PolicyDiff {
  /** `same`: nothing; `formatting`: only looks. */
  readonly change: 'same' | 'formatting' | 'meaning';
  /** The language in which the words are compared. */
  readonly language: Language;
  /** All eight sections; those without a change say so. */
  readonly words: readonly SectionDiff[];
  readonly behaviour: readonly BehaviourChange[];
  readonly settings: readonly SettingChange[];
  /** Shipped examples that the new version no longer keeps, or keeps again. */
  readonly droppedExamples: {
    readonly dropped: readonly DroppedExample[];
    readonly restored: readonly DroppedExample[];
  };
}

export interface DroppedExample {
  readonly id: string;
  readonly reason: string;
}

/**
 * The difference in words, in behaviour and in settings when one version takes the place of another.
 *
 * @param language In which the words are compared; sections without a translation are compared in the binding words.
 */
export const diffPolicies = (before: UnpublishedVersion, after: UnpublishedVersion, parts: DiffParts): PolicyDiff =>
  atOnce(diffSteps(before, after, parts));

type DiffParts = BehaviourParts & { readonly language?: Language };

/** The same in steps, for a server that has others to answer meanwhile. */
export function* diffSteps(before: UnpublishedVersion, after: UnpublishedVersion, parts: DiffParts): Steps<PolicyDiff> {
  const language = parts.language ?? after.binding;
  const looks = before.digest === after.digest ? 'same' : 'formatting';
  const old = before.body.approved.droppedExamples;
  const young = after.body.approved.droppedExamples;
  const behaviour = yield* behaviourSteps(before, after, parts);
  return {
    change: before.meaning === after.meaning ? looks : 'meaning',
    language,
    words: wordsBetween(before, after, language),
    behaviour,
    settings: settingsDiff(before.declarations, after.declarations),
    droppedExamples: { dropped: droppedOnlyIn(young, old), restored: droppedOnlyIn(old, young) },
  };
}

/** What differs in the words of one language. */
export function wordsBetween(
  before: UnpublishedVersion,
  after: UnpublishedVersion,
  language: Language,
): readonly SectionDiff[] {
  return wordsDiff(wordsIn(before, language), wordsIn(after, language), language);
}

/** The words of a version in a language, each section in the binding words where it has no translation. */
function wordsIn(version: UnpublishedVersion, language: Language): SectionTexts {
  const translated = version.binding === language ? version.words : version.translations[language]?.words;
  return Object.fromEntries(SECTIONS.map((section) => [section, translated?.[section] ?? version.words[section]]));
}

function droppedOnlyIn(some: readonly DroppedExample[], others: readonly DroppedExample[]): readonly DroppedExample[] {
  return some.filter((one) => !others.some((other) => other.id === one.id)).map(({ id, reason }) => ({ id, reason }));
}
