import type { Language } from '../../../kernel/words.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

/** Where a dealing stands for this person. */
export type DealingState = 'open' | 'joined' | 'declined' | 'ended';

const TONES: Readonly<Record<DealingState, Tone>> = {
  open: 'careful',
  joined: 'good',
  declined: 'plain',
  ended: 'plain',
};

export function DealingBadge({ language, state }: { readonly language: Language; readonly state: DealingState }) {
  return <Badge tone={TONES[state]} text={wordsOf(language).use.dealing.states[state]} />;
}
