import { z } from 'zod';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';

/** What a browser shows of itself at a sign-in: sealed, for the person's own list of sessions and nothing else. */
export const seenSchema = z.strictObject({
  /** The cookie of a browser that has signed in before; 256 random bits. */
  device: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
  /** What the browser calls itself (`User-Agent`), cut by the edge. */
  agent: z.string().max(400).optional(),
});
export type Seen = z.infer<typeof seenSchema>;

/** A browser and its system in words a person knows, without version numbers: `Firefox, Windows`. */
export function sayAgent(agent: string | undefined): string {
  const found = (list: readonly (readonly [RegExp, string])[]) => list.find(([sign]) => sign.test(agent ?? ''))?.[1];
  return [found(BROWSERS), found(SYSTEMS)].filter((part) => part !== undefined).join(', ');
}

// In this order, because most browsers also call themselves by the names of others.
const BROWSERS = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/CriOS\/|Chrom(e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** The network an unknown asker comes from; whoever is known otherwise is slowed down under their own kind. */
export function networkOfAsker(asker: AskerIdentity): string {
  return asker.kind === 'anyone' ? asker.network : asker.kind;
}
