import { toWrite } from '../../kernel/db/writing.ts';
import type { Made, Moment } from '../../kernel/gate/act.ts';
import { addressTagsOfNew } from '../communication/index.ts';
import type { Leaving } from './leave.ts';
import { type NewlyLeft, newlyLeft } from './store.ts';

/** What somebody leaves of whom nothing was held, as rows: the same as `leave`, where there is nothing to replace. */
export function leaveAsNew(
  { parts, version }: Pick<Moment<unknown, unknown, unknown>, 'parts' | 'version'>,
  personId: string,
  given: Leaving & Pick<NewlyLeft, 'nonceHash' | 'mac' | 'keyHash'>,
): Pick<Made<unknown>, 'values' | 'rows'> & { readonly submissionId: string } {
  const { form, values, language, message = null, origin = 'left-here', nonceHash, mac, keyHash } = given;
  const submissionId = parts.random.uuid();
  const messageRecord = message === null ? null : parts.random.uuid();
  const text =
    messageRecord === null || message === null
      ? []
      : [{ field: `message/${submissionId}`, plaintext: message, recordId: messageRecord }];
  const row: NewlyLeft = {
    ...{ personId, submissionId, form, language, messageRecord, nonceHash, mac, keyHash },
    fields: values.map(({ field }) => field.id),
    version: version.number,
  };
  return {
    submissionId,
    values: [...values.map(({ field, plaintext }) => ({ field: field.id, plaintext, origin })), ...text],
    rows: [...addressTagsOfNew(parts, personId, values), toWrite(newlyLeft, row)],
  };
}
