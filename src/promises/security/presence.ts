import type { Moment } from '../../kernel/gate/act.ts';

/**
 * Whether the session proved presence within the minutes that the policy declares. Asked before what changes how one
 * signs in (ASVS 7.5.1).
 */
export function wasFresh({
  asker,
  at,
  version,
}: Pick<Moment<unknown, unknown, unknown>, 'asker' | 'at' | 'version'>): boolean {
  if (asker.kind !== 'person') return false;
  const since = at.getTime() - asker.authenticatedAt.getTime();
  return since <= version.declarations.thresholds.presenceMinutes * 60_000;
}
