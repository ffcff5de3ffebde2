import type { Language } from '../kernel/words.ts';
import { wordsOf } from './words/words.ts';

export type Tone = 'plain' | 'good' | 'bad' | 'careful';

/** A word in a frame: a state at a glance. */
export function Badge({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  return <span class={`badge ${tone}`}>{text}</span>;
}

/** What the policy said: «разрешено» or «не разрешено». */
export function DecisionBadge({ language, allowed }: { readonly language: Language; readonly allowed: boolean }) {
  const words = wordsOf(language).frame;
  return <Badge tone={allowed ? 'good' : 'bad'} text={allowed ? words.allowed : words.refused} />;
}
