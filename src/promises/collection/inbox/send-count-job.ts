import type { Gate } from '../../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../../kernel/jobs.ts';
import type { Mail } from '../../../kernel/mail/open-mail.ts';
import type { OutgoingMessage } from '../../../kernel/mail/outgoing-message.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { normaliseEmail } from '../../../kernel/vault/normalise-email.ts';
import { LANGUAGES } from '../../../kernel/words.ts';
import { wordsOf } from '../../../ui/words/words.ts';
import { DAY_SECONDS } from './ask-for-counts.ts';
import { handOverCount } from './hand-over-count.ts';
import { readReminder } from './store.ts';

const worker = { kind: 'worker' } as const;

/**
 * Once a day: where something waits, the number goes out; else nothing is opened and nothing is recorded. A mail that the
 * relay did not take is not offered again: tomorrow's number is the better one.
 */
export function sendCountJob(gate: Gate, mail: Mail | null): JobHandler {
  return async ({ personId }): Promise<JobEnd> => {
    if (personId === null) return { failed: 'no-person' };
    const { db } = gate.parts;
    const now = await readReminder(db, personId);
    if (now === undefined || !now.answers) return 'done';
    if (now.waiting > 0 && !now.settledToday && mail !== null && (await mail.answers())) {
      await send(gate, mail, personId);
    }
    return { againInSeconds: DAY_SECONDS };
  };
}

async function send(gate: Gate, mail: Mail, personId: string): Promise<void> {
  try {
    const { output } = await gate.pass(handOverCount, worker, { person: personId, relay: { ...mail.relay } });
    const { address, waiting } = output;
    // INVARIANT: the entry is committed before a byte leaves.
    if (address !== null && waiting > 0) {
      const outcome = await mail.send(messageOf(gate, { ...output, address: address.unseal('message') }));
      gate.parts.log.info('inbox-count', { outcome });
    }
  } catch (error) {
    // A refusal is in the person's history; tomorrow is another day.
    if (!(error instanceof Refusal) || !['forbidden_by_policy', 'not_found'].includes(error.code)) throw error;
  }
}

interface Count {
  readonly address: string;
  readonly waiting: number;
  readonly language: string;
  readonly contact: string | null;
  readonly siteName: string | null;
}

function messageOf(gate: Gate, { address, waiting, language, contact, siteName }: Count): OutgoingMessage {
  const { parts } = gate;
  const site = new URL(parts.baseUrl());
  const words = wordsOf(LANGUAGES.find((one) => one === language) ?? 'ru').inbox.reminder;
  const text = words.text(waiting, `${site.origin}/console/inbox`);
  const from = contact !== null && normaliseEmail(contact) !== undefined ? contact : `console@${site.hostname}`;
  return {
    from: { name: siteName ?? site.hostname, address: from },
    to: address,
    subject: words.subject(waiting),
    text,
    html: `<pre>${text}</pre>`,
    messageId: `${parts.random.uuid()}@${site.hostname}`,
    date: parts.clock.now(),
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
