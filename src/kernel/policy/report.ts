import type { Language } from '../words.ts';
import type { BehaviourChange } from './behaviour-diff.ts';
import type { PolicyDiff } from './diff.ts';
import type { PolicyProblem } from './policy-problem.ts';
import { sectionFolder } from './policy-source.ts';
import type { SettingChange } from './settings-diff.ts';
import type { VersionSummary } from './store.ts';
import type { SectionDiff, SentenceDiff } from './words-diff.ts';

/** What the command line prints of policies: lines for people, data for `--json`. Nothing here prints by itself. */
export interface Report {
  readonly lines: readonly string[];
  readonly json: unknown;
}

export function reportProblems(problems: readonly PolicyProblem[], name: string): Report {
  const json = problems.map(({ file, line, section, message }) => ({ file, line, section, message }));
  if (problems.length === 0) return { lines: [`${name}: words, rules and examples hold together`], json };
  return { lines: [...problems.map(String), `${problems.length} to put right in ${name}`], json };
}

export function reportVersions(versions: readonly VersionSummary[]): Report {
  const json = versions.map(({ number, digest, meaning, publishedAt, publishedBy }) => ({
    number,
    digest: digest.toString('hex'),
    meaning: meaning.toString('hex'),
    publishedAt: publishedAt.toISOString(),
    publishedBy,
  }));
  const lines = json.map((one) => `${one.number}  ${one.publishedAt}  ${one.digest}  by ${one.publishedBy}`);
  return { lines: lines.length > 0 ? lines : ['no policy has been published yet'], json };
}

/** Every flow that is possible at all. */
export function reportBehaviour(behaviour: readonly BehaviourChange[], language: Language): Report {
  return { lines: behaviour.map((one) => `${sectionFolder(one.section)}: ${one.sentence[language]}`), json: behaviour };
}

export function reportDiff(diff: PolicyDiff, language: Language): Report {
  if (diff.change === 'same' && diff.words.every((section) => !section.changed)) {
    return { lines: [HEADS[language].same], json: diff };
  }
  const head = HEADS[language];
  const { dropped, restored } = diff.droppedExamples;
  const parts: readonly (readonly [string, readonly string[]])[] = [
    [head.words, diff.words.filter((section) => section.changed).flatMap(sectionLines)],
    [head.behaviour, diff.behaviour.map((one) => `  ${one.sentence[language]}`)],
    [head.settings, diff.settings.map((one) => `  ${settingLine(one, language)}`)],
    [
      head.examples,
      [...dropped.map(({ id, reason }) => `  - ${id}: ${reason}`), ...restored.map(({ id }) => `  + ${id}`)],
    ],
  ];
  const lines = parts.flatMap(([title, body]) => [title, ...(body.length > 0 ? body : [`  ${head.none}`]), '']);
  return { lines: [...(diff.change === 'formatting' ? [head.formatting, ''] : []), ...lines.slice(0, -1)], json: diff };
}

function sectionLines({ section, sentences }: SectionDiff): readonly string[] {
  const changed = sentences.filter((sentence) => sentence.kind !== 'kept');
  return [`  ${sectionFolder(section)}`, ...changed.map((sentence) => `    ${sentenceLine(sentence)}`)];
}

// Removed in [-…-], added in {+…+}: readable without colour, in a pipe and by a screen reader.
function sentenceLine({ kind, runs, other }: SentenceDiff): string {
  const text = runs
    .map((run) => (run.kind === 'kept' ? run.text : run.kind === 'removed' ? `[-${run.text}-]` : `{+${run.text}+}`))
    .join('');
  if (kind === 'moved-away') return `${text} → ${other}`;
  return kind === 'moved-here' ? `${text} ← ${other}` : text;
}

function settingLine({ label, before, after }: SettingChange, language: Language): string {
  return `${label[language]}: ${before?.[language] ?? '—'} → ${after?.[language] ?? '—'}`;
}

const HEADS: Readonly<
  Record<Language, Record<'same' | 'formatting' | 'words' | 'behaviour' | 'settings' | 'examples' | 'none', string>>
> = {
  ru: {
    same: 'Ничего не изменилось.',
    formatting: 'Изменился только вид, не смысл.',
    words: 'Слова',
    behaviour: 'Что сервер делает',
    settings: 'Что заявлено',
    examples: 'Примеры, от которых отказались (−) и к которым вернулись (+)',
    none: 'без изменений',
  },
  en: {
    same: 'Nothing changed.',
    formatting: 'Only the looks changed, not the meaning.',
    words: 'Words',
    behaviour: 'What the server does',
    settings: 'What is declared',
    examples: 'Examples that were dropped (-) and restored (+)',
    none: 'no change',
  },
  uk: {
    same: 'Нічого не змінилося.',
    formatting: 'Змінився лише вигляд, а не зміст.',
    words: 'Слова',
    behaviour: 'Що робить сервер',
    settings: 'Що заявлено',
    examples: 'Приклади, від яких відмовилися (−) і до яких повернулися (+)',
    none: 'без змін',
  },
};
