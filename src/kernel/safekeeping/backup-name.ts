import type { BackupHeader } from './container.ts';

type Kind = BackupHeader['kind'];

/** The name of a backup's file. The stamp is its instant, so that names in their order are backups in theirs. */
export const backupName = (stamp: string, kind: Kind): string => `kristalux-${stamp}.${kind}.age`;

const NAME = /^kristalux-(\d{8}T\d{9}Z)\.(data|keys)\.age$/;

/** The newest pair of one instant among these names of files; undefined where there is none. */
export function newestPair(names: readonly string[]): Readonly<Record<Kind, string>> | undefined {
  const stamps = names.flatMap((name) => NAME.exec(name)?.[1] ?? []).toSorted();
  const there = new Set(names);
  const stamp = stamps.findLast((one) => there.has(backupName(one, 'data')) && there.has(backupName(one, 'keys')));
  return stamp === undefined ? undefined : { data: backupName(stamp, 'data'), keys: backupName(stamp, 'keys') };
}
