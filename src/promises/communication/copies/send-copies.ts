import type { Gate } from '../../../kernel/gate/gate.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import type { Mail } from '../../../kernel/mail/open-mail.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { addressField } from '../address-field.ts';
import { COPIES_AT_ONCE } from '../limits.ts';
import { messageOf } from './message-of.ts';
import { type CopyOutcomeOf, openOutcomeRecorder } from './outcome-recorder.ts';
import { sendBulletin } from './send-bulletin.ts';
import * as store from './store.ts';

const worker = { kind: 'worker' } as const;
/** Copies looked up at a time: references alone, so that memory is the same for ten persons and for a million. */
const LOOKED_UP = 500;

export interface Sending {
  readonly mail: Mail;
  readonly intake: string | null;
  readonly bulletin: string;
  /** Milliseconds of the clock: after this others have their turn. */
  readonly until: number;
}

/**
 * Hands copies over, several at a time, each through the gate by itself. Whoever sends waits until the outcome of their
 * copy is committed before they take the next person, so that a crash leaves at most one unknown copy a connection.
 */
export async function sendCopies(gate: Gate, sending: Sending): Promise<'relay-away' | 'halted' | 'went'> {
  const { mail, bulletin, until } = sending;
  const { db, clock } = gate.parts;
  const { declarations } = await versionInForce(gate.parts);
  const field = addressField(declarations)?.id ?? 'email';
  const recorder = openOutcomeRecorder(gate, bulletin);
  const next = queueOf((after) => store.openCopies(db, bulletin, { after, limit: LOOKED_UP }));
  let stopped = false;
  let halted = false;
  const lane = async () => {
    while (!stopped && clock.now().getTime() < until) {
      const person = await next();
      if (person === undefined) return;
      const outcome = await sendOne(gate, sending, { bulletin, person, field });
      halted ||= outcome === 'halted';
      stopped ||= halted || mail.away();
      if (typeof outcome === 'object') await recorder.add(outcome);
    }
  };
  await Promise.all(Array.from({ length: COPIES_AT_ONCE }, lane));
  if (mail.away()) return 'relay-away';
  return halted ? 'halted' : 'went';
}

/** One after the other, looked up in portions by ascending id. */
function queueOf(lookUp: (after: string) => Promise<readonly string[]>): () => Promise<string | undefined> {
  let waiting: string[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  let looking: Promise<void> | undefined;
  let over = false;
  const refill = async () => {
    waiting = [...(await lookUp(after))];
    after = waiting.at(-1) ?? after;
    over = waiting.length === 0;
    waiting.reverse();
  };
  return async () => {
    while (waiting.length === 0 && !over) {
      looking ??= refill().finally(() => {
        looking = undefined;
      });
      await looking;
    }
    return waiting.pop();
  };
}

interface Copy {
  readonly bulletin: string;
  readonly person: string;
  readonly field: string;
}

/**
 * @returns `withheld` where the policy refused the copy, or its person was erased meanwhile; `halted` where no copy of
 * this bulletin may leave just now: it was paused or ended, or its relay is declared no more
 */
async function sendOne(
  gate: Gate,
  { mail, intake }: Sending,
  copy: Copy,
): Promise<CopyOutcomeOf | 'withheld' | 'halted'> {
  try {
    const { output } = await gate.pass(sendBulletin, worker, { ...copy, relay: { ...mail.relay } });
    // INVARIANT: the entry is committed before a byte leaves.
    const outcome = await mail.send(messageOf(output, gate.parts.clock.now(), intake));
    return { person: copy.person, attempt: output.attempt, outcome };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A refusal is in the person's history, and asking again would only be refused again.
    if (error.code !== 'forbidden_by_policy' && error.code !== 'not_found') throw error;
    const missing = error.detail.missing ?? [];
    if (missing.includes('bulletinConfirmed') || missing.includes('relayDeclared')) return 'halted';
    await store.withholdCopy(gate.parts.db, copy.person, copy.bulletin);
    return 'withheld';
  }
}
