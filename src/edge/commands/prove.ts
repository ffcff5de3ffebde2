import type { App } from '../../app.ts';
import { SECTIONS, type Section } from '../../kernel/policy/names.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';
import { ASSUMPTIONS } from '../../prove/assumptions.ts';
import { type ProveReport, prove } from '../../prove/prove.ts';
import type { TwinTools } from '../../prove/twin/open-twins.ts';
import { watchProbes } from '../../prove/watch.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { VerificationError, verifyFiles } from '../../verify/verify.ts';
import { serve } from '../serve.ts';
import { type Command, readArgs, UsageError, withApp } from './command.ts';

const OPTIONS = {
  section: { type: 'string', multiple: true },
  lang: { type: 'string' },
  watch: { type: 'boolean' },
  every: { type: 'string' },
} as const;
const EVERY_SECONDS = 300;
/** A round reads every page that links lead to: more often than this would be a load. */
const EVERY_SECONDS_MIN = 10;

/** Each promise demonstrated: what was done, what was seen, on a twin or on the running server. */
export const proveCommand: Command = {
  name: 'prove',
  usage: [
    'prove [--section ID]… [--lang ru|en|uk]',
    'prove --watch [--every SECONDS] [--section ID]… [--lang ru|en|uk]',
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, OPTIONS);
    if (positionals.length > 0) throw new UsageError('sections are named by --section');
    const sections = (values.section ?? SECTIONS).map(sectionNamed);
    const everySeconds = everyNamed(values.every, values.watch === true);
    return await withApp(io, async (app) => {
      const version = await app.parts.shelf.inForce();
      const language = languageNamed(values.lang) ?? version?.binding ?? 'ru';
      if (values.watch)
        return await watch(app, { sections, everySeconds, language, json: values.json === true, out: io.out });
      const say = values.json ? () => {} : io.out;
      const report = await prove(app, { sections, tools, progress: (one) => tellSection(one, language, say) });
      if (values.json) io.out(JSON.stringify(asJson(report, language), null, 2));
      else tellEnd(report, language, say);
      return failures(report) === 0 ? 0 : 1;
    });
  },
};

export const tools: TwinTools = {
  serve,
  verify(files, key) {
    try {
      return verifyFiles(files, { key }).ok;
    } catch (error) {
      if (error instanceof VerificationError) return false;
      throw error;
    }
  },
};

function sectionNamed(name: string): Section {
  const section = SECTIONS.find((one) => one === name);
  if (section === undefined) throw new UsageError(`--section is one of ${SECTIONS.join(', ')}`);
  return section;
}

function languageNamed(name: string | undefined): Language | undefined {
  const language = LANGUAGES.find((one) => one === name);
  if (name !== undefined && language === undefined) throw new UsageError('--lang is ru, en or uk');
  return language;
}

function everyNamed(text: string | undefined, watching: boolean): number {
  if (text === undefined) return EVERY_SECONDS;
  if (!watching) throw new UsageError('--every goes with --watch');
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (seconds < EVERY_SECONDS_MIN)
    throw new UsageError(`--every is a number of seconds, at least ${EVERY_SECONDS_MIN}`);
  return seconds;
}

interface Watching {
  readonly sections: readonly Section[];
  readonly everySeconds: number;
  readonly language: Language;
  readonly json: boolean;
  readonly out: (line: string) => void;
}

/** Until the process is asked to end. Says what turned, and nothing while all stays as it is. */
async function watch(app: App, { sections, everySeconds, language, json, out }: Watching): Promise<number> {
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    const { onServer } = wordsOf(language).prove;
    const marks = { passed: '✓', failed: '✗', 'not-run': '–' } as const;
    let first = true;
    const whole = await watchProbes(app, {
      sections,
      everySeconds,
      signal: ending.signal,
      tell({ ran, passed, turned }) {
        const at = app.parts.clock.now().toISOString();
        if (json) {
          const told = turned.map(({ section, now, probe }) => ({
            section,
            name: probe.name,
            now,
            saw: probe.saw[language],
          }));
          out(JSON.stringify({ at, ran, passed, turned: told }));
          return;
        }
        for (const { now, probe } of turned) {
          out(`${at}  ${marks[now]} ${probe.sentence[language]} ${probe.saw[language]}`);
        }
        if (first || turned.length > 0) out(`${at}  ${onServer}: ${passed} / ${ran}`);
        first = false;
      },
    });
    return whole ? 0 : 1;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}

type SectionReport = ProveReport['sections'][number];

function tellSection({ id, probes }: SectionReport, language: Language, say: (line: string) => void): void {
  const words = wordsOf(language);
  const { did, saw, onTwin, onServer } = words.prove;
  say(`${SECTIONS.indexOf(id) + 1}. ${words.frame.sections[id]}`);
  for (const probe of probes) {
    const mark = probe.ran ? (probe.passed ? (probe.changed ? '~' : '✓') : '✗') : '–';
    say(`  ${mark} ${probe.sentence[language]}`);
    if (probe.ran) say(`      ${did} (${probe.where === 'twin' ? onTwin : onServer}): ${probe.did[language]}`);
    say(`      ${saw}: ${probe.saw[language]}`);
  }
  say('');
}

function tellEnd(report: ProveReport, language: Language, say: (line: string) => void): void {
  const { assumptions, end } = wordsOf(language).prove;
  say(assumptions);
  for (const assumption of ASSUMPTIONS) say(`  · ${assumption[language]}`);
  const probes = report.sections.flatMap((section) => section.probes);
  const ran = probes.filter((probe) => probe.ran);
  const passed = ran.length - failures(report);
  say('');
  say(end({ version: report.version, ran: ran.length, passed, notRun: probes.length - ran.length }));
}

function failures({ sections }: ProveReport): number {
  return sections.flatMap(({ probes }) => probes).filter(({ ran, passed }) => ran && !passed).length;
}

function asJson({ version, policy, at, sections }: ProveReport, language: Language) {
  return {
    version,
    policy,
    at,
    sections: sections.map(({ id, probes }) => ({
      id,
      probes: probes.map(({ name, sentence, did, saw, passed, where, ran, changed }) => ({
        name,
        sentence: sentence[language],
        did: did[language],
        saw: saw[language],
        passed,
        where,
        ran,
        changed,
      })),
    })),
    assumptions: ASSUMPTIONS.map((assumption) => assumption[language]),
  };
}
