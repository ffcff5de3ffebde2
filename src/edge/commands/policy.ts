import { join } from 'node:path';
import { approve, writeApproved } from '../../kernel/policy/approve.ts';
import { checkPolicy } from '../../kernel/policy/check.ts';
import { copyPolicy } from '../../kernel/policy/copy.ts';
import { diffPolicies } from '../../kernel/policy/diff.ts';
import { assertFloorSound, openFloor } from '../../kernel/policy/floor.ts';
import { readPolicyFolder } from '../../kernel/policy/folder.ts';
import { SECTIONS } from '../../kernel/policy/names.ts';
import { reportDiff, reportProblems, reportVersions } from '../../kernel/policy/report.ts';
import { listVersions } from '../../kernel/policy/store.ts';
import { allActs } from '../../promises/all-acts.ts';
import { publishPolicy } from '../../promises/changes/index.ts';
import { root } from '../../root.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';
import { policyExplain } from './policy-explain.ts';
import { policyMatrix } from './policy-matrix.ts';
import {
  byOf,
  inForce,
  languageFrom,
  POLICY_OPTIONS,
  type PolicyValues,
  print,
  readSource,
  refuseProblems,
  versionNamed,
} from './policy-versions.ts';
import { countProgressOf } from './progress.ts';

type Values = PolicyValues;

/** The policy: check, approve, compare, publish. Publishing works when nobody can sign in. */
export const policy: Command = {
  name: 'policy',
  usage: [
    'policy check [FOLDER]',
    'policy approve [FOLDER] [--by NAME] [--drop EXAMPLE --reason TEXT]',
    'policy diff [BEFORE] [AFTER] [--lang ru|en|uk]',
    'policy matrix [VERSION|FOLDER] [--field FIELD] [--recipient NAME] [--asker NAME] [--act NAME] [--lang ru|en|uk]',
    'policy explain ACT [--field FIELD]… [--named service:ID/PURPOSE] [--fact NAME|"not NAME"]… [--asker NAME] [--recipient NAME] [--version VERSION|FOLDER] [--all]',
    'policy explain RECEIPT.tlog-proof [--all] [--lang ru|en|uk]',
    'policy publish FOLDER|FILE.md [--by NAME] [--lang ru|en|uk]',
    'policy versions',
    'policy copy FOLDER',
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, POLICY_OPTIONS);
    const [what, first, second, ...more] = positionals;
    if (more.length > 0) throw new UsageError('there is one word too many');
    switch (what) {
      case 'check':
        return check(first ?? 'policy', values, io);
      case 'approve':
        return approveFolder(first ?? 'policy', values, io);
      case 'diff':
        return await diff(first ?? 'now', second ?? './policy', values, io);
      case 'matrix':
        if (second !== undefined) throw new UsageError('there is one word too many');
        return await policyMatrix(first ?? 'now', values, io);
      case 'explain':
        if (first === undefined || second !== undefined) throw new UsageError('say one act, or one receipt');
        return await policyExplain(first, values, io);
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

async function diff(before: string, after: string, values: Values, io: Io): Promise<number> {
  return await withApp(io, async (app) => {
    const language = languageFrom(values) ?? (await inForce(app)).binding;
    const one = await versionNamed(app, before, values, io);
    const other = await versionNamed(app, after, values, io);
    if (one === null || other === null) return 1;
    const { floor } = app.parts;
    const progress = countProgressOf(io, 'cases');
    print(reportDiff(diffPolicies(one, other, { floor, acts: allActs, language, progress }), language), values, io);
    return 0;
  });
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
