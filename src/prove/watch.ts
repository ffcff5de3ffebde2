import { setTimeout as rest } from 'node:timers/promises';
import type { App } from '../app.ts';
import type { Section } from '../kernel/policy/names.ts';
import { type ProbeReport, proveLive } from './prove.ts';

/** A probe that shows something else than in the round before; in the first round every one that does not pass. */
export interface Turn {
  readonly section: Section;
  readonly now: 'passed' | 'failed' | 'not-run';
  readonly probe: ProbeReport;
}

export interface WatchOptions {
  readonly sections: readonly Section[];
  readonly everySeconds: number;
  /** Ends the watch; a round under way is finished. */
  readonly signal: AbortSignal;
  /** Hears of each round: how many probes ran and passed, and what turned. */
  readonly tell: (round: {
    readonly ran: number;
    readonly passed: number;
    readonly turned: readonly Turn[];
  }) => void | Promise<void>;
}

/**
 * Runs the reading probes against the running server again and again. Where the server is away they are not run, and the
 * next round asks anew.
 * @returns how the last round was: whether each probe ran and passed
 */
export async function watchProbes(app: App, { sections, everySeconds, signal, tell }: WatchOptions): Promise<boolean> {
  const before = new Map<string, Turn['now']>();
  for (;;) {
    const report = await proveLive(app, sections);
    const all = report.sections.flatMap(({ id, probes }) => probes.map((probe) => ({ section: id, probe })));
    const turns = all.map(({ section, probe }): Turn => ({ section, probe, now: standingOf(probe) }));
    const turned = turns.filter(
      ({ now, section, probe }) => now !== (before.get(`${section}/${probe.name}`) ?? 'passed'),
    );
    for (const { section, probe, now } of turns) before.set(`${section}/${probe.name}`, now);
    const passed = turns.filter(({ now }) => now === 'passed').length;
    await tell({ ran: turns.filter(({ now }) => now !== 'not-run').length, passed, turned });
    if (!signal.aborted) await rest(everySeconds * 1000, undefined, { signal }).catch(() => {});
    if (signal.aborted) return passed === turns.length;
  }
}

function standingOf({ ran, passed }: ProbeReport): Turn['now'] {
  if (!ran) return 'not-run';
  return passed ? 'passed' : 'failed';
}
