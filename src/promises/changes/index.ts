import { publishPolicy } from './publish-policy.ts';

export { consoleEntries } from './console-entries.ts';
export { foundPolicy } from './found-policy.ts';
export { publishPolicy };

/** The acts of this promise. */
export const acts = [publishPolicy] as const;
