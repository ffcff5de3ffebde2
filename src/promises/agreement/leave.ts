import assert from 'node:assert/strict';
import type { Tx } from '../../kernel/db/db.ts';
import type { Moment } from '../../kernel/gate/act.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import type { ValueOrigin } from '../../kernel/vault/store.ts';
import type { FieldValue } from '../collection/index.ts';
import { keepAddressTags } from '../communication/index.ts';
import * as store from './store.ts';

export interface Leaving {
  readonly form: string;
  readonly values: readonly FieldValue[];
  readonly language: string;
  /** A text written with the form. */
  readonly message?: string | null;
  /** Absent: left here, by the person. */
  readonly origin?: ValueOrigin;
}

/**
 * Leaving data, wherever it happens: the values are sealed, and a submission says which fields, when and under which
 * version of the policy. The version is the one decided by, so the digest is that of the words in force.
 */
export async function leave(
  moment: Moment<unknown, unknown, unknown>,
  personId: string,
  { form, values, language, message = null, origin = 'left-here' }: Leaving,
): Promise<string> {
  const { tx, parts, version, asker } = moment;
  await parts.keyring.store(
    tx,
    personId,
    values.map(({ field, plaintext }) => ({ field: field.id, plaintext, origin })),
  );
  await keepAddressTags(moment, personId, values);
  const submissionId = parts.random.uuid();
  const fields = values.map(({ field }) => field.id);
  const messageRecord = message === null ? null : await keepMessage(parts, tx, personId, { submissionId, message });
  await store.insertSubmission(tx, personId, {
    submissionId,
    form,
    fields,
    version: version.number,
    language,
    messageRecord,
  });
  // Whoever is nobody yet has nothing that anybody could be told of.
  if (asker.kind === 'person') for (const hear of parts.dataListeners) await hear(tx, personId, fields, parts);
  return submissionId;
}

// Each text is a value of its own: the next one with the same form does not replace it.
async function keepMessage(
  parts: GateParts,
  tx: Tx,
  personId: string,
  { submissionId, message }: { submissionId: string; message: string },
): Promise<string> {
  const [stored] = await parts.keyring.store(tx, personId, [{ field: `message/${submissionId}`, plaintext: message }]);
  assert(stored !== undefined, 'what is stored has a record');
  return stored.recordId;
}
