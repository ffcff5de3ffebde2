import { normaliseEmail } from '../../kernel/vault/normalise-email.ts';
import type { BulletinSource } from './text/bulletin-source.ts';
import { type CompiledBulletin, compileBulletin } from './text/compile-bulletin.ts';
import { fillCopy } from './text/copy-marks.ts';

/** A text as a copy of it would be, before anything of it is kept; what differs by copy stands as a sign that it will. */
export function lookAt(source: BulletinSource, version: number): CompiledBulletin {
  const letters = source.contact !== null && normaliseEmail(source.contact) !== undefined ? source.contact : null;
  const { html, plain, stopNamed } = compileBulletin({ ...source, contact: letters });
  const sample = { token: '…', entry: null, version };
  return { html: fillCopy(html, sample), plain: fillCopy(plain, sample), stopNamed };
}
