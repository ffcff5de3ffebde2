import type { Tx } from '../../../kernel/db/db.ts';
import type { FieldToOpen, Running } from '../../../kernel/gate/act.ts';
import { AUTHENTICATING, SECRET_FIELD, stepOfCode } from './one-time-code.ts';
import { hashRecoveryCode, readRecoveryCode } from './recovery-codes.ts';
import { readOneTimeCodes, takeStep, useRecoveryCode } from './store.ts';

/**
 * Takes a code of the app, or a recovery code in its place: each counts once, whoever comes second with it.
 * @returns which of the two it was; undefined where it is neither
 */
export async function takeSecondFactor(
  { tx, at, opened }: Pick<Running<unknown, unknown, unknown>, 'tx' | 'at' | 'opened'>,
  personId: string,
  typed: string,
): Promise<'one-time-code' | 'recovery-code' | undefined> {
  const recovery = readRecoveryCode(typed);
  if (recovery !== undefined) {
    return (await useRecoveryCode(tx, personId, hashRecoveryCode(recovery))) ? 'recovery-code' : undefined;
  }
  const code = typed.replace(/\s/g, '');
  const codes = await readOneTimeCodes(tx, personId);
  if (!/^\d{6}$/.test(code) || codes?.confirmedAt == null) return undefined;
  const secret = opened.get(codes.secretRecord)?.unseal('comparison');
  const step = secret === undefined ? undefined : stepOfCode(secret, code, at);
  return step !== undefined && (await takeStep(tx, personId, step)) ? 'one-time-code' : undefined;
}

/** The secret that a typed code is compared with; nothing is opened for a recovery code. */
export async function secretToOpen(
  tx: Tx,
  personId: string,
  typed: string | undefined,
): Promise<readonly FieldToOpen[]> {
  if (typed === undefined || readRecoveryCode(typed) !== undefined) return [];
  const codes = await readOneTimeCodes(tx, personId);
  if (codes?.confirmedAt == null) return [];
  return [{ field: SECRET_FIELD, recordId: codes.secretRecord, category: AUTHENTICATING }];
}
