import type { GateParts } from '../../../kernel/gate/parts.ts';
import type { JobHandler } from '../../../kernel/jobs.ts';
import { turnSignInKeys } from './signing-keys.ts';
import { dropOldRecords } from './store.ts';

/** The job that forgets what sign-ins left behind, and makes the next signing key when it is time. */
export const SIGN_IN_UPKEEP_JOB = 'sign-in-upkeep';
const AGAIN_SECONDS = 3600;

export function signInUpkeepJob(parts: GateParts): JobHandler {
  return async () => {
    await dropOldRecords(parts.db);
    // Where nobody ever signed in to a service there is no key, and none is made.
    if ((await parts.siteSecrets.read(parts.db, 'sign-in-keys')) !== undefined) await turnSignInKeys(parts, 'in-time');
    return { againInSeconds: AGAIN_SECONDS };
  };
}
