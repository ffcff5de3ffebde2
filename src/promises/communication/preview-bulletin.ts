import { z } from 'zod';
import type { Tx } from '../../kernel/db/db.ts';
import { defineAct } from '../../kernel/gate/act.ts';
import { audienceOf } from './audience/audience-of.ts';
import { countAudience, listCountries } from './audience/store.ts';
import { compileTexts, previewDigest } from './confirm-bulletin.ts';
import { listSenders, listTrials } from './course/store.ts';
import * as store from './store.ts';
import { stopAddress } from './text/compile-bulletin.ts';
import { fillCopy } from './text/copy-marks.ts';
import { STOP_PLACE } from './text/with-stop.ts';

/** A bulletin as it would be sent just now, in every language, and how many it would go to. */
export const previewBulletin = defineAct({
  name: 'previewBulletin',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['staff'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит рассылку перед отправкой',
    en: 'previews a bulletin',
    uk: 'переглядає розсилку перед надсиланням',
  },
  method: 'GET',
  path: '/bulletins/{bulletin}/preview',
  internal: true,
  input: z.strictObject({ bulletin: z.uuid(), origin: z.url({ protocol: /^https?$/ }).max(300) }),
  recording: 'none',
  changesFacts: false,
  async reach(tx, _asker, { bulletin }) {
    const found = await store.findBulletin(tx, bulletin);
    return found && { personId: null, bulletin: found };
  },
  async run(running) {
    const { tx, reached, input, version } = running;
    const { bulletin } = reached;
    const compiled = await compileTexts(running, bulletin, input.origin);
    const languages = compiled.map(({ language }) => language);
    const wanted = audienceOf(bulletin, languages, version.declarations);
    const audience = wanted === undefined || bulletin.confirmedAt !== null ? [] : await countAudience(tx, wanted);
    const sources = await store.readTexts(tx, bulletin.bulletinId);
    // In the place of what differs by copy stands what shows that something will.
    const sample = { token: '…', entry: null, version: version.number };
    const link = stopAddress(input.origin, sample.token);
    return {
      bulletin,
      sources,
      previews: compiled.map(({ language, subject, html, plain, stopNamed }) => ({
        language,
        subject,
        stopNamed,
        plain: fillCopy(plain, sample),
        html: fillCopy(html, sample),
        markdown: sources.find((one) => one.language === language)?.markdown.replaceAll(STOP_PLACE, link) ?? '',
      })),
      topics: await store.listTopics(tx),
      senders: await listSenders(tx),
      countries: await listCountries(tx),
      trials: await listTrials(tx, bulletin.bulletinId),
      audience,
      progress: await progressOf(tx, bulletin),
      shown: previewDigest(bulletin, compiled),
    };
  },
});

async function progressOf(tx: Tx, { bulletinId, audience }: store.BulletinRow) {
  // Before its time nothing is written down yet: everybody waits.
  const none = { accepted: 0, refused: 0, unknown: 0, withheld: 0, returned: 0, complaints: 0, stops: 0 };
  const progress = (await store.readProgress(tx, [bulletinId]))[0] ?? { ...none, waiting: audience ?? 0 };
  const { lastMinute, unknownAt } = await store.readPace(tx, bulletinId);
  return { ...progress, unknownAt, minutesLeft: lastMinute === 0 ? null : Math.ceil(progress.waiting / lastMinute) };
}
