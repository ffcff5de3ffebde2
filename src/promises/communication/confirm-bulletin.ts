import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineAct, type Moment } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { lengthPrefixed } from '../../kernel/vault/length-prefixed.ts';
import { normaliseEmail } from '../../kernel/vault/normalise-email.ts';
import { addressField } from './address-field.ts';
import { asShown, stopNamed } from './facts.ts';
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
    const { bulletinId, topic } = reached.bulletin;
    const row = await store.lockBulletin(tx, bulletinId);
    if (row === undefined || row.confirmedAt !== null || row.endedAt !== null) {
      throw new Refusal('conflict', 'this bulletin was confirmed or ended before');
    }
    const compiled = await compileTexts(running, row, input.origin);
    const field = addressField(version.declarations);
    assert(field !== undefined, 'a policy that takes no e-mail address has nobody to write to');
    await store.keepCompiled(tx, bulletinId, compiled);
    const languages = compiled.map(({ language }) => language);
    const audience = await store.insertCopies(tx, bulletinId, { languages, field: field.id, topic });
    await store.confirmBulletin(tx, bulletinId, input.origin, audience);
    await enqueue(tx, { jobId: parts.random.uuid(), kind: BULLETIN_JOB, personId: null, reference: bulletinId });
    return { audience };
  },
});

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

/** What stands for "exactly this was shown": sender, topic, subjects and both bodies of every language. */
export function previewDigest(bulletin: store.BulletinRow, compiled: readonly CompiledText[]): string {
  const { topic, senderName, senderAddress } = bulletin;
  const texts = compiled.flatMap(({ language, subject, html, plain }) => [language, subject, html, plain]);
  return createHash('sha256')
    .update(lengthPrefixed([topic, senderName, senderAddress, ...texts]))
    .digest('base64url');
}
