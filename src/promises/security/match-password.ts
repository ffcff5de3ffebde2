import { timingSafeEqual } from 'node:crypto';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { adoptBrought, matchBrought } from './brought/brought-passwords.ts';
import { type Identifier, livingTags } from './identifiers.ts';
import { makeTask, takeWork, WAIT_SECONDS, type WorkDone } from './proof-of-work.ts';
import { hashToken } from './sessions.ts';
import * as store from './store.ts';
import { countedFailures } from './throttle/store.ts';
import { countFailures, forgetFailures, refuseWhileThrottled, type Throttle, throttleOf } from './throttle.ts';
import { verifierOf } from './verifier-of.ts';

/**
 * The person whose pair of identifier and password this is. One argon2id a try, however many persons left the same
 * address and whether or not anybody did: neither answer, time nor work tells a stranger whether it is known.
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
): Promise<string | undefined> {
  const living = await livingTags(parts, identifier);
  const tags = living.map(({ tag }) => tag);
  const throttles = await signInThrottles(parts, { identifier, tags, network, device });
  await refuseWhileThrottled(parts.db, throttles);
  await refuseWithoutWork(parts, throttles, work);
  const [known] = await store.readSalts(parts.db, tags);
  const verifier = await verifierOf(parts, password, known?.salt ?? parts.random.bytes(16));
  const rows = known === undefined ? [] : await store.readVerifiers(parts.db, tags);
  const found = rows.filter((row) => timingSafeEqual(row.verifier, verifier));
  const brought = await matchBrought(parts, tags, password);
  if (found[0] === undefined && brought !== undefined) {
    await adoptBrought(parts, brought, password);
    return brought;
  }
  // Where the index began to turn while this was looked for, it may stand under its new tag by now.
  if (found[0] === undefined && (await livingTags(parts, identifier)).at(-1)?.epoch !== living.at(-1)?.epoch) {
    return await matchPassword(parts, identifier, password, network, { device, work });
  }
  if (found[0] === undefined) await countFailures(parts.db, throttles);
  // Where several left the address, one of them could clear the count of wrong tries at another by signing in.
  else if (rows.length === 1) await forgetFailures(parts.db, throttles);
  return found[0]?.personId;
}

/** Wrong tries at one identifier from unknown browsers anywhere, before that way in pauses (NIST SP 800-63B: 100). */
const TRIES_EVERYWHERE = 100;

/** From this many wrong tries on, long before the pause, each try from an unknown browser takes a little work. */
const TRIES_WITHOUT_WORK = 20;

/** Asked of a known and an unknown identifier alike, because the count is of what was typed. */
async function refuseWithoutWork(
  parts: GateParts,
  throttles: readonly Throttle[],
  work: WorkDone | undefined,
): Promise<void> {
  const everywhere = throttles.find(({ free }) => free === TRIES_EVERYWHERE);
  if (everywhere === undefined || (await countedFailures(parts.db, everywhere.key)) < TRIES_WITHOUT_WORK) return;
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

async function signInThrottles(
  parts: GateParts,
  { identifier: { kind, text }, tags, network, device }: Try,
): Promise<readonly Throttle[]> {
  if (device !== undefined && (await store.isKnownDevice(parts.db, hashToken(device), tags))) {
    return [throttleOf(parts, ['sign-in-device', kind, text, device])];
  }
  return [
    throttleOf(parts, ['sign-in', kind, text, network]),
    throttleOf(parts, ['sign-in-anywhere', kind, text], TRIES_EVERYWHERE),
  ];
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
    const throttles = await signInThrottles(parts, { identifier, tags: [tag], network, device: undefined });
    await refuseWhileThrottled(parts.db, throttles);
    const rows = await store.readVerifiers(parts.db, [tag]);
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
