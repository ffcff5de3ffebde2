import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { policyLinkShown } from './facts.ts';
import * as store from './store.ts';

/**
 * What reached this site without the person becomes theirs: they look at it and confirm it, under the policy in force.
 * Until then nobody uses it; and what they do not confirm they can correct or erase.
 */
export const confirmOrigin = defineAct({
  name: 'confirmOrigin',
  section: 'links',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [policyLinkShown],
  words: {
    ru: 'подтверждает данные, которые пришли не от них',
    en: 'confirms data that did not come from them',
    uk: 'підтверджує дані, які надійшли не від них',
  },
  method: 'POST',
  path: '/own-data/confirmation',
  input: z.strictObject({ language: z.enum(LANGUAGES), policyVersion: z.int().min(1) }),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async ({ input, version }) => ({ policyLinkShown: input.policyVersion === version.number }),
  async run({ tx, parts, reached: { personId }, version, input }) {
    const fields = await store.confirmValues(tx, personId);
    if (fields.length === 0) throw new Refusal('conflict', 'nothing waits to be confirmed');
    const submissionId = parts.random.uuid();
    const { language } = input;
    const row = { submissionId, form: 'confirmation', fields, version: version.number, language, messageRecord: null };
    await store.insertSubmission(tx, personId, row);
    return { submission: submissionId, fields };
  },
});
