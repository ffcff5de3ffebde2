import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { FORM_HOUR_MAX, FORM_NETWORK_HOUR_MAX } from '../../kernel/limits.ts';
import type { FormDeclaration } from '../../kernel/policy/declarations.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { makeTask, takeWork, throttleOf, WAIT_SECONDS, type WorkDone } from '../security/index.ts';
import { countFormRefusal } from './store.ts';

const HOUR_SECONDS = 3600;

/** From this share of what one network may leave in an hour on, each submission from there takes a little work. */
const FREE_OF_WORK = 1 / 3;

interface Robotic {
  /** What no person sees, and machines fill in. */
  readonly hiddenField: string;
  /** What was done for this submission, where the site asked for work. */
  readonly work: WorkDone | undefined;
}

/**
 * What open forms are defended with before anything is read: a field that only machines fill in, work, and how often one
 * network, and all together, may leave a form in an hour. Each "no" is counted for the console, by form and day.
 * @throws Refusal `invalid` or `too_often`
 */
export async function refuseFlood(
  parts: GateParts,
  asker: AskerIdentity,
  form: FormDeclaration,
  { hiddenField, work }: Robotic,
): Promise<void> {
  if (asker.kind !== 'anyone') return;
  if (hiddenField !== '') {
    await countFormRefusal(parts.db, form.id, 'hidden-field');
    throw new Refusal('invalid', '`website` must stay empty', { field: 'website' });
  }
  const network = form.hourly?.network ?? FORM_NETWORK_HOUR_MAX;
  const all = form.hourly?.all ?? FORM_HOUR_MAX;
  await refuseWithoutWork(
    parts,
    { form: form.id, network: asker.network, free: Math.ceil(network * FREE_OF_WORK) },
    work,
  );
  const waits = [
    parts.rate.count(`form ${form.id} ${asker.network}`, { times: network, seconds: HOUR_SECONDS }),
    parts.rate.count(`form ${form.id}`, { times: all, seconds: HOUR_SECONDS }),
  ];
  const seconds = Math.max(...waits);
  if (seconds === 0) return;
  await countFormRefusal(parts.db, form.id, 'too-often');
  throw new Refusal('too_often', 'this form was left too often lately; nothing was kept', {
    retryAfterSeconds: seconds,
  });
}

/** Whoever has no script waits in the place of working. @throws Refusal `too_often` with the task */
async function refuseWithoutWork(
  parts: GateParts,
  { form, network, free }: { readonly form: string; readonly network: string; readonly free: number },
  work: WorkDone | undefined,
): Promise<void> {
  if (parts.rate.count(`work ${form} ${network}`, { times: free, seconds: HOUR_SECONDS }) === 0) return;
  const { key } = throttleOf(parts, ['form-work', form, network]);
  if (work !== undefined && (await takeWork(parts, key, work))) return;
  await countFormRefusal(parts.db, form, 'too-often');
  const task = makeTask(parts, key);
  throw new Refusal('too_often', 'leaving this form takes some work first', {
    retryAfterSeconds: WAIT_SECONDS,
    work: task,
  });
}
