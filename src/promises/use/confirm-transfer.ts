import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { heldTransfer } from '../collection/index.ts';
import { requirePresence } from '../security/index.ts';
import { asShown, heldByDemand, presenceWasFresh, providerDeclared, restricted } from './facts.ts';
import { ownTransfer } from './reach.ts';
import { requiredFields } from './required-fields.ts';
import { shownDigest } from './shown-digest.ts';
import * as store from './store.ts';
import { leavesByForm } from './ways/way-of.ts';

/** The job that the confirmation leaves for the worker. It names the transfer and holds no value. */
export const HAND_OVER_JOB = 'hand-over-transfer';
/** The job that looks whether the confirmation was used in time. */
export const EXPIRE_JOB = 'expire-transfer';

/**
 * The person confirms what was shown, with a fresh proof that it is them. From here the worker may hand over, once,
 * exactly these values, until the grant ends.
 */
export const confirmTransfer = defineAct({
  name: 'confirmTransfer',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'provider',
  facts: [providerDeclared, presenceWasFresh, asShown, heldByDemand, restricted],
  words: { ru: 'подтверждает перевод', en: 'confirms a transfer', uk: 'підтверджує переказ' },
  method: 'POST',
  path: '/transfers/{transfer}/confirm',
  input: z.strictObject({
    transfer: z.uuid(),
    /** `shown` of the transfer as it was looked at. */
    shown: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    /** Absent only where the account has none. */
    password: z.string().max(PASSWORD_CHARACTERS_MAX).optional(),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { password }) {
    await requirePresence(parts, asker, { password, why: 'the password is not right' });
    return {};
  },
  reach: (tx, asker, input) => ownTransfer(tx, asker, input.transfer),
  async factsNow({ tx, at, reached, version, input, person }) {
    const { declarations } = version;
    const required = await requiredFields(tx, declarations, reached.transfer, person?.country ?? null);
    return {
      // The passage got here only with the right password a moment ago.
      presenceWasFresh: true,
      asShown: shownDigest(reached.transfer, required) === input.shown,
      heldByDemand: (await heldTransfer(tx, declarations, at, reached.transfer)) !== undefined,
      restricted: person?.restricted ?? false,
    };
  },
  async run({ tx, reached, version, parts, person, at }) {
    const { transfer } = reached;
    const { declarations } = version;
    const required = await requiredFields(tx, declarations, transfer, person?.country ?? null);
    const missing = required.find(({ row }) => row === undefined);
    if (missing !== undefined) {
      throw new Refusal('conflict', `\`${missing.field}\` is needed for this transfer and was not left`, {
        field: missing.field,
      });
    }
    const confirmed = required.flatMap(({ field, row }) =>
      row === undefined ? [] : [{ field, recordId: row.recordId, version: row.version }],
    );
    const { personId, transferId } = transfer;
    const { grantMinutes } = declarations.thresholds;
    if (!(await store.confirmTransfer(tx, { personId, transferId, confirmed, grantMinutes }))) {
      throw new Refusal('conflict', 'this transfer was confirmed or cancelled before');
    }
    // What the person's own browser carries waits for nobody: the answer to the person is its way out.
    const byForm = leavesByForm(declarations.providers.find(({ id }) => id === transfer.provider));
    const job = { jobId: parts.random.uuid(), personId, reference: transferId };
    if (!byForm) await enqueue(tx, { ...job, kind: HAND_OVER_JOB });
    const runAt = new Date(at.getTime() + grantMinutes * 60_000 + 1000);
    await enqueue(tx, { ...job, jobId: parts.random.uuid(), kind: EXPIRE_JOB, runAt });
    return { id: transferId, byForm };
  },
});
