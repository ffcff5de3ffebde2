import type { Language } from '../../../kernel/words.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

/** Where a transfer stands. `unknown` is a state of its own: nobody pretends to know what a silent recipient did. */
export type TransferState = keyof ReturnType<typeof wordsOf>['use']['transfer']['states'];

export const TRANSFER_TONES: Readonly<Record<TransferState, Tone>> = {
  proposed: 'careful',
  started: 'careful',
  confirmed: 'plain',
  'handing-over': 'plain',
  'with-provider': 'careful',
  reported: 'careful',
  accepted: 'plain',
  refused: 'bad',
  unknown: 'careful',
  cancelled: 'plain',
  expired: 'plain',
  paid: 'good',
  failed: 'bad',
  refunded: 'plain',
};

export function TransferBadge({ language, state }: { readonly language: Language; readonly state: TransferState }) {
  return <Badge tone={TRANSFER_TONES[state]} text={wordsOf(language).use.transfer.states[state]} />;
}
