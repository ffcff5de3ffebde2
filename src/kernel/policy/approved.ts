import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LANGUAGES } from '../words.ts';
import { SECTIONS } from './names.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');
const name = z.string().min(1).max(200);
const instant = z.iso.datetime();

/**
 * The lock: somebody read the words and the rules of a section side by side and said that they agree. Either part
 * changing without the other opens the lock.
 */
export const approvedSchema = z.strictObject({
  sections: z.partialRecord(
    z.enum(SECTIONS),
    z.strictObject({ words: z.partialRecord(z.enum(LANGUAGES), digest), rules: digest, by: name, at: instant }),
  ),
  /** Shipped examples that this operator's policy does not keep, each with a reason that everybody can read. */
  droppedExamples: z.array(z.strictObject({ id: name, reason: z.string().min(1).max(1000), by: name, at: instant })),
});

export type Approved = z.infer<typeof approvedSchema>;

export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
