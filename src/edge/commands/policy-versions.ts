import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { App } from '../../app.ts';
import { readPolicyFolder } from '../../kernel/policy/folder.ts';
import { languageOfFile, readMarkdownText } from '../../kernel/policy/markdown-text.ts';
import { openBody, type UnpublishedVersion } from '../../kernel/policy/open-version.ts';
import type { PolicyProblem } from '../../kernel/policy/policy-problem.ts';
import type { PolicySource } from '../../kernel/policy/policy-source.ts';
import { type Report, reportProblems } from '../../kernel/policy/report.ts';
import { makeVersion } from '../../kernel/policy/version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';
import { allActs } from '../../promises/all-acts.ts';
import { type Io, type readArgs, UsageError } from './command.ts';

/** What the forms of `policy` may be told besides their words. */
export const POLICY_OPTIONS = {
  by: { type: 'string' },
  lang: { type: 'string' },
  drop: { type: 'string', multiple: true },
  reason: { type: 'string' },
  version: { type: 'string' },
  act: { type: 'string' },
  asker: { type: 'string' },
  recipient: { type: 'string' },
  field: { type: 'string', multiple: true },
  named: { type: 'string' },
  fact: { type: 'string', multiple: true },
  all: { type: 'boolean' },
} as const;

export type PolicyValues = ReturnType<typeof readArgs<typeof POLICY_OPTIONS>>['values'];
type Values = PolicyValues;

export function print({ lines, json }: Report, values: Values, io: Io): void {
  if (values.json) io.out(JSON.stringify(json, null, 2));
  else for (const line of lines) io.out(line);
}

/** A number, `now`, or a path. Null where the path holds what cannot be published: the problems are printed. */
export async function versionNamed(app: App, name: string, values: Values, io: Io): Promise<UnpublishedVersion | null> {
  if (name === 'now') return await inForce(app);
  if (/^\d+$/.test(name)) return await app.parts.shelf.byNumber(Number(name));
  const source = await readSource(app, name, values, io);
  if (source === null) return null;
  // What is compared need not be approved yet: looking at the difference is how one comes to approve.
  const approved = source.approved ?? { sections: {}, droppedExamples: [] };
  return openBody(makeVersion({ ...source, approved }, allActs));
}

export async function inForce({ parts }: App) {
  const version = await parts.shelf.inForce();
  if (version === null) throw new Refusal('not_found', 'no policy is published');
  return version;
}

/** A policy folder or one Markdown text. Null where it cannot be read: the problems are printed. */
export async function readSource(app: App, path: string, values: Values, io: Io): Promise<PolicySource | null> {
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

export function refuseProblems(problems: readonly PolicyProblem[], path: string, io: Io): null {
  for (const line of reportProblems(problems, path).lines) io.err(line);
  return null;
}

export function byOf(values: Values, io: Io): string {
  return values.by ?? io.env.USER ?? 'host';
}

export function languageFrom(values: Values): Language | undefined {
  if (values.lang === undefined) return undefined;
  const language = LANGUAGES.find((one) => one === values.lang);
  if (language === undefined) throw new UsageError('--lang is ru, en or uk');
  return language;
}
