import type { Gate } from '../../kernel/gate/gate.ts';
import type { Twin, TwinPerson } from '../../kernel/probe.ts';
import { addressField } from './address-field.ts';
import { confirmBulletin } from './confirm-bulletin.ts';
import { nameSender } from './course/name-sender.ts';
import { previewBulletin } from './preview-bulletin.ts';
import { writeBulletin } from './write-bulletin.ts';

const ORIGIN = 'https://twin.example';

/** A site that takes no e-mail address has nobody to write to: then nothing leaves at all, and that is what is seen. */
export function writable({ version }: Twin): boolean {
  return addressField(version.declarations) !== undefined;
}

/** Written, previewed and confirmed by a member of staff, in the language that people of a twin register in. */
export async function confirmed(gate: Gate, staff: TwinPerson, markdown: string): Promise<{ bulletin: string }> {
  const version = await gate.parts.shelf.inForce();
  await gate.pass(nameSender, staff.asker, { address: 'news@example.org', name: '' });
  const draft = { topic: 'news', sender: 'news@example.org', subject: 'Probe', markdown };
  const { output } = await gate.pass(writeBulletin, staff.asker, { ...draft, language: version?.binding });
  const asked = { bulletin: output.bulletin, origin: ORIGIN };
  const { output: seen } = await gate.pass(previewBulletin, staff.asker, asked);
  await gate.pass(confirmBulletin, staff.asker, { ...asked, shown: seen.shown });
  return output;
}

/** Sends a bulletin to everybody who would get it. @returns the messages that left because of it */
export async function sent(twin: Twin, staff: TwinPerson, markdown = '{stop}'): Promise<readonly string[]> {
  const before = twin.outside.mails.length;
  await confirmed(twin.gate, staff, markdown);
  await twin.drain();
  return twin.outside.mails.slice(before);
}

/** The token in the header by which mail programs stop messages. */
export function stopTokenOf(mail: string): string | undefined {
  return /^List-Unsubscribe: <[^>]*\/stop\/([\w-]{43})>/m.exec(mail)?.[1];
}
