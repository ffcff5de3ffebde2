import { createHash } from 'node:crypto';
import type { Version } from '../../kernel/policy/open-version.ts';
import { placesOf } from './batches/batch.ts';
import type { LegalRequestRow, ProductionRow, ScopePerson } from './store.ts';

/**
 * What an answer to an authority holds: by position in its own request, never by a name. Whoever is not here, is of
 * another country, or left nothing looks alike: nothing is given.
 */
export interface Manifest {
  readonly format: 'kristalux/production/v1';
  readonly legalRequest: string;
  readonly ground: { readonly id: string; readonly country: string; readonly kind: string };
  readonly policy: { readonly version: number; readonly digest: string };
  readonly producedAt: string;
  readonly persons: readonly ManifestPerson[];
}

/** Of a request that names more people than one archive holds: each batch has a manifest of its own in its archive. */
export interface ManifestOfBatches extends Omit<Manifest, 'format' | 'persons'> {
  readonly format: 'kristalux/production-batches/v1';
  readonly batches: readonly {
    readonly batch: number;
    readonly from: number;
    readonly until: number;
    /** Of the archive; null where nobody of the batch has anything given. */
    readonly sha256: string | null;
  }[];
}

export interface ManifestPerson {
  readonly position: number;
  readonly given: boolean;
  readonly fields: readonly string[];
  readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number } | null;
}

export function manifestOf(
  request: LegalRequestRow,
  made: Made,
  persons: readonly ScopePerson[],
  productions: readonly ProductionRow[],
): Manifest {
  return {
    format: 'kristalux/production/v1',
    ...headOf(request, made),
    persons: persons.map(({ position }) => {
      const part = productions.find((one) => one.position === position);
      if (part?.digest == null || part.bytes === null) return { position, given: false, fields: [], file: null };
      const file = { name: partName(position), sha256: part.digest.toString('hex'), bytes: part.bytes };
      return { position, given: true, fields: part.fields, file };
    }),
  };
}

export function manifestOfBatches(
  request: LegalRequestRow,
  made: Made,
  persons: number,
  batches: readonly { readonly batch: number; readonly digest: Buffer | null }[],
): ManifestOfBatches {
  return {
    format: 'kristalux/production-batches/v1',
    ...headOf(request, made),
    batches: batches.map(({ batch, digest }) => {
      const { from, until } = placesOf(batch);
      return { batch, from, until: Math.min(until, persons), sha256: digest?.toString('hex') ?? null };
    }),
  };
}

interface Made {
  readonly at: Date;
  readonly version: Version;
}

function headOf(request: LegalRequestRow, { at, version }: Made) {
  const ground = version.declarations.grounds.find(({ id }) => id === request.ground);
  return {
    legalRequest: request.legalRequestId,
    ground: { id: request.ground, country: ground?.country ?? '', kind: ground?.kind ?? '' },
    policy: { version: version.number, digest: version.digest },
    producedAt: at.toISOString(),
  };
}

function partName(position: number): string {
  return `person-${String(position).padStart(3, '0')}.json.age`;
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
