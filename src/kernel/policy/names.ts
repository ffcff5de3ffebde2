/** The closed lists that acts, rules and entries are written in. Their order is the order people see. */
export const SECTIONS = [
  'agreement',
  'protection',
  'collection',
  'use',
  'communication',
  'links',
  'security',
  'changes',
] as const;
export type Section = (typeof SECTIONS)[number];

/** Who asks for an act. With several roles one asks as the first that the act lists. */
export const ASKERS = [
  'anyone',
  'person',
  'service',
  'owner',
  'editor',
  'verifier',
  'legal-officer',
  'support',
  'provider',
  'authority',
  'worker',
  'host',
] as const;
export type Asker = (typeof ASKERS)[number];

/** Who gets to see what an act opens. `public` and everyone after `service` is outside the site. */
export const RECIPIENTS = [
  'nobody',
  'person',
  'service',
  'staff',
  'payment-provider',
  'bank',
  'authority',
  'mail-relay',
  'public',
] as const;
export type Recipient = (typeof RECIPIENTS)[number];
