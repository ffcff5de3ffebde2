import { approve, type ToApprove, toApprove } from '../../kernel/policy/approve.ts';
import { checkPolicy } from '../../kernel/policy/check.ts';
import { type PolicyFiles, readPolicyFiles } from '../../kernel/policy/folder.ts';
import type { PolicyProblem } from '../../kernel/policy/policy-problem.ts';
import type { PolicySource } from '../../kernel/policy/policy-source.ts';
import type { Files } from '../../promises/changes/index.ts';
import type { EditorProblem } from '../../promises/changes/pages.tsx';
import type { FormValues, Page } from './page.tsx';

/** What an editor sends. */
export interface Draft {
  readonly files: Files;
  /** The number of the version it was taken from. */
  readonly base: number;
  readonly by: string;
  /** Sections whose words and rules were read side by side. */
  readonly read: ReadonlySet<string>;
}

export function draftOf({ base = '', by = '', ...rest }: FormValues): Draft {
  const sent = Object.entries(rest);
  // Browsers send line ends of their own; the files of a policy have one kind.
  const files = sent
    .filter(([name]) => name.includes('/'))
    .map(([path, text]) => [path, text.replaceAll('\r\n', '\n')]);
  const read = sent.flatMap(([name]) => (name.startsWith('read-') ? [name.slice('read-'.length)] : []));
  return { files: new Map(files as [string, string][]), base: Number(base), by: by.trim(), read: new Set(read) };
}

export interface ReadDraft {
  /** As a policy approved by who sends it; null where it cannot even be read as one. */
  readonly source: PolicySource | null;
  readonly unlocked: readonly ToApprove[];
  readonly problems: readonly EditorProblem[];
}

/** The draft as a policy, or what is wrong with it. */
export function readDraft(page: Page, { files, by }: Draft): ReadDraft {
  const { parts } = page.gate;
  const found = readPolicyFiles('draft', filesIn(files));
  if (found.source === null || found.problems.length > 0) {
    return { source: null, unlocked: [], problems: found.problems.map(told) };
  }
  // Who dropped an example before keeps it dropped: this page approves, it does not take back.
  const earlier = { ...found.source, approved: page.version.body.approved };
  const source = { ...earlier, approved: approve(earlier, { by, at: parts.clock.now() }) };
  const { acts, floor, shippedExamples: shipped } = parts;
  return { source, unlocked: toApprove(earlier), problems: checkPolicy(source, { acts, floor, shipped }).map(told) };
}

const told = (problem: PolicyProblem): EditorProblem => ({ path: problem.file, text: String(problem) });

function filesIn(files: Files): PolicyFiles {
  const given = new Map([...files].filter(([, text]) => text.trim() !== ''));
  return {
    names: (below) => [...new Set([...given.keys()].flatMap((path) => nameBelow(path, below)))],
    bytes: (path) => (given.has(path) ? Buffer.from(given.get(path) ?? '') : null),
  };
}

function nameBelow(path: string, below: string): readonly string[] {
  const [folder = '', name] = path.split('/');
  if (below === '') return [folder];
  return folder === below && name !== undefined ? [name] : [];
}
