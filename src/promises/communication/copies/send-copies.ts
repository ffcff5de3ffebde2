import type { Gate } from '../../../kernel/gate/gate.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import type { Mail } from '../../../kernel/mail/open-mail.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { addressField } from '../address-field.ts';
import { COPIES_AT_ONCE } from '../limits.ts';
import { type CopyToSend, messageOf } from './message-of.ts';
import { openMeeting } from './outcome-recorder.ts';
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
 * Hands copies over, several at a time, each through the gate by itself. A connection takes its next recipient while the
 * outcome of its last copy is being committed, and not a byte of it leaves before that: so a crash leaves at most one
 * unknown copy a connection.
 */
export async function sendCopies(gate: Gate, sending: Sending): Promise<'relay-away' | 'halted' | 'went'> {
  const { mail, intake, bulletin, until } = sending;
  const { db, clock } = gate.parts;
  const { declarations } = await versionInForce(gate.parts);
  const field = addressField(declarations)?.id ?? 'email';
  const meeting = openMeeting(gate, bulletin);
  const next = queueOf((after) => store.openCopies(db, bulletin, { after, limit: LOOKED_UP }));
  let stopped = false;
  let halted = false;
  // Named anew each time: what another worker still has under way stands in no line with ours.
  const lane = async (name: string) => {
    let recorded: Promise<void> = Promise.resolve();
    while (!stopped && clock.now().getTime() < until) {
      const copy = await next();
      if (copy === undefined) break;
      const taking = takeCopy(gate, mail, { ...copy, bulletin, field, lane: name });
      // INVARIANT: what became of the last copy is committed before a byte of this one leaves, and so is this one's entry.
      const [taken] = await bothSettled(taking, recorded);
      halted ||= taken === 'halted';
      if (typeof taken === 'object') {
        const outcome = await mail.send(messageOf(taken, clock.now(), intake));
        ({ recorded } = await meeting.come({ person: copy.person, attempt: taken.attempt, outcome }));
      }
      stopped ||= halted || mail.away();
    }
    await recorded;
  };
  const ended = await Promise.allSettled(
    Array.from({ length: COPIES_AT_ONCE }, () =>
      lane(gate.parts.random.uuid()).catch((error: unknown) => {
        stopped = true;
        throw error;
      }),
    ),
  );
  // INVARIANT: no connection works on when this ends. The next round would take what it has under way for abandoned.
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  if (mail.away()) return 'relay-away';
  return halted ? 'halted' : 'went';
}

/** Both, or what went wrong once neither is under way any more. */
async function bothSettled<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return await Promise.all([one, other]);
}

/** One after the other, looked up in portions by ascending id. */
function queueOf(
  lookUp: (after: string) => Promise<readonly store.OpenCopy[]>,
): () => Promise<store.OpenCopy | undefined> {
  let waiting: store.OpenCopy[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  let looking: Promise<void> | undefined;
  let over = false;
  const refill = async () => {
    waiting = [...(await lookUp(after))];
    after = waiting.at(-1)?.person ?? after;
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

interface Copy extends store.OpenCopy {
  readonly bulletin: string;
  readonly field: string;
  readonly lane: string;
}

/**
 * @returns `withheld` where the policy refused the copy, or its person was erased meanwhile; `halted` where no copy of
 * this bulletin may leave just now: it was paused or ended, or its relay is declared no more
 */
async function takeCopy(
  gate: Gate,
  { relay }: Mail,
  copy: Copy,
): Promise<(CopyToSend & { readonly attempt: number }) | 'withheld' | 'halted'> {
  try {
    return (await gate.pass(sendBulletin, worker, { ...copy, relay: { ...relay } })).output;
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
