import type { Hono } from 'hono';
import { canonical } from '../../kernel/canonical.ts';
import { POLICY_FORM_BYTES_MAX } from '../../kernel/limits.ts';
import { approve } from '../../kernel/policy/approve.ts';
import { checkPolicy } from '../../kernel/policy/check.ts';
import { filesOf } from '../../kernel/policy/copy.ts';
import { type PolicyFiles, readPolicyFiles } from '../../kernel/policy/folder.ts';
import { openBody } from '../../kernel/policy/open-version.ts';
import type { PolicySource } from '../../kernel/policy/policy-source.ts';
import { makeVersion, type VersionBody } from '../../kernel/policy/version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { publishPolicy } from '../../promises/changes/index.ts';
import { PolicyEditorPage, PolicyPreviewPage } from '../../promises/changes/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { openConsole } from '../console-page.ts';
import { changesOnPage } from './changes-on-page.ts';
import { goTo, type Page, readForm, show, type Web } from './page.tsx';

/** Publishing from the console: edit, look at the difference, publish. Nothing is kept between the three steps. */
export function changesConsole(app: Hono, web: Web): void {
  app.get('/console/policy', async (context) => {
    const page = await openConsole(context, web);
    return show(page, editor(page, { files: filesInForce(page), base: page.version.number, by: '' }));
  });
  app.post('/console/policy', async (context) => {
    const page = await openConsole(context, web);
    const { do: wanted = 'look', base = '', by = '', ...rest } = await readForm(page, POLICY_FORM_BYTES_MAX);
    // Browsers send line ends of their own; the files of a policy have one kind.
    const sent = new Map(Object.entries(rest).map(([path, text]) => [path, text.replaceAll('\r\n', '\n')]));
    const draft = { files: sent, base: Number(base), by: by.trim() };
    if (wanted === 'edit') return show(page, editor(page, draft));
    return wanted === 'publish' ? await publish(page, draft) : look(page, draft);
  });
}

interface Draft {
  readonly files: ReadonlyMap<string, string>;
  /** The number of the version it was taken from. */
  readonly base: number;
  readonly by: string;
}

function filesInForce({ version }: Page): ReadonlyMap<string, string> {
  return new Map(filesOf(version.body).filter(([path]) => path !== 'approved.json'));
}

function editor(page: Page, draft: Draft, problems: readonly string[] = []) {
  const { language, frame, version } = page;
  const moved = draft.base !== version.number;
  return <PolicyEditorPage {...{ language, frame, problems, moved }} {...draft} base={version.number} />;
}

/** The draft as a policy approved by who sends it, or what is wrong with it. */
function read(
  page: Page,
  { files, by }: Draft,
): { readonly source?: PolicySource; readonly problems: readonly string[] } {
  const { parts } = page.gate;
  const found = readPolicyFiles('draft', filesIn(files));
  if (found.source === null || found.problems.length > 0) return { problems: found.problems.map(String) };
  // Who dropped an example before keeps it dropped: this page approves, it does not take back.
  const earlier = { ...found.source, approved: page.version.body.approved };
  const source = { ...earlier, approved: approve(earlier, { by, at: parts.clock.now() }) };
  const { acts, floor, shippedExamples: shipped } = parts;
  return { source, problems: checkPolicy(source, { acts, floor, shipped }).map(String) };
}

function filesIn(files: ReadonlyMap<string, string>): PolicyFiles {
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

function look(page: Page, draft: Draft): Response {
  const { language, frame, version, gate } = page;
  const { source, problems } = read(page, draft);
  if (source === undefined || problems.length > 0 || draft.base !== version.number) {
    return show(page, editor(page, draft, problems), 422);
  }
  const after = openBody(makeVersion(source, gate.parts.acts));
  const same = canonical(edited(after.body)) === canonical(edited(version.body));
  const changes = same ? null : changesOnPage(version, after, gate, language);
  return show(page, <PolicyPreviewPage {...{ language, frame, changes, problems }} {...draft} moved={false} />);
}

async function publish(page: Page, draft: Draft): Promise<Response> {
  const { source, problems } = read(page, draft);
  if (source === undefined || problems.length > 0 || draft.base !== page.version.number) {
    return show(page, editor(page, draft, problems), 409);
  }
  try {
    await page.gate.pass(publishPolicy, page.asker, { source, by: draft.by });
    return goTo(page, addresses.versions);
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.code)) throw error;
    return show(page, editor(page, draft, [error.message]), error.status);
  }
}

/** What publishing can change of a version: what an editor writes, and what the program has learnt since. */
function edited({ templates, rules, examples, declarations, vocabulary }: VersionBody) {
  return { templates, rules, examples, declarations, vocabulary };
}
