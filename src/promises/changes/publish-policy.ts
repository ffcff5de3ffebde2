import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { POLICY_KEPT_MILLISECONDS } from '../../kernel/limits.ts';
import { checkPolicy } from '../../kernel/policy/check.ts';
import type { PolicySource } from '../../kernel/policy/policy-source.ts';
import { insertVersion } from '../../kernel/policy/store.ts';
import { preparePublication } from '../../kernel/policy/version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { lockEntries } from './store.ts';

/** By how much two machines may count so short a time differently. */
const CLOCK_MILLISECONDS = 10;

/**
 * «Нововведения вступают в силу с момента их опубликования»: one transaction makes the version, and the next decision of
 * every process is by it. Nothing is sent to anybody. The floor permits it to the owner and to the host, so that no
 * policy can lock its own operator out.
 */
export const publishPolicy = defineAct({
  name: 'publishPolicy',
  section: 'changes',
  askers: ['owner', 'host'],
  recipients: ['public'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'публикует Политику', en: 'publishes the policy', uk: 'публікує Політику' },
  method: 'POST',
  path: '/policy-versions',
  internal: true,
  input: z.strictObject({
    source: z.custom<PolicySource>((value) => typeof value === 'object' && value !== null),
    /** Who says so, for the public record. */
    by: z.string().min(1).max(200),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, _asker, { source }) {
    const { acts, floor, shippedExamples } = parts;
    const [problem] = checkPolicy(source, { acts, floor, shipped: shippedExamples });
    if (problem !== undefined) throw new Refusal('invalid', `the policy cannot be published: ${problem}`);
    return preparePublication(source, await parts.shelf.inForce(), acts);
  },
  reach: async () => ({ personId: null }),
  async run({ tx, input, prepared, version }) {
    if (prepared.number !== version.number + 1) {
      throw new Refusal('conflict', `version ${version.number} was published meanwhile: look at the difference again`);
    }
    // INVARIANT: no entry decided by the old version becomes visible after this publication was acknowledged.
    await lockEntries(tx);
    const row = await insertVersion(tx, prepared, input.by);
    return { number: prepared.number, digest: prepared.digest, change: prepared.change, publishedAt: row.publishedAt };
  },
  // INVARIANT: no process shows the former version's page to who comes after this publication was acknowledged.
  beforeAnswer: () => pause(POLICY_KEPT_MILLISECONDS + CLOCK_MILLISECONDS),
});
