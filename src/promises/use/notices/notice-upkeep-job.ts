import type { GateParts } from '../../../kernel/gate/parts.ts';
import type { JobHandler } from '../../../kernel/jobs.ts';
import { forgetOlder } from './secrets.ts';
import * as store from './store.ts';

export const NOTICE_UPKEEP_JOB = 'notice-upkeep';
/** For how long what was delivered can be sent again. */
export const DELIVERED_DAYS = 7;
/** And what nobody could be told. */
const GIVEN_UP_DAYS = 30;
const AGAIN_SECONDS = 3600;

/** Forgets notices that nobody needs any more, and secrets whose overlap is over. */
export function noticeUpkeepJob(parts: GateParts): JobHandler {
  return async () => {
    await store.dropOldNotices(parts.db, DELIVERED_DAYS, GIVEN_UP_DAYS);
    for (const service of await store.endedOverlaps(parts.db)) {
      await parts.db.transaction((tx) => forgetOlder(tx, parts, service));
    }
    return { againInSeconds: AGAIN_SECONDS };
  };
}
