import type { Moment } from '../../kernel/gate/act.ts';
import type { FieldValue } from '../collection/index.ts';
import * as store from './store.ts';

export interface Leaving {
  readonly form: string;
  readonly values: readonly FieldValue[];
  readonly language: string;
}

/**
 * Leaving data, wherever it happens: the values are sealed, and a submission says which fields, when and under which
 * version of the policy. The version is the one decided by, so the digest is that of the words in force.
 */
export async function leave(
  { tx, parts, version }: Moment<unknown, unknown, unknown>,
  personId: string,
  { form, values, language }: Leaving,
): Promise<string> {
  await parts.keyring.store(
    tx,
    personId,
    values.map(({ field, plaintext }) => ({ field: field.id, plaintext })),
  );
  const submissionId = parts.random.uuid();
  const fields = values.map(({ field }) => field.id);
  await store.insertSubmission(tx, personId, { submissionId, form, fields, version: version.number, language });
  return submissionId;
}
