import type { App } from '../app.ts';
import { versionInForce } from '../kernel/gate/parts.ts';
import { SECTIONS, type Section } from '../kernel/policy/names.ts';
import type { Version } from '../kernel/policy/open-version.ts';
import type { Live, Probe, Seen } from '../kernel/probe.ts';
import { say } from '../kernel/probe.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Words } from '../kernel/words.ts';
import { probesOf } from './all-probes.ts';
import { findLive } from './live.ts';
import { keepResults } from './store.ts';
import { type OpenTwin, openTwins, type Twins, type TwinTools } from './twin/open-twins.ts';

export interface ProbeReport {
  readonly name: string;
  readonly sentence: Words;
  readonly did: Words;
  readonly saw: Words;
  readonly passed: boolean;
  readonly where: 'twin' | 'live';
  /** False for a live probe while no server runs. */
  readonly ran: boolean;
  /** What it shows is not so because the operator dropped a shipped example by name. */
  readonly changed: boolean;
}

export interface SectionReport {
  readonly id: Section;
  readonly probes: readonly ProbeReport[];
}

export interface ProveReport {
  /** Number of the version in force, and its digest. */
  readonly version: number;
  readonly policy: string;
  readonly at: Date;
  readonly sections: readonly SectionReport[];
}

export interface ProveOptions {
  readonly sections?: readonly Section[];
  readonly tools: TwinTools;
  /** Hears of each section when it is done. */
  readonly progress?: (section: SectionReport) => void;
  /** Only tests give others than those of the program. */
  readonly probes?: (section: Section) => readonly Probe[];
}

/**
 * Demonstrates the promises of the version in force, section by section. The results are kept, and `/policy` shows them.
 * @throws DatabaseError, one sentence, where no twin can be made
 */
export async function prove(app: App, options: ProveOptions): Promise<ProveReport> {
  const { parts, settings } = app;
  const {
    sections = SECTIONS,
    tools,
    progress = () => {},
    probes = (section) => probesOf(section, parts.shippedExamples),
  } = options;
  const version = await versionInForce(parts);
  const twins = await openTwins({ settings, version, tools });
  try {
    const live = await findLive(app, version, twins.allowLive);
    const reports: SectionReport[] = [];
    for (const id of SECTIONS.filter((section) => sections.includes(section))) {
      const report = { id, probes: await runSection(probes(id), { twins, live, version }) };
      await keepResults(parts.db, version.number, report);
      progress(report);
      reports.push(report);
    }
    return { version: version.number, policy: version.digest, at: parts.clock.now(), sections: reports };
  } finally {
    await twins.close();
  }
}

/**
 * The same with those probes alone that read the running server: nothing is written but what they showed, so it may be
 * done as often as one likes.
 */
export async function proveLive(app: App, sections: readonly Section[]): Promise<ProveReport> {
  const { parts } = app;
  const version = await versionInForce(parts);
  const live = await findLive(app, version);
  const reports: SectionReport[] = [];
  for (const id of sections) {
    const probes: ProbeReport[] = [];
    for (const probe of probesOf(id, parts.shippedExamples)) {
      if (probe.where === 'live') probes.push(await runLive(probe, { live, version }));
    }
    await keepResults(parts.db, version.number, { id, probes });
    reports.push({ id, probes });
  }
  return { version: version.number, policy: version.digest, at: parts.clock.now(), sections: reports };
}

interface Ground {
  readonly twins: Twins;
  readonly live: Live | Words;
  readonly version: Version;
}

async function runSection(probes: readonly Probe[], ground: Ground): Promise<readonly ProbeReport[]> {
  const reports: ProbeReport[] = [];
  const shared = new Map<string | undefined, OpenTwin>();
  try {
    for (const probe of probes) {
      if (probe.where === 'live') reports.push(await runLive(probe, ground));
      else if (probe.apart === true) reports.push(await runApart(probe, ground));
      else {
        const open = shared.get(probe.apart) ?? (await ground.twins.open());
        shared.set(probe.apart, open);
        const { twin } = open;
        reports.push(await run(probe, ground, () => probe.run(twin)));
      }
    }
  } finally {
    for (const open of shared.values()) await open.close();
  }
  return reports;
}

async function runLive(
  probe: Extract<Probe, { where: 'live' }>,
  ground: Pick<Ground, 'live' | 'version'>,
): Promise<ProbeReport> {
  const { live } = ground;
  if ('get' in live) return await run(probe, ground, () => probe.run(live));
  const { name, sentence, did, where } = probe;
  return { name, sentence, did, saw: live, where, passed: false, ran: false, changed: false };
}

async function runApart(probe: Extract<Probe, { where: 'twin' }>, ground: Ground): Promise<ProbeReport> {
  const own = await ground.twins.open();
  try {
    return await run(probe, ground, () => probe.run(own.twin));
  } finally {
    await own.close();
  }
}

async function run(
  probe: Probe,
  { version }: Pick<Ground, 'version'>,
  show: () => Promise<Seen>,
): Promise<ProbeReport> {
  const { name, sentence, did, where, examples = [] } = probe;
  const seen = await show().catch(broken);
  const dropped = version.body.approved.droppedExamples.find(({ id }) => examples.includes(id));
  const changed = !seen.passed && dropped !== undefined;
  const saw = changed ? sayChanged(seen.saw, dropped) : seen.saw;
  return { name, sentence, did, saw, where, passed: seen.passed || changed, ran: true, changed };
}

function broken(error: unknown): Seen {
  const what =
    error instanceof Refusal ? `${error.code}: ${error.message}` : error instanceof Error ? error.name : 'unknown';
  return {
    passed: false,
    saw: say(`Проверка прервалась (${what}).`, `The probe broke off (${what}).`, `Перевірка перервалася (${what}).`),
  };
}

function sayChanged(saw: Words, { id, reason }: { readonly id: string; readonly reason: string }): Words {
  return say(
    `Владелец сайта отказался от примера \`${id}\`: ${reason}. ${saw.ru}`,
    `The operator dropped the example \`${id}\`: ${reason}. ${saw.en}`,
    `Власник сайту відмовився від прикладу \`${id}\`: ${reason}. ${saw.uk}`,
  );
}
