import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { FORM_HOUR_MAX, FORM_NETWORK_HOUR_MAX } from '../../kernel/limits.ts';
import type { FormDeclaration } from '../../kernel/policy/declarations.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { countFormRefusal } from './store.ts';

const HOUR_SECONDS = 3600;

/**
 * What open forms are defended with before anything is read: a field that only machines fill in, and how often one
 * network, and all together, may leave a form in an hour. Each "no" is counted for the console, by form and day.
 * @throws Refusal `invalid` or `too_often`
 */
export async function refuseFlood(
  parts: GateParts,
  asker: AskerIdentity,
  form: FormDeclaration,
  hiddenField: string,
): Promise<void> {
  if (asker.kind !== 'anyone') return;
  if (hiddenField !== '') {
    await countFormRefusal(parts.db, form.id, 'hidden-field');
    throw new Refusal('invalid', '`website` must stay empty', { field: 'website' });
  }
  const network = form.hourly?.network ?? FORM_NETWORK_HOUR_MAX;
  const all = form.hourly?.all ?? FORM_HOUR_MAX;
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
