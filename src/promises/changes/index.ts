import { publishPolicy } from './publish-policy.ts';
import { replayOwnHistory } from './replay-own-history.ts';

export { consoleEntries } from './console-entries.ts';
export { foundPolicy } from './found-policy.ts';
export { type Files, mergeDrafts } from './merge-drafts.ts';
export { policyInDpv } from './policy-in-dpv.ts';
export { publishPolicy, replayOwnHistory };

/** The acts of this promise. */
export const acts = [publishPolicy, replayOwnHistory] as const;
