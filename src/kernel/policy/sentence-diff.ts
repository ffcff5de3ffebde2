import { createRequire } from 'node:module';
import type * as Diff from 'diff';
import type { Section } from './names.ts';
import type { Run, Sentence, SentenceDiff } from './words-diff.ts';

/** Loaded with the first comparison. */
const diff = (): typeof Diff => createRequire(import.meta.url)('diff');

/** Beyond so many changed sentences, or words of one sentence, nothing in common is worth showing; finding it costs their square. */
const SENTENCE_EDITS_MAX = 2000;
const WORD_EDITS_MAX = 300;
/** Two sentences with less in common are shown whole, one removed and one added: confetti cannot be read. */
const LIKENESS_MIN = 0.5;
/** A word that so many sentences hold says nothing about which of them belong together. */
const POSTINGS_MAX = 50;

/** A stretch of sentences: the same in both texts, or what was removed together with what stands there now. */
export type Hunk =
  | { readonly kept: readonly Sentence[] }
  | { readonly removed: readonly Sentence[]; readonly added: readonly Sentence[] };

/** Sentences of one section, compared whole. */
export function sentenceHunks(before: readonly Sentence[], after: readonly Sentence[]): readonly Hunk[] {
  const text = (sentence: Sentence) => sentence.text;
  const parts = diff().diffArrays(before.map(text), after.map(text), { maxEditLength: SENTENCE_EDITS_MAX });
  if (!parts) return [{ removed: before, added: after }];
  const hunks: Hunk[] = [];
  let [old, young] = [0, 0];
  let removed: readonly Sentence[] = [];
  for (const { value, removed: isRemoved, added: isAdded } of parts) {
    if (isRemoved) {
      removed = before.slice(old, old + value.length);
      old += value.length;
      continue;
    }
    const here = after.slice(young, young + value.length);
    young += value.length;
    if (isAdded) hunks.push({ removed, added: here });
    else {
      if (removed.length > 0) hunks.push({ removed, added: [] });
      hunks.push({ kept: here });
      old += value.length;
    }
    removed = [];
  }
  if (removed.length > 0) hunks.push({ removed, added: [] });
  return hunks;
}

/** Sentences that stand elsewhere in the other text, each with the section there. */
export type Moved = ReadonlyMap<Sentence, Section>;

/** Kept, removed, added, moved, or changed word by word. */
export function tellHunks(hunks: readonly Hunk[], moved: Moved): readonly SentenceDiff[] {
  return hunks.flatMap((hunk) =>
    'kept' in hunk ? hunk.kept.map((one) => whole('kept', one, moved)) : diffHunk(hunk.removed, hunk.added, moved),
  );
}

function whole(kind: 'kept' | 'added' | 'removed', sentence: Sentence, moved: Moved): SentenceDiff {
  const { text, opens } = sentence;
  const other = moved.get(sentence);
  const runs = [{ kind, text }];
  if (other === undefined || kind === 'kept') return { kind, runs, opens, other: null };
  return { kind: kind === 'added' ? 'moved-here' : 'moved-away', runs, opens, other };
}

// Sentences that were replaced by sentences: those that are alike become pairs, in the order of both texts. What was
// removed for good is read before what took its place.
function diffHunk(removed: readonly Sentence[], added: readonly Sentence[], moved: Moved): readonly SentenceDiff[] {
  const told: SentenceDiff[] = [];
  const pairs = inOrder(likest(removed, added, moved));
  let next = 0;
  const removeUntil = (end: number) => {
    told.push(...removed.slice(next, end).map((one) => whole('removed', one, moved)));
    next = end;
  };
  const upcoming = [...pairs].sort(([a], [b]) => a - b);
  for (const [index, sentence] of added.entries()) {
    const partner = upcoming[0];
    removeUntil(partner?.[1] ?? removed.length);
    const old = partner?.[0] === index ? removed[partner[1]] : undefined;
    if (old === undefined) {
      told.push(whole('added', sentence, moved));
      continue;
    }
    upcoming.shift();
    told.push({ kind: 'changed', runs: diffWords(old.text, sentence.text), opens: sentence.opens, other: null });
    next += 1;
  }
  removeUntil(removed.length);
  return told;
}

