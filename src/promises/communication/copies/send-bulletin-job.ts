import type { Gate } from '../../../kernel/gate/gate.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import type { JobEnd, JobHandler } from '../../../kernel/jobs.ts';
import type { Mail } from '../../../kernel/mail/open-mail.ts';
import { audienceOf } from '../audience/audience-of.ts';
import { settleAudience, spreadCopies } from '../audience/store.ts';
import { JOB_MILLISECONDS_MAX, PERSONS_IN_A_SPREAD } from '../limits.ts';
import { type BulletinRow, findBulletin, readTexts } from '../store.ts';
import { recordAll } from './outcome-recorder.ts';
import { relayIsDeclared } from './relay-is-declared.ts';
import { sendCopies } from './send-copies.ts';
import * as store from './store.ts';

/** How long copies wait before a relay that does not answer, or that nobody set up, is looked for again. */
const RELAY_AWAY_SECONDS = 30;
/** How long a paused bulletin rests before it is looked at again; resuming it comes at once. */
const PAUSED_SECONDS = 60;
/** What was refused a moment ago because of the bulletin itself is looked at anew after this. */
const HALTED_SECONDS = 1;
/** One that was hurried before its time. */
const LOOK_AGAIN_SECONDS = 3600;

/** What carries copies out. */
export interface Carrier {
  /** Null: no relay is set. */
  readonly mail: Mail | null;
  /** The domain at which our own listener takes what comes back; null: it is off. */
  readonly intake: string | null;
}

/**
 * The worker's way of a bulletin, some seconds a time: what a crash left open becomes unknown first; then copies are
 * written down further, if there are more persons; then they go. Without a relay, or with one that the policy does not
 * declare, they wait where they are: references, so that a stop or an erasure reaches them too.
 */
export function sendBulletinJob(gate: Gate, carrier: Carrier): JobHandler {
  return async ({ reference: bulletin }): Promise<JobEnd> => {
    if (bulletin === null) return { failed: 'no-reference' };
    const { db, log, clock } = gate.parts;
    const row = await findBulletin(db, bulletin);
    if (row === undefined || row.confirmedAt === null || row.endedAt !== null) return 'done';
    const abandoned = await store.abandonedCopies(db, bulletin);
    const left = abandoned.map(({ begun, ...one }) => ({
      ...one,
      outcome: begun ? ('unknown' as const) : ('unsent' as const),
    }));
    await recordAll(gate, bulletin, left);
    if (row.pausedAt !== null) return { againInSeconds: PAUSED_SECONDS };
    const early = (row.startsAt?.getTime() ?? 0) - clock.now().getTime();
    if (early > 0) return { againInSeconds: Math.min(Math.ceil(early / 1000), LOOK_AGAIN_SECONDS) };
    const until = clock.now().getTime() + JOB_MILLISECONDS_MAX;
    const more = row.spreadTo !== null && (await spread(gate, row));
    const mail = await reachable(gate, carrier.mail);
    if (mail === null) return { againInSeconds: more ? 0 : RELAY_AWAY_SECONDS };
    const went = await sendCopies(gate, { mail, intake: carrier.intake, bulletin, until });
    if (went === 'relay-away') return { againInSeconds: RELAY_AWAY_SECONDS };
    if (went === 'halted') return { againInSeconds: HALTED_SECONDS };
    const seconds = more ? 0 : await store.secondsToNextCopy(db, bulletin);
    if (seconds !== undefined) return { againInSeconds: seconds };
    log.info('bulletin-sent', { bulletin });
    return 'done';
  };
}

/** The relay, where it is one that the policy lets us use and where it answers. */
async function reachable(gate: Gate, mail: Mail | null): Promise<Mail | null> {
  if (mail === null) return null;
  const { declarations } = await versionInForce(gate.parts);
  return relayIsDeclared(mail.relay, declarations.site.mailRelay) && (await mail.answers()) ? mail : null;
}

/** @returns whether there are persons left to look at */
async function spread({ parts }: Gate, row: BulletinRow): Promise<boolean> {
  const { declarations } = await versionInForce(parts);
  return await parts.db.transaction(async (tx) => {
    const texts = await readTexts(tx, row.bulletinId);
    const languages = texts.flatMap(({ language, html }) => (html === null ? [] : [language]));
    const wanted = audienceOf(row, languages, declarations);
    if (wanted !== undefined && (await spreadCopies(tx, row.bulletinId, wanted, PERSONS_IN_A_SPREAD))) return true;
    await settleAudience(tx, row.bulletinId);
    return false;
  });
}
