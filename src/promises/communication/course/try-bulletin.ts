import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { LANGUAGES } from '../../../kernel/words.ts';
import { addressField } from '../address-field.ts';
import { BULLETIN_JOB, compileTexts } from '../confirm-bulletin.ts';
import { stopNamed } from '../facts.ts';
import { readAddressTags } from '../stops/store.ts';
import { findBulletin, keepCompiled } from '../store.ts';
import * as store from './store.ts';

/**
 * A trial: one copy, to the address that its author left here themselves, and to nobody else. It passes everything that
 * a real copy passes, so that what arrives is what would.
 */
export const tryBulletin = defineAct({
  name: 'tryBulletin',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [stopNamed],
  words: {
    ru: 'посылает пробное письмо себе',
    en: 'sends a trial message to themselves',
    uk: 'надсилає пробний лист собі',
  },
  method: 'POST',
  path: '/bulletins/{bulletin}/trials',
  internal: true,
  input: z.strictObject({ bulletin: z.uuid(), origin: z.url({ protocol: /^https?$/ }).max(300) }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { bulletin }) {
    const found = await findBulletin(tx, bulletin);
    return found?.testOf === null ? { personId: null, bulletin: found } : undefined;
  },
  async factsNow(moment) {
    const compiled = await compileTexts(moment, moment.reached.bulletin, moment.input.origin);
    return { stopNamed: compiled.length > 0 && compiled.every((one) => one.stopNamed) };
  },
  async run(running) {
    const { tx, parts, asker, reached, input, version } = running;
    const personId = asker.kind === 'person' ? asker.personId : null;
    const tags = personId === null ? [] : await readAddressTags(tx, personId);
    if (personId === null || tags.length === 0 || addressField(version.declarations) === undefined) {
      throw new Refusal('conflict', 'leave your own e-mail address in your account first: the trial goes there');
    }
    const bulletinId = parts.random.uuid();
    const mark = MARK[LANGUAGES.find((one) => one === running.version.binding) ?? 'en'];
    await store.insertTrial(tx, { bulletinId, of: reached.bulletin.bulletinId, mark, personId });
    const trial = await findBulletin(tx, bulletinId);
    if (trial === undefined) throw new Refusal('not_found', 'there is no such bulletin');
    await keepCompiled(tx, bulletinId, await compileTexts(running, trial, input.origin));
    await store.startTrial(tx, bulletinId, input.origin);
    await enqueue(tx, { jobId: parts.random.uuid(), kind: BULLETIN_JOB, personId: null, reference: bulletinId });
    return {};
  },
});

const MARK = { ru: '[проба] ', en: '[trial] ', uk: '[проба] ' } as const;
