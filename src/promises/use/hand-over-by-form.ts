import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { Gate } from '../../kernel/gate/gate.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { closeOpenAttempt } from './hand-over-job.ts';
import { handOverTransfer } from './hand-over-transfer.ts';
import { providerSecrets } from './provider-secrets.ts';
import { ownTransfer } from './reach.ts';
import { CHECK_JOB } from './report-transfer.ts';
import type { LeavingForm } from './ways/way.ts';
import { wayOf } from './ways/way-of.ts';

/** After this the provider is asked whether the person arrived. */
const LOOK_AFTER_MINUTES = 10;

/**
 * The hand-over that the person's own browser carries. The gate decides and records it like the worker's; the answer to
 * the person is its sink. Whether it arrived is not known before the provider says so.
 * @throws Refusal `not_found` for whose transfer it is not
 */
export async function handOverByForm(gate: Gate, asker: AskerIdentity, transferId: string) {
  const { db, clock, random } = gate.parts;
  const own = await ownTransfer(db, asker, transferId);
  if (own === undefined) throw new Refusal('not_found', 'there is no such thing, or it is not yours');
  if (own.transfer.confirmedAt === null) throw new Refusal('conflict', 'this transfer is not confirmed');
  await closeOpenAttempt(gate, own.transfer);
  const { output } = await gate.pass(handOverTransfer, { kind: 'worker' }, { transfer: transferId });
  const { provider } = output;
  const secrets = await providerSecrets(gate.parts, provider.id);
  const form: LeavingForm | undefined = secrets && wayOf(provider).form?.(output, secrets, gate.parts);
  if (form === undefined) throw new Refusal('conflict', 'this provider takes no form, or no secret is shared with it');
  const runAt = new Date(clock.now().getTime() + LOOK_AFTER_MINUTES * 60_000);
  const job = { jobId: random.uuid(), kind: CHECK_JOB, personId: own.personId, reference: transferId, runAt };
  await db.transaction((tx) => enqueue(tx, job));
  return { form, provider, transfer: output.transfer };
}
