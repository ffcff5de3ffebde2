import type { Sealed } from '../../kernel/vault/sealed.ts';

/** A text that lies in the vault under a record of its own: as a file it opens as base64. Empty where nothing was kept. */
export function textOf(opened: ReadonlyMap<string, Sealed<string>>, recordId: string | null): string {
  const value = recordId === null ? undefined : opened.get(recordId);
  return value === undefined ? '' : Buffer.from(value.unseal('answer'), 'base64').toString('utf8');
}
