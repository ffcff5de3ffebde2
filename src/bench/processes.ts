import { readdirSync, readFileSync } from 'node:fs';

/** A process as Linux tells of it. */
interface Running {
  readonly pid: number;
  readonly parent: number;
  /** Processor time it has used, milliseconds. */
  readonly cpu: number;
}

/** Linux counts processor time in ticks of this length on every machine that Node runs on, milliseconds. */
const TICK_MILLISECONDS = 10;

/** Everything that a process has started, and what that has started. Empty where the system is not Linux. */
export function descendantsOf(pid: number): readonly Running[] {
  const all = allProcesses();
  const below = (parent: number): readonly Running[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

function allProcesses(): readonly Running[] {
  const names = listProcesses().filter((name) => /^\d+$/.test(name));
  return names.flatMap((name) => {
    try {
      const [, after = ''] = /\) (.*)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      const fields = after.split(' ').map(Number);
      // man 5 proc: after the name come state (3), parent (4), …, utime (14), stime (15), and those of children that ended.
      const [parent = 0, ...ticks] = [fields[1], fields[11], fields[12], fields[13], fields[14]];
      const cpu = ticks.reduce<number>((sum, one) => sum + (one ?? 0), 0) * TICK_MILLISECONDS;
      return [{ pid: Number(name), parent, cpu }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

function listProcesses(): readonly string[] {
  try {
    return readdirSync('/proc');
  } catch {
    return [];
  }
}
