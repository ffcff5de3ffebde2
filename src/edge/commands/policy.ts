import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { App } from '../../app.ts';
import { approve, writeApproved } from '../../kernel/policy/approve.ts';
import { checkPolicy } from '../../kernel/policy/check.ts';
import { copyPolicy } from '../../kernel/policy/copy.ts';
import { diffPolicies } from '../../kernel/policy/diff.ts';
import { assertFloorSound, openFloor } from '../../kernel/policy/floor.ts';
import { readPolicyFolder } from '../../kernel/policy/folder.ts';
import { languageOfFile, readMarkdownText } from '../../kernel/policy/markdown-text.ts';
import { SECTIONS } from '../../kernel/policy/names.ts';
import { openBody, type UnpublishedVersion } from '../../kernel/policy/open-version.ts';
import type { PolicyProblem } from '../../kernel/policy/policy-problem.ts';
import type { PolicySource } from '../../kernel/policy/policy-source.ts';
import { type Report, reportDiff, reportProblems, reportVersions } from '../../kernel/policy/report.ts';
import { listVersions } from '../../kernel/policy/store.ts';
import { makeVersion } from '../../kernel/policy/version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';
import { allActs } from '../../promises/all-acts.ts';
import { publishPolicy } from '../../promises/changes/index.ts';
import { root } from '../../root.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';

const OPTIONS = {
  by: { type: 'string' },
  lang: { type: 'string' },
  drop: { type: 'string', multiple: true },
  reason: { type: 'string' },
} as const;

type Values = ReturnType<typeof readArgs<typeof OPTIONS>>['values'];

/** The policy: check, approve, compare, publish. Publishing works when nobody can sign in. */
export const policy: Command = {
  name: 'policy',
  usage: [
    'policy check [FOLDER]',
    'policy approve [FOLDER] [--by NAME] [--drop EXAMPLE --reason TEXT]',
    'policy diff [BEFORE] [AFTER] [--lang ru|en|uk]',
    'policy publish FOLDER|FILE.md [--by NAME] [--lang ru|en|uk]',
    'policy versions',
    'policy copy FOLDER',
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, OPTIONS);
    const [what, first, second, ...more] = positionals;
    if (more.length > 0) throw new UsageError('there is one word too many');
    switch (what) {
      case 'check':
        return check(first ?? 'policy', values, io);
      case 'approve':
        return approveFolder(first ?? 'policy', values, io);
      case 'diff':
        return await diff(first ?? 'now', second ?? './policy', values, io);
      case 'publish':
        if (first === undefined) throw new UsageError('say which folder or file to publish');
        return await publish(first, values, io);
      case 'versions':
        return await withApp(io, async ({ parts }) => {
          print(reportVersions(await listVersions(parts.db, { below: null, limit: 1000 })), values, io);
          return 0;
        });
      case 'copy':
        if (first === undefined) throw new UsageError('say which folder to write');
        return await copy(first, values, io);
      default:
        throw new UsageError('say what to do with the policy');
    }
  },
};

function print({ lines, json }: Report, values: Values, io: Io): void {
  if (values.json) io.out(JSON.stringify(json, null, 2));
  else for (const line of lines) io.out(line);
}

function check(folder: string, values: Values, io: Io): number {
  const { source, problems } = readPolicyFolder(folder);
  const all = [...problems, ...(source === null ? [] : checkPolicy(source, checking()))];
  print(reportProblems(all, folder), values, io);
  return all.length === 0 ? 0 : 1;
}

/** What a check needs: the acts, the floor, and the shipped examples. */
function checking() {
  const shipped = readPolicyFolder(join(root, 'policy')).source;
  const examples = shipped === null ? [] : SECTIONS.flatMap((section) => shipped.sections[section].examples);
  const floor = openFloor(allActs);
  assertFloorSound(floor, allActs);
  return { acts: allActs, floor, shipped: examples };
}

