import type { Email } from 'postal-mime';

export type ParsedMail = Email;

/** A message as it came (RFC 5322, MIME), its parts decoded and messages within it left whole; undefined: unreadable. */
export async function parseMail(raw: Uint8Array | string): Promise<ParsedMail | undefined> {
  const options = { attachmentEncoding: 'utf8', forceRfc822Attachments: true } as const;
  const { default: PostalMime } = await import('postal-mime');
  return await PostalMime.parse(raw, options).catch(() => undefined);
}
