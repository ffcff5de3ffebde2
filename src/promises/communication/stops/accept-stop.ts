import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { RETURN_CODE } from '../returns/return-code.ts';
import { stopByLink } from './stop-by-link.ts';
import { hashStopToken, STOP_TOKEN } from './stop-link.ts';
import { stoppedByLink } from './store.ts';

export interface StopAsked {
  /** Whatever stood in the address. */
  readonly token: string;
  readonly scope: 'topic' | 'all';
  readonly how: 'link' | 'one-click' | 'mailto' | 'reply' | 'complaint';
}

/**
 * A stop by link as often as somebody likes, with one effect and one answer: whether the link is one of ours is not
 * told, and a link that has done its work writes nothing more into the person's history.
 */
export async function acceptStop(gate: Gate, asker: AskerIdentity, asked: StopAsked): Promise<void> {
  const { token, scope } = asked;
  if (
    !(STOP_TOKEN.test(token) || RETURN_CODE.test(token)) ||
    (await stoppedByLink(gate.parts.db, hashStopToken(token), scope))
  )
    return;
  try {
    await gate.pass(stopByLink, asker, asked);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  }
}
