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
  readonly topic: string;
  readonly messageId: string;
  /** Where one may write to the site, as the policy says it. */
  readonly contact: string | null;
}

/**
 * The message of one copy, with the stop where mail programs look for it: RFC 2369, and RFC 8058 where the site is
 * reached over TLS, as that standard demands. The opened address is taken out here and nowhere before.
 */
export function messageOf(copy: CopyToSend, date: Date): OutgoingMessage {
  const { origin, token, topic, contact, senderName, senderAddress, subject, html, plain, messageId } = copy;
  const link = stopAddress(origin, token);
  const letters =
    contact !== null && normaliseEmail(contact) !== undefined ? [`<mailto:${contact}?subject=stop%20${token}>`] : [];
  return {
    from: { name: senderName, address: senderAddress },
    to: copy.address.unseal('message'),
    subject,
    text: plain,
    html,
    messageId,
    date,
    headers: {
      'List-Id': `<${topic}.${new URL(origin).hostname}>`,
      'List-Unsubscribe': [`<${link}>`, ...letters].join(', '),
      ...(origin.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
      // Nobody's holiday answer is wanted (RFC 3834).
      'Auto-Submitted': 'auto-generated',
    },
  };
}
