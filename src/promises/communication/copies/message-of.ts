import type { OutgoingMessage } from '../../../kernel/mail/outgoing-message.ts';
import { normaliseEmail } from '../../../kernel/vault/normalise-email.ts';
import type { Sealed } from '../../../kernel/vault/sealed.ts';
import { stopAddress } from '../text/compile-bulletin.ts';

/** A copy that passed the gate. */
export interface CopyToSend {
  readonly address: Sealed<string>;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly subject: string;
  readonly html: string;
  readonly plain: string;
  readonly origin: string;
  readonly token: string;
  /** Names the copy where something comes back. */
  readonly code: string;
  readonly topic: string;
  readonly messageId: string;
  /** Where one may write to the site, as the policy says it. */
  readonly contact: string | null;
}

/**
 * The message of one copy, with the stop where mail programs look for it: RFC 2369, and RFC 8058 where the site is
 * reached over TLS, as that standard demands. Where our own listener takes letters, notices, stops by letter and replies
 * come to it by an address of this copy alone (VERP). The opened address is taken out here and nowhere before.
 */
export function messageOf(copy: CopyToSend, date: Date, intake: string | null): OutgoingMessage {
  const { origin, token, code, topic, senderName, senderAddress, subject, html, plain, messageId } = copy;
  const link = stopAddress(origin, token);
  return {
    from: { name: senderName, address: senderAddress },
    to: copy.address.unseal('message'),
    returnPath: intake === null ? undefined : `back-${code}@${intake}`,
    subject,
    text: plain,
    html,
    messageId,
    date,
    headers: {
      ...(intake === null
        ? {}
        : { 'Reply-To': `<reply-${code}@${intake}>`, 'CFBL-Address': `complaints@${intake}; report=arf` }),
      'List-Id': `<${topic}.${new URL(origin).hostname}>`,
      'List-Unsubscribe': [`<${link}>`, ...letters(copy, intake)].join(', '),
      ...(origin.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
      // Nobody's holiday answer is wanted (RFC 3834).
      'Auto-Submitted': 'auto-generated',
    },
  };
}

function letters({ code, token, contact }: CopyToSend, intake: string | null): readonly string[] {
  if (intake !== null) return [`<mailto:stop-${code}@${intake}?subject=stop>`];
  return contact !== null && normaliseEmail(contact) !== undefined
    ? [`<mailto:${contact}?subject=stop%20${token}>`]
    : [];
}
