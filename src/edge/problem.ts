import { randomUUID } from 'node:crypto';
import { isDamaged } from '../kernel/db/database-damaged.ts';
import { DatabaseUnavailable, lacksConnections, lacksRoom } from '../kernel/db/database-unavailable.ts';
import type { Log } from '../kernel/log.ts';
import { REFUSALS, Refusal } from '../kernel/refusal.ts';

/** A problem document (RFC 9457), the one form in which any program hears "no". */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly section?: string;
  readonly field?: string;
  readonly entry?: number;
  readonly missing?: readonly string[];
  readonly work?: { readonly task: string; readonly bits: number };
  /** Of a fault of ours: the id under which the log has it. */
  readonly id?: string;
}

const TITLES: Readonly<Record<Refusal['code'], string>> = {
  malformed: 'The request cannot be read',
  unauthenticated: 'Not signed in, or not recognised',
  forbidden_by_policy: 'Not permitted by the policy',
  presence_required: 'A fresh proof that it is you is needed',
  not_found: 'Not found',
  method_not_allowed: 'This address has no such method',
  conflict: 'It does not fit the state of things',
  gone: 'It is no longer here',
  too_large: 'Too large',
  unsupported_media_type: 'This form of content is not read here',
  invalid: 'Something in the request is not of the declared form',
  too_often: 'Too often',
  busy: 'Too much at once',
};

/** The one place where a refusal or a defect becomes an answer. A defect's text stays in the log. */
export function problemOf(error: unknown, log: Log): Problem {
  if (error instanceof Refusal) {
    const { section, field, entry, missing, work } = error.detail;
    return {
      type: `urn:kristalux:problem:${error.code}`,
      title: TITLES[error.code],
      status: error.status,
      detail: error.message,
      ...(section === undefined ? {} : { section }),
      ...(field === undefined ? {} : { field }),
      ...(entry === undefined ? {} : { entry }),
      ...(work === undefined ? {} : { work }),
      ...(missing === undefined || missing.length === 0 ? {} : { missing }),
    };
  }
  if (error instanceof DatabaseUnavailable) {
    const full = lacksConnections(error);
    if (full)
      log.warn('connections-exhausted', { todo: 'raise max_connections or put a pooler between: docs/scaling.md' });
    else if (lacksRoom(error))
      log.error('database-disk-full', {
        todo: 'make room on the disk of the database; nothing is lost, and it goes on by itself',
      });
    else log.warn('database-away', { where: whereOf(error) });
    return {
      type: 'urn:kristalux:problem:busy',
      title: full ? 'The database has no connection left just now' : 'The database is away for a moment',
      status: REFUSALS.busy,
      detail: 'whether this was done is not known: ask again, with the same `Idempotency-Key` where there is one',
    };
  }
  const id = randomUUID();
  if (isDamaged(error)) {
    // The disk, or what lies below it: nothing that repeating would mend, and the sooner a copy is brought back the better.
    const todo = 'stop the server, keep the folder, and restore the last backup: docs/backup.md';
    log.error('database-damaged', { id, where: whereOf(error), todo });
    return { type: 'urn:kristalux:problem:defect', title: 'Our fault', status: 500, id };
  }
  // A message of ours never holds a value, but one of a library may: only where it was thrown is logged.
  log.error('defect', { id, name: error instanceof Error ? error.name : 'unknown', where: whereOf(error) });
  return { type: 'urn:kristalux:problem:defect', title: 'Our fault', status: 500, id };
}

export function retryAfterOf(error: unknown): Record<string, string> {
  if (error instanceof DatabaseUnavailable) return { 'retry-after': '1' };
  if (!(error instanceof Refusal) || error.detail.retryAfterSeconds === undefined) return {};
  return { 'retry-after': String(error.detail.retryAfterSeconds) };
}

function whereOf(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  return frames
    .slice(0, 4)
    .map((line) => line.trim().replace(/file:\/\/\S*\/(?=[^/]+:\d+:\d+)/, ''))
    .join(' ‹ ');
}
