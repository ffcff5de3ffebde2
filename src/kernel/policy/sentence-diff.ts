import { diffArrays } from 'diff';
import type { Language } from '../words.ts';
import type { Run, Sentence, SentenceDiff } from './words-diff.ts';

/** Beyond so many changed sentences, or words of one sentence, nothing in common is worth showing; finding it costs their square. */
const SENTENCE_EDITS_MAX = 2000;
const WORD_EDITS_MAX = 300;
/** Two sentences with less in common are shown whole, one removed and one added: confetti cannot be read. */
const LIKENESS_MIN = 0.5;
/** A word that so many sentences hold says nothing about which of them belong together. */
const POSTINGS_MAX = 50;

/** Sentences of one section: kept, removed, added, or changed word by word. */
export function diffSentences(
  before: readonly Sentence[],
  after: readonly Sentence[],
  language: Language,
): readonly SentenceDiff[] {
  const text = (sentence: Sentence) => sentence.text;
  const hunks = diffArrays(before.map(text), after.map(text), { maxEditLength: SENTENCE_EDITS_MAX }) ?? [
    { removed: true, added: false, value: before.map(text) },
    { removed: false, added: true, value: after.map(text) },
  ];
  const told: SentenceDiff[] = [];
  let [old, young] = [0, 0];
  let removed: readonly Sentence[] = [];
  const words = wordsOf(language);
  const flush = (added: readonly Sentence[]) => {
    told.push(...diffHunk(removed, added, words));
    removed = [];
  };
  for (const hunk of hunks) {
    const length = hunk.value.length;
    if (hunk.removed) {
      flush([]);
      removed = before.slice(old, old + length);
      old += length;
    } else if (hunk.added) {
      flush(after.slice(young, young + length));
      young += length;
    } else {
      flush([]);
      told.push(...after.slice(young, young + length).map((one) => whole('kept', one)));
      old += length;
      young += length;
    }
  }
  flush([]);
  return told;
}

type WordsOf = (text: string) => readonly Intl.SegmentData[];

function wordsOf(language: Language): WordsOf {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return (text) => [...segmenter.segment(text)];
}

function whole(kind: 'kept' | 'added' | 'removed', { text, opens }: Sentence): SentenceDiff {
  return { kind, runs: [{ kind, text }], opens, other: null };
}

// Sentences that were replaced by sentences: those that are alike become pairs, in the order of both texts. What was
// removed for good is read before what took its place.
function diffHunk(removed: readonly Sentence[], added: readonly Sentence[], words: WordsOf): readonly SentenceDiff[] {
  const told: SentenceDiff[] = [];
  const pairs = inOrder(likest(removed, added, words));
  let next = 0;
  const removeUntil = (end: number) => {
    told.push(...removed.slice(next, end).map((one) => whole('removed', one)));
    next = end;
  };
  const upcoming = [...pairs].sort(([a], [b]) => a - b);
  for (const [index, sentence] of added.entries()) {
    const partner = upcoming[0];
    removeUntil(partner?.[1] ?? removed.length);
    const old = partner?.[0] === index ? removed[partner[1]] : undefined;
    if (old === undefined) {
      told.push(whole('added', sentence));
      continue;
    }
    upcoming.shift();
    told.push({ kind: 'changed', runs: diffWords(old.text, sentence.text, words), opens: sentence.opens, other: null });
    next += 1;
  }
  removeUntil(removed.length);
  return told;
}

/** For each added sentence the removed one with the most words in common, where that is enough. */
function likest(removed: readonly Sentence[], added: readonly Sentence[], words: WordsOf): ReadonlyMap<number, number> {
  const said = (sentence: Sentence) =>
    words(sentence.text).flatMap((one) => (one.isWordLike ? [one.segment.toLowerCase()] : []));
  const lengths = removed.map((sentence) => said(sentence).length);
  const postings = new Map<string, number[]>();
  removed.forEach((sentence, index) => {
    for (const word of new Set(said(sentence))) postings.set(word, [...(postings.get(word) ?? []), index]);
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
      likeness: (2 * count) / (own.length + (lengths[at] ?? 0)),
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

function diffWords(before: string, after: string, words: WordsOf): readonly Run[] {
  const segments = (text: string) => words(text).map((one) => one.segment);
  const parts = diffArrays(segments(before), segments(after), { maxEditLength: WORD_EDITS_MAX });
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
      if (removed !== '') told.push(run('removed', removed));
      if (added !== '') told.push(run('added', added));
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