/** For each added sentence the removed one with the most words in common, where that is enough. */
function likest(removed: readonly Sentence[], added: readonly Sentence[], moved: Moved): ReadonlyMap<number, number> {
  const said = (sentence: Sentence) => (moved.has(sentence) ? [] : wordsIn(sentence.text));
  const gone = removed.map(said);
  const postings = new Map<string, number[]>();
  gone.forEach((words, index) => {
    for (const word of new Set(words)) {
      const known = postings.get(word);
      if (known) known.push(index);
      else postings.set(word, [index]);
    }
  });
  const partners = new Map<number, number>();
  added.forEach((sentence, index) => {
    const own = said(sentence);
    const shared = new Map<number, number>();
    for (const word of new Set(own)) {
      const found = postings.get(word) ?? [];
      if (found.length > POSTINGS_MAX) continue;
      for (const at of found) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    const scored = [...shared].map(([at, count]) => ({
      at,
      likeness: (2 * count) / (own.length + (gone[at]?.length ?? 0)),
    }));
    const best = scored.sort((a, b) => b.likeness - a.likeness || a.at - b.at)[0];
    if (best && best.likeness >= LIKENESS_MIN) partners.set(index, best.at);
  });
  return partners;
}

interface Card {
  readonly from: number;
  readonly to: number;
  readonly below: number | null;
}

// The longest set of pairs in which both sides only go forward (patience).
function inOrder(partners: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const piles: Card[][] = [];
  for (const [from, to] of partners) {
    const at = piles.findIndex((pile) => (pile.at(-1)?.to ?? -1) >= to);
    const place = at < 0 ? piles.length : at;
    const below = place === 0 ? null : (piles[place - 1]?.length ?? 0) - 1;
    const pile = piles[place] ?? [];
    pile.push({ from, to, below });
    piles[place] = pile;
  }
  const chosen = new Map<number, number>();
  let index: number | null = (piles.at(-1)?.length ?? 0) - 1;
  for (let place = piles.length - 1; place >= 0 && index !== null; place -= 1) {
    const card: Card | undefined = piles[place]?.[index];
    if (card) chosen.set(card.from, card.to);
    index = card?.below ?? null;
  }
  return chosen;
}

/**
 * A word with everything that belongs to it: «кто-либо», "п'ять", 3,14, name@example.org. Whatever of these is changed is
 * marked whole. Everything else is a token by itself: a space, a comma, a bracket.
 */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:(?:[-‐‑'’ʼ@._/:+&=?#%]+|(?<=\p{N}),(?=\p{N}))[\p{L}\p{M}\p{N}]+)*|\s+|./gsu;

function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

function wordsIn(text: string): readonly string[] {
  return tokensOf(text.toLowerCase()).filter((token) => /[\p{L}\p{N}]/u.test(token));
}

function diffWords(before: string, after: string): readonly Run[] {
  const parts = diff().diffArrays(tokensOf(before), tokensOf(after), { maxEditLength: WORD_EDITS_MAX });
  if (!parts) return joined([run('removed', before), run('added', after)]);
  const runs = parts.map((part) => run(part.removed ? 'removed' : part.added ? 'added' : 'kept', part.value.join('')));
  return joined(bridged(runs));
}

function run(kind: Run['kind'], text: string): Run {
  return { kind, text };
}

// A space between two changed words belongs to the change: «не [передаёт данные]», not «не [передаёт] [данные]».
function bridged(runs: readonly Run[]): readonly Run[] {
  return runs.flatMap((one, index) => {
    const between = one.kind === 'kept' && index > 0 && index < runs.length - 1 && !/[\p{L}\p{N}]/u.test(one.text);
    return between ? [run('removed', one.text), run('added', one.text)] : [one];
  });
}

// Between two kept runs first all that was removed, then all that was added.
function joined(runs: readonly Run[]): readonly Run[] {
  const told: Run[] = [];
  let [removed, added] = ['', ''];
  const flush = () => {
    if (removed === added && removed !== '') told.push(run('kept', removed));
    else {
      const { before, after } = sharedSpace(removed, added);
      const marked = (text: string) => text.slice(before.length, text.length - after.length);
      if (before !== '') told.push(run('kept', before));
      if (marked(removed) !== '') told.push(run('removed', marked(removed)));
      if (marked(added) !== '') told.push(run('added', marked(added)));
      if (after !== '') told.push(run('kept', after));
    }
    [removed, added] = ['', ''];
  };
  for (const one of runs) {
    if (one.kind === 'removed') removed += one.text;
    else if (one.kind === 'added') added += one.text;
    else {
      flush();
      told.push(one);
    }
  }
  flush();
  return told;
}

// The space around a replaced word is none of what was replaced: «[телефон]{номер телефона} (если указан)».
function sharedSpace(removed: string, added: string): { readonly before: string; readonly after: string } {
  const before = /^\s/.test(removed) && removed[0] === added[0] ? removed.slice(0, 1) : '';
  const [old, young] = [removed.slice(before.length), added.slice(before.length)];
  return { before, after: /\s$/.test(old) && old.at(-1) === young.at(-1) ? old.slice(-1) : '' };
}
