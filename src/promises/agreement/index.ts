import { leaveData } from './leave-data.ts';
import { register } from './register.ts';
import { seeOwnData } from './see-own-data.ts';
import { seeOwnHistory } from './see-own-history.ts';
import { takeReceipt } from './take-receipt.ts';

export { countPersons, latestSubmissionVersion } from './store.ts';
export { leaveData, register, seeOwnData, seeOwnHistory, takeReceipt };

/** The acts of this promise. */
export const acts = [register, leaveData, seeOwnData, seeOwnHistory, takeReceipt] as const;
