import { z } from 'zod';
import { AGAIN_REASONS, DOCUMENTS, REFUSAL_REASONS } from './closed-lists.ts';

/** What a reviewer decides, online or at a desk: each outcome with what belongs to it, and nothing in free words. */
export const decisionSchema = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('approved'), document: z.enum(DOCUMENTS) }),
  z.strictObject({ decision: z.literal('again'), reason: z.enum(AGAIN_REASONS) }),
  z.strictObject({ decision: z.literal('refused'), reason: z.enum(REFUSAL_REASONS) }),
]);
export type DecisionInput = z.infer<typeof decisionSchema>;

/** `seen` of what was looked at: the decision is about those values. */
export const seenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
