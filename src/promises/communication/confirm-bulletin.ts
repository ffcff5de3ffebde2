import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineAct, type Moment } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { lengthPrefixed } from '../../kernel/vault/length-prefixed.ts';
import { normaliseEmail } from '../../kernel/vault/normalise-email.ts';
import { audienceOf } from './audience/audience-of.ts';
import { countAudience, spreadCopies } from './audience/store.ts';
import { asShown, stopNamed } from './facts.ts';
import { PERSONS_AT_CONFIRMATION, START_DAYS_MAX } from './limits.ts';
import * as store from './store.ts';
import { type CompiledBulletin, compileBulletin } from './text/compile-bulletin.ts';

/** The job that the confirmation leaves for the worker. It names the bulletin and holds no address. */
export const BULLETIN_JOB = 'send-bulletin';

/**
 * From here the worker may hand copies over. What was previewed is what is confirmed, and a text in any language that
 * does not name the stop refuses the whole bulletin before anything is queued.
 */
export const confirmBulletin = defineAct({
  name: 'confirmBulletin',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [stopNamed, asShown],
  words: { ru: 'подтверждает рассылку', en: 'confirms a bulletin', uk: 'підтверджує розсилку' },
  method: 'POST',
  path: '/bulletins/{bulletin}/confirm',
  internal: true,
  input: z.strictObject({
    bulletin: z.uuid(),
    /** Where the site is reached: given by the page that asks. */
    origin: z.url({ protocol: /^https?$/ }).max(300),
    /** `shown` of the preview. */
    shown: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    /** When it begins; absent: at once. */
    startsAt: z.iso.datetime().optional(),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { bulletin }) {
    const found = await store.findBulletin(tx, bulletin);
    return found && { personId: null, bulletin: found };
  },
  async factsNow(moment) {
    const compiled = await compileTexts(moment, moment.reached.bulletin, moment.input.origin);
    return {
      stopNamed: compiled.length > 0 && compiled.every((one) => one.stopNamed),
      asShown: previewDigest(moment.reached.bulletin, compiled) === moment.input.shown,
    };
  },
  async run(running) {
    const { tx, parts, reached, input, version } = running;
    const { bulletinId } = reached.bulletin;
    const row = await store.lockBulletin(tx, bulletinId);
    if (row === undefined || row.confirmedAt !== null || row.endedAt !== null) {
      throw new Refusal('conflict', 'this bulletin was confirmed or ended before');
    }
    const compiled = await compileTexts(running, row, input.origin);
    const languages = compiled.map(({ language }) => language);
    const wanted = audienceOf(row, languages, version.declarations);
    assert(wanted !== undefined, 'a policy that takes no e-mail address has nobody to write to');
    const startsAt = startOf(input.startsAt, running.at);
    const counted = await countAudience(tx, wanted);
    await store.keepCompiled(tx, bulletinId, compiled);
    const audience = counted.reduce((sum, { persons }) => sum + persons, 0);
    await store.confirmBulletin(tx, bulletinId, { origin: input.origin, audience, startsAt });
    // A small site's copies are all written down here; of a large one the worker writes down the rest as it goes.
    if (startsAt === null) await spreadCopies(tx, bulletinId, wanted, PERSONS_AT_CONFIRMATION);
    const job = { jobId: parts.random.uuid(), kind: BULLETIN_JOB, personId: null, reference: bulletinId };
    await enqueue(tx, startsAt === null ? job : { ...job, runAt: startsAt });
    return { audience };
  },
});

/** A moment that has passed already is now; one further off than a year is a slip of the hand. */
function startOf(asked: string | undefined, now: Date): Date | null {
  const at = asked === undefined ? now.getTime() : Date.parse(asked);
  if (at > now.getTime() + START_DAYS_MAX * 86_400_000) {
    throw new Refusal('invalid', `\`startsAt\` must be within ${START_DAYS_MAX} days`, { field: 'startsAt' });
  }
  return at <= now.getTime() ? null : new Date(at);
}

export interface CompiledText extends CompiledBulletin {
  readonly language: store.BulletinTextRow['language'];
  readonly subject: string;
}

/** Every text of a bulletin as it would be sent under this version. */
export async function compileTexts(
  { tx, version }: Pick<Moment<unknown, unknown, unknown>, 'tx' | 'version'>,
  { bulletinId, topic }: store.BulletinRow,
  origin: string,
): Promise<readonly CompiledText[]> {
  const texts = await store.readTexts(tx, bulletinId);
  const topics = await store.listTopics(tx);
  const { name: siteName, contact } = version.declarations.site;
  const letters = contact !== null && normaliseEmail(contact) !== undefined ? contact : null;
  return texts.map(({ language, subject, markdown }) => {
    const named = topics.find((one) => one.topic === topic)?.[language] ?? topic;
    const compiled = compileBulletin({ language, subject, markdown, siteName, topic: named, origin, contact: letters });
    return { language, subject, ...compiled };
  });
}

/** What stands for "exactly this was shown": sender, topic, audience, subjects and both bodies of every language. */
export function previewDigest(bulletin: store.BulletinRow, compiled: readonly CompiledText[]): string {
  const { topic, senderName, senderAddress, countries, proven } = bulletin;
  const audience = `${countries?.join() ?? 'every'} ${proven ?? 'any'}`;
  const texts = compiled.flatMap(({ language, subject, html, plain }) => [language, subject, html, plain]);
  return createHash('sha256')
    .update(lengthPrefixed([topic, senderName, senderAddress, audience, ...texts]))
    .digest('base64url');
}