function approveFolder(folder: string, values: Values, io: Io): number {
  const { source, problems } = readPolicyFolder(folder);
  const drop = (values.drop ?? []).map((id) => ({ id, reason: values.reason ?? '' }));
  if (drop.some(({ reason }) => reason === '')) throw new UsageError('a dropped example needs --reason');
  const approved = source && { ...source, approved: approve(source, { by: byOf(values, io), at: new Date(), drop }) };
  const all = [...problems, ...(approved === null ? [] : checkPolicy(approved, checking(), { lock: false }))];
  if (approved === null || all.length > 0) {
    print(reportProblems(all, folder), values, io);
    return 1;
  }
  writeApproved(folder, approved.approved);
  if (values.json) io.out(JSON.stringify(approved.approved));
  else io.out(`${folder} is approved: words and rules of every section are locked to each other`);
  return 0;
}

function byOf(values: Values, io: Io): string {
  return values.by ?? io.env.USER ?? 'host';
}

async function diff(before: string, after: string, values: Values, io: Io): Promise<number> {
  return await withApp(io, async (app) => {
    const language = languageFrom(values) ?? (await inForce(app)).binding;
    const one = await versionNamed(app, before, values, io);
    const other = await versionNamed(app, after, values, io);
    if (one === null || other === null) return 1;
    const { floor } = app.parts;
    print(reportDiff(diffPolicies(one, other, { floor, acts: allActs, language }), language), values, io);
    return 0;
  });
}

/** A number, `now`, or a path. Null where the path holds what cannot be published: the problems are printed. */
async function versionNamed(app: App, name: string, values: Values, io: Io): Promise<UnpublishedVersion | null> {
  if (name === 'now') return await inForce(app);
  if (/^\d+$/.test(name)) return await app.parts.shelf.byNumber(Number(name));
  const source = await readSource(app, name, values, io);
  if (source === null) return null;
  // What is compared need not be approved yet: looking at the difference is how one comes to approve.
  const approved = source.approved ?? { sections: {}, droppedExamples: [] };
  return openBody(makeVersion({ ...source, approved }, allActs));
}

async function inForce({ parts }: App) {
  const version = await parts.shelf.inForce();
  if (version === null) throw new Refusal('not_found', 'no policy is published');
  return version;
}

/** A policy folder or one Markdown text. Null where it cannot be read: the problems are printed. */
async function readSource(app: App, path: string, values: Values, io: Io): Promise<PolicySource | null> {
  if (!existsSync(path)) throw new UsageError(`there is nothing at ${path}`);
  const read = statSync(path).isDirectory() ? readPolicyFolder(path) : await readText(app, path, values, io);
  if (read.source !== null && read.problems.length === 0) return read.source;
  return refuseProblems(read.problems, path, io);
}

async function readText(app: App, path: string, values: Values, io: Io) {
  const version = await inForce(app);
  const language = languageFrom(values) ?? languageOfFile(basename(path)) ?? version.binding;
  const approval = { by: byOf(values, io), at: new Date() };
  return readMarkdownText(readFileSync(path, 'utf8'), {
    file: basename(path),
    language,
    inForce: version.body,
    approval,
  });
}

function refuseProblems(problems: readonly PolicyProblem[], path: string, io: Io): null {
  for (const line of reportProblems(problems, path).lines) io.err(line);
  return null;
}

async function publish(path: string, values: Values, io: Io): Promise<number> {
  return await withApp(io, async (app) => {
    const source = await readSource(app, path, values, io);
    if (source === null) return 1;
    const problems = checkPolicy(source, checking());
    if (problems.length > 0) {
      refuseProblems(problems, path, io);
      return 1;
    }
    const by = byOf(values, io);
    const { output } = await app.gate.pass(publishPolicy, { kind: 'host', by }, { source, by });
    if (values.json) io.out(JSON.stringify(output));
    else
      io.out(
        `version ${output.number} is in force${output.change === 'formatting' ? ' (only the looks changed)' : ''}: ${output.digest}`,
      );
    return 0;
  });
}

async function copy(folder: string, values: Values, io: Io): Promise<number> {
  return await withApp(io, async (app) => {
    const { body, number } = await inForce(app);
    const files = copyPolicy(body, folder);
    if (values.json) io.out(JSON.stringify({ folder, number, files }));
    else
      io.out(`version ${number} lies in ${folder} (${files.length} files): edit, then check, diff, approve, publish`);
    return 0;
  });
}

function languageFrom(values: Values): Language | undefined {
  if (values.lang === undefined) return undefined;
  const language = LANGUAGES.find((one) => one === values.lang);
  if (language === undefined) throw new UsageError('--lang is ru, en or uk');
  return language;
}
