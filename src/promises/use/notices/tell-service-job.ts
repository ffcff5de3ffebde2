import { Webhook } from 'standardwebhooks';
import type { Gate } from '../../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../../kernel/jobs.ts';
import { NOTICE_MILLISECONDS_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { boundedFetch } from '../ways/bounded-fetch.ts';
import { noticeSecrets } from './secrets.ts';
import * as store from './store.ts';
import { tellService } from './tell-service.ts';

/** How long to wait after each failed try, seconds: Standard Webhooks' own schedule, a little over two days in all. */
const AFTER_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000] as const;
/** While a service does not answer its other notices wait, so that they hold up nobody else's work. */
const REST_SECONDS = 30;
/** So many to one service at once. */
const AT_ONCE = 4;

type Answer = 'delivered' | 'no-answer' | 'refused' | 'gone';

/**
 * The worker's way of a notice: the gate, then one signed call to where the owner said, which can neither hang nor lead
 * inside a network nor fill our memory. What fails is tried again later and later, then kept for the owner to send again.
 */
export function tellServiceJob(gate: Gate, millisecondsMax: number = NOTICE_MILLISECONDS_MAX): JobHandler {
  const under = new Map<string, number>();
  return async ({ personId, reference }): Promise<JobEnd> => {
    if (reference === null) return { failed: 'no-reference' };
    const { db, site } = gate.parts;
    const of = personId ?? site.siteId;
    const notice = await store.findNotice(db, of, reference);
    const endpoint = notice && (await store.findEndpoint(db, notice.service));
    if (notice === undefined || endpoint === undefined || notice.deliveredAt !== null) return 'done';
    const { service } = notice;
    const now = under.get(service) ?? 0;
    if (endpoint.restsSeconds > 0) return { againInSeconds: endpoint.restsSeconds + now };
    if (now >= AT_ONCE) return { againInSeconds: 1 };
    under.set(service, now + 1);
    try {
      return await tellOnce(gate, of, reference, endpoint, millisecondsMax);
    } finally {
      under.set(service, (under.get(service) ?? 1) - 1);
    }
  };
}

async function tellOnce(
  gate: Gate,
  of: string,
  noticeId: string,
  endpoint: store.EndpointRow,
  millisecondsMax: number,
): Promise<JobEnd> {
  const { db, log } = gate.parts;
  const { service } = endpoint;
  const tries = await store.beginTry(db, of, noticeId);
  const body = await decided(gate, of, noticeId);
  if (body === undefined) {
    await store.endNotice(db, of, noticeId, 'policy');
    return 'done';
  }
  const answer = await call(gate, endpoint, noticeId, body, millisecondsMax);
  log.info('service-told', { notice: noticeId, service, answer, try: tries });
  await store.noteTry(db, service, answer === 'delivered' ? null : REST_SECONDS);
  if (answer === 'delivered') {
    await store.endNotice(db, of, noticeId, null);
    return 'done';
  }
  const wait = AFTER_SECONDS[tries - 1];
  // 410: the service says that nobody is there any more.
  if (wait !== undefined && answer !== 'gone') return { againInSeconds: Math.max(wait, REST_SECONDS) };
  await store.endNotice(db, of, noticeId, answer);
  return 'done';
}

/** @returns undefined where the policy in force does not permit it; it is in the person's history */
async function decided(gate: Gate, of: string, notice: string): Promise<string | undefined> {
  try {
    return (await gate.pass(tellService, { kind: 'worker' }, { of, notice })).output.body;
  } catch (error) {
    if (error instanceof Refusal && ['forbidden_by_policy', 'not_found'].includes(error.code)) return undefined;
    throw error;
  }
}

async function call(
  { parts }: Gate,
  endpoint: store.EndpointRow,
  noticeId: string,
  body: string,
  millisecondsMax: number,
): Promise<Answer> {
  const { outside, clock, privateServices: within, db } = parts;
  const now = clock.now();
  const secrets = await noticeSecrets(db, parts, endpoint);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': noticeId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    // One signature by each secret that is good: whoever has either can check it.
    'webhook-signature': secrets.map((one) => new Webhook(one.unseal('hand-over')).sign(noticeId, now, body)).join(' '),
  };
  try {
    const init = { method: 'POST', headers, body };
    const { status } = await boundedFetch(outside, endpoint.address, init, { within, millisecondsMax });
    if (status >= 200 && status < 300) return 'delivered';
    return status === 410 ? 'gone' : 'refused';
  } catch {
    // Nobody there, too slow, too long an answer, or an address inside a network: no answer that counts.
    return 'no-answer';
  }
}
