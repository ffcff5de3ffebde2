import assert from 'node:assert/strict';
import { timingSafeEqual } from 'node:crypto';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { adoptBrought, matchBrought } from './brought/brought-passwords.ts';
import { type Matched, readTry } from './entering/password/store.ts';
import { type Identifier, livingTags } from './identifiers.ts';
import { makeTask, takeWork, WAIT_SECONDS, type WorkDone } from './proof-of-work.ts';
import { hashToken } from './sessions.ts';
import * as store from './store.ts';
import {
  countFailures,
  forgetFailures,
  refuseWhileThrottled,
  refuseWhileWaiting,
  type Throttle,
  throttleOf,
} from './throttle.ts';
import { verifierOf } from './verifier-of.ts';

/**
 * The person whose pair of identifier and password this is. One argon2id a try, however many persons left the same
 * address and whether or not anybody did: neither answer, time, statements nor work tells a stranger whether it is known.
 * @param device the cookie of the browser, where it has one: a browser that signed in to this account before is counted
 *   by itself, so that the wrong tries of strangers never slow down the owner
 * @param work what a browser that is not known did for its try, where it was asked to
 * @returns undefined when nothing matches; the failure is counted
 * @throws Refusal `too_often` while tries like this one are slowed down
 */
export async function matchPassword(
  parts: GateParts,
  identifier: Identifier,
  password: string,
  network: string,
  { device, work }: { readonly device?: string | undefined; readonly work?: WorkDone | undefined } = {},
): Promise<Matched | undefined> {
  const living = await livingTags(parts, identifier);
  const tags = living.map(({ tag }) => tag);
  const { salt, noted, failures, throttles } = await readStanding(parts, { identifier, tags, network, device });
  await refuseWithoutWork(parts, { throttles, failures }, work);
  const verifier = await verifierOf(parts, password, salt ?? parts.random.bytes(16));
  // Only now, after whoever was first in the line of the hashes: the password may have changed meanwhile.
  const [rows, brought] = await Promise.all([
    store.readVerifiers(parts.reads, tags),
    matchBrought(parts, tags, password),
  ]);
  const found = rows.find((row) => timingSafeEqual(row.verifier, verifier));
  if (found === undefined && brought !== undefined) {
    await adoptBrought(parts, brought, password);
    return { personId: brought, verifier: null };
  }
  // Where the index began to turn while this was looked for, it may stand under its new tag by now.
  if (found === undefined && (await livingTags(parts, identifier)).at(-1)?.epoch !== living.at(-1)?.epoch) {
    return await matchPassword(parts, identifier, password, network, { device, work });
  }
  if (found === undefined) await countFailures(parts.db, throttles);
  // Where several left the address, one of them could clear the count of wrong tries at another by signing in.
  else if (noted && rows.length === 1) await forgetFailures(parts.db, throttles);
  return found;
}

/** Wrong tries at one identifier from unknown browsers anywhere, before that way in pauses (NIST SP 800-63B: 100). */
const TRIES_EVERYWHERE = 100;

/** From this many wrong tries on, long before the pause, each try from an unknown browser takes a little work. */
const TRIES_WITHOUT_WORK = 20;

/** Asked of a known and an unknown identifier alike, because the count is of what was typed. */
async function refuseWithoutWork(
  parts: GateParts,
  { throttles, failures }: { readonly throttles: readonly Throttle[]; readonly failures: number },
  work: WorkDone | undefined,
): Promise<void> {
  const everywhere = throttles.find(({ free }) => free === TRIES_EVERYWHERE);
  if (everywhere === undefined || failures < TRIES_WITHOUT_WORK) return;
  if (work !== undefined && (await takeWork(parts, everywhere.key, work))) return;
  const task = makeTask(parts, everywhere.key);
  throw new Refusal('too_often', 'this try takes some work first', { retryAfterSeconds: WAIT_SECONDS, work: task });
}

interface Try {
  readonly identifier: Identifier;
  readonly tags: readonly Buffer[];
  readonly network: string;
  readonly device: string | undefined;
}

/**
 * Where a try is counted if it fails, and the salt to try it with. A browser that signed in to one of these accounts
 * before is counted by itself, everybody else by network and all together.
 * @throws Refusal `too_often` while such tries pause
 */
async function readStanding(parts: GateParts, { identifier: { kind, text }, tags, network, device }: Try) {
  const own = device === undefined ? null : throttleOf(parts, ['sign-in-device', kind, text, device]);
  const here = throttleOf(parts, ['sign-in', kind, text, network]);
  const everywhere = throttleOf(parts, ['sign-in-anywhere', kind, text], TRIES_EVERYWHERE);
  const now = await readTry(parts.reads, {
    tags,
    deviceHash: device === undefined ? null : hashToken(device),
    deviceKey: own?.key ?? null,
    networkKey: here.key,
    anywhereKey: everywhere.key,
  });
  assert(now !== undefined, 'every try stands in some way');
  const known = own !== null && now.deviceKnown;
  refuseWhileWaiting(known ? now.deviceWaits : now.othersWait);
  const { salt, noted, failures } = now;
  return { salt, noted, failures, throttles: known ? [own] : [here, everywhere] };
}

/**
 * Whether somebody signs in by one of these pairs already. Asked by a registration: it is throttled as a sign-in is,
 * or it would be a way to guess.
 */
export async function matchPairs(
  parts: GateParts,
  pairs: readonly { readonly identifier: Identifier; readonly tag: Buffer; readonly verifier: Buffer }[],
  network: string,
): Promise<Identifier | undefined> {
  for (const { identifier, tag, verifier } of pairs) {
    const { throttles } = await readStanding(parts, { identifier, tags: [tag], network, device: undefined });
    const rows = await store.readVerifiers(parts.reads, [tag]);
    if (rows.some((row) => timingSafeEqual(row.verifier, verifier))) return identifier;
    await countFailures(parts.db, throttles);
  }
  return undefined;
}

/** Whether this is the person's own password: the proof of presence before something weighty. */
export async function provePresence(parts: GateParts, personId: string, password: string): Promise<boolean> {
  const throttles = [throttleOf(parts, ['presence', personId])];
  await refuseWhileThrottled(parts.db, throttles);
  const [own] = await store.readOwnVerifiers(parts.db, personId);
  if (own === undefined) return false;
  const right = timingSafeEqual(own.verifier, await verifierOf(parts, password, own.salt));
  if (right) await forgetFailures(parts.db, throttles);
  else await countFailures(parts.db, throttles);
  return right;
}
