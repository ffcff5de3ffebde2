import type { Declarations } from '../../../kernel/policy/declarations.ts';
import { addressField } from '../address-field.ts';
import type { BulletinRow } from '../store.ts';
import type { AudienceOf } from './store.ts';

/** Whom a bulletin is for under these declarations; undefined where the policy takes no e-mail address. */
export function audienceOf(
  { topic, countries, proven }: BulletinRow,
  languages: readonly string[],
  declarations: Declarations,
): AudienceOf | undefined {
  const field = addressField(declarations);
  return field && { languages, field: field.id, topic, countries, proven };
}
