import { publishPolicy } from './publish-policy.ts';

export { foundPolicy } from './found-policy.ts';
export { publishPolicy };

/** The acts of this promise. */
export const acts = [publishPolicy] as const;
