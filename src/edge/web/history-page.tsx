import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { SECTIONS } from '../../kernel/policy/names.ts';
import {
  FILTER_NAMES,
  type HistoryChoices,
  type HistoryEntry,
  type HistoryFilter,
  HistoryPage,
} from '../../promises/agreement/pages.tsx';
import type { BarGroup } from '../../ui/chart.tsx';
import { wordsOf } from '../../ui/words/words.ts';
import { monthOf, readWholeHistory, sayEntry } from './history.ts';
import { type Page, show, signedIn } from './page.tsx';

/** The history as a person chose to see it: a month, and of that what fits four choices. */
export async function historyPage(page: Page): Promise<Response> {
  const { language, frame, version, context } = page;
  signedIn(page);
  const saying = { version, language, acts: page.gate.acts };
  const all = (await readWholeHistory(page)).map((entry) => sayEntry(entry, saying));
  const choices = choicesOf(all, page);
  const chosen = chosenOf(context.req.query(), choices);
  const fitting = all.filter((entry) => fits(entry, chosen));
  const months = [...new Set(all.map(({ at }) => monthOf(at)))];
  const asked = context.req.query('month') ?? '';
  const month = months.includes(asked) ? asked : (months[0] ?? monthOf(page.gate.parts.clock.now()));
  const inMonth = fitting.filter(({ at }) => monthOf(at) === month);
  const before = Number(context.req.query('before') ?? Number.NaN);
  const from = Number.isSafeInteger(before) ? inMonth.filter(({ n }) => n < before) : inMonth;
  const entries = from.slice(0, PAGE_ROWS_MAX);
  return show(
    page,
    <HistoryPage
      {...{ language, frame, month, months, entries, chosen, choices }}
      total={inMonth.length}
      got={gotBy(fitting)}
      older={from.length > entries.length ? (entries.at(-1)?.n ?? null) : null}
      later={from.length < inMonth.length}
    />,
  );
}

const ANSWERS = ['allowed', 'refused', 'undone'] as const;

function answerOf({ allowed, notDone }: HistoryEntry): (typeof ANSWERS)[number] {
  return notDone ? 'undone' : allowed ? 'allowed' : 'refused';
}

function choicesOf(entries: readonly HistoryEntry[], { language }: Page): HistoryChoices {
  const { frame, agreement } = wordsOf(language);
  const order = new Intl.Collator(language);
  const named = (names: readonly string[]) =>
    [...new Set(names)].sort(order.compare).map((label) => ({ id: label, label }));
  const sections = SECTIONS.filter((id) => entries.some(({ section }) => section === id));
  const answers = ANSWERS.filter((id) => entries.some((entry) => answerOf(entry) === id));
  return {
    receiver: named(entries.flatMap(({ recipient }) => recipient ?? [])),
    section: sections.map((id) => ({ id, label: frame.sections[id] })),
    answer: answers.map((id) => ({ id, label: agreement.history.filter.answers[id] })),
    field: named(entries.flatMap(({ fields }) => fields)),
  };
}

/** Whatever is not among the choices chooses nothing. */
function chosenOf(query: Readonly<Record<string, string>>, choices: HistoryChoices): HistoryFilter {
  const chosen = FILTER_NAMES.filter((name) => choices[name].some(({ id }) => id === query[name]));
  return Object.fromEntries(chosen.map((name) => [name, query[name] ?? '']));
}

function fits(entry: HistoryEntry, { receiver, section, answer, field }: HistoryFilter): boolean {
  return (
    (receiver === undefined || entry.recipient === receiver) &&
    (section === undefined || entry.section === section) &&
    (answer === undefined || answerOf(entry) === answer) &&
    (field === undefined || entry.fields.includes(field))
  );
}

/** Who got which fields how often, the most frequent first; what was refused or not done was got by nobody. */
function gotBy(entries: readonly HistoryEntry[]): readonly BarGroup[] {
  const counted = new Map<string, Map<string, number>>();
  for (const entry of entries) {
    if (entry.recipient === null || answerOf(entry) !== 'allowed') continue;
    const fields = counted.get(entry.recipient) ?? new Map<string, number>();
    for (const field of entry.fields) fields.set(field, (fields.get(field) ?? 0) + 1);
    if (fields.size > 0) counted.set(entry.recipient, fields);
  }
  const most = (a: { readonly value: number }, b: { readonly value: number }) => b.value - a.value;
  const groups = [...counted].map(([label, fields]) => ({
    label,
    bars: [...fields].map(([field, value]) => ({ label: field, value })).sort(most),
  }));
  return groups.sort((a, b) => (b.bars[0]?.value ?? 0) - (a.bars[0]?.value ?? 0));
}
