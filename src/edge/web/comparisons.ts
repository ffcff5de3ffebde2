import type { Gate } from '../../kernel/gate/gate.ts';
import { diffSteps, type PolicyDiff } from '../../kernel/policy/diff.ts';
import type { UnpublishedVersion } from '../../kernel/policy/open-version.ts';
import { inTurns } from '../../kernel/policy/steps.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';

export interface Pair {
  /** The same for the same two texts, and no others. Absent: their digests, which differ where only the approval does. */
  readonly name?: string;
  readonly before: UnpublishedVersion;
  readonly after: UnpublishedVersion;
  /** In which the words are compared. */
  readonly language: Language;
}

/** How far a comparison is, from 0 to 1. */
export interface Comparing {
  readonly share: number;
}

/**
 * Two versions compared, once for everybody who asks, and in turns with all else that the server has to do: a large site has a
 * million possible flows, and anybody may ask for any two versions.
 */
export interface Comparisons {
  /** The difference if it is known by the end of so many milliseconds, else how far it is. */
  ask(pair: Pair, patience: number): Promise<PolicyDiff | Comparing>;
  whole(pair: Pair): Promise<PolicyDiff>;
}

/** Waiting for their turn: more than anybody asks for who reads what they ask for. */
const WAITING_MAX = 16;
/** Sentences of all that is kept. A usual difference has some dozens, in three languages. */
const KEPT_SENTENCES_MAX = 30_000;

interface Work {
  readonly done: Promise<PolicyDiff>;
  share: number;
  /** Null while it is made. */
  sentences: number | null;
}

export function openComparisons({ parts, acts }: Gate): Comparisons {
  const works = new Map<string, Work>();
  let last: Promise<unknown> = Promise.resolve();
  const begin = (name: string, { before, after, language }: Pair): Work => {
    if ([...works.values()].filter(({ sentences }) => sentences === null).length >= WAITING_MAX) {
      throw new Refusal('busy', 'other versions are being compared', { retryAfterSeconds: 2 });
    }
    const progress = (done: number, of: number) => {
      work.share = done / of;
    };
    // One after the other: together they would only all come later.
    const done = last.then(() => inTurns(diffSteps(before, after, { floor: parts.floor, acts, language, progress })));
    const work: Work = { done, share: 0, sentences: null };
    last = done.then(
      (diff) => {
        work.sentences = weightOf(diff);
        dropOldest(works);
      },
      () => works.delete(name),
    );
    return work;
  };
  const workOf = (pair: Pair): Work => {
    const { before, after, language, name: given = `${before.digest}..${after.digest}` } = pair;
    const name = `${given} ${language}`;
    const work = works.get(name) ?? begin(name, pair);
    // What nobody asked for longest goes first.
    works.delete(name);
    works.set(name, work);
    return work;
  };
  return {
    whole: (pair) => workOf(pair).done,
    async ask(pair, patience) {
      const work = workOf(pair);
      return work.sentences === null ? await Promise.race([work.done, passed(work, patience)]) : await work.done;
    },
  };
}

const passed = (work: Work, milliseconds: number) =>
  new Promise<Comparing>((resolve) => {
    setTimeout(() => resolve({ share: work.share }), milliseconds).unref();
  });

const weightOf = ({ behaviour, words }: PolicyDiff) =>
  1 + behaviour.length + words.reduce((sum, { sentences }) => sum + sentences.length, 0);

function dropOldest(works: Map<string, Work>): void {
  let kept = [...works.values()].reduce((sum, { sentences }) => sum + (sentences ?? 0), 0);
  for (const [name, { sentences }] of works) {
    if (kept <= KEPT_SENTENCES_MAX || works.size === 1) return;
    if (sentences === null) continue;
    works.delete(name);
    kept -= sentences;
  }
}
