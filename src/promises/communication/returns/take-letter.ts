import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { acceptStop } from '../stops/accept-stop.ts';
import { type Letter, type LetterPlace, readLetter } from './read-letter.ts';
import { recordReturn } from './record-return.ts';
import { hashReturnCode } from './return-code.ts';
import { findReturned } from './store.ts';

/** Where a letter for us came to. */
export interface LetterAddress {
  readonly place: LetterPlace;
  /** The copy it is about; null where only the letter itself can say. */
  readonly code: string | null;
}

/** What an address of the intake domain means; undefined for any other. */
export function letterAddress(local: string): LetterAddress | undefined {
  const [, place, code] = /^(back|stop|reply)-([0-9a-f]{40})$/.exec(local.toLowerCase()) ?? [];
  if (code !== undefined) return { place: place as LetterPlace, code };
  return /^(complaints|abuse|postmaster)$/i.test(local) ? { place: 'complaints', code: null } : undefined;
}

/** Whether a code is one of ours: letters to any other address are not taken. */
export async function isKnownCode(gate: Gate, code: string): Promise<boolean> {
  return (await findReturned(gate.parts.db, hashReturnCode(code))) !== undefined;
}

/** Does what a letter says, and answers nobody. */
export async function takeLetter(
  gate: Gate,
  asker: AskerIdentity,
  { place, code }: LetterAddress,
  raw: Buffer,
): Promise<Letter['kind']> {
  const letter = await readLetter(raw, place);
  const about = code ?? codeIn(raw);
  if (about === undefined) return 'other';
  switch (letter.kind) {
    case 'returned':
      await record(gate, about, letter.as);
      break;
    case 'complaint':
      await record(gate, about, 'complaint');
      await acceptStop(gate, asker, { token: about, scope: 'all', how: 'complaint' });
      break;
    case 'stop':
      await acceptStop(gate, asker, { token: about, scope: 'all', how: place === 'reply' ? 'reply' : 'mailto' });
      break;
    default:
  }
  return letter.kind;
}

async function record(gate: Gate, code: string, as: 'gone' | 'full' | 'refused' | 'complaint'): Promise<void> {
  try {
    await gate.pass(recordReturn, { kind: 'worker' }, { code, as });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  }
}

/** The code in the message that a report holds: in its return path, its own addresses or its Message-ID. */
function codeIn(raw: Buffer): string | undefined {
  const found = /(?:\b(?:back|stop|reply)-|<)([0-9a-f]{40})@/i.exec(raw.toString('latin1'));
  return found?.[1]?.toLowerCase();
}
