import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { canonical } from '../../kernel/canonical.ts';
import { POLICY_FORM_BYTES_MAX } from '../../kernel/limits.ts';
import { filesOf } from '../../kernel/policy/copy.ts';
import { wordsBetween } from '../../kernel/policy/diff.ts';
import { openBody } from '../../kernel/policy/open-version.ts';
import type { PolicySource } from '../../kernel/policy/policy-source.ts';
import { makeVersion, type VersionBody } from '../../kernel/policy/version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { type Files, mergeDrafts, publishPolicy } from '../../promises/changes/index.ts';
import {
  DraftComparingPage,
  type EditorProblem,
  PolicyEditorPage,
  PolicyPreviewPage,
  type PolicyPreviewProps,
} from '../../promises/changes/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { fieldId } from '../../ui/field-id.ts';
import { openConsole } from '../console-page.ts';
import { changesOnPage, wordsOnPage } from './changes-on-page.ts';
import { goTo, type Page, readForm, show, type Web } from './page.tsx';
import { type Draft, draftOf, type ReadDraft, readDraft } from './policy-draft.ts';
import { policyOnPage } from './policy-on-page.ts';

/** Publishing from the console: edit, look at what would change, publish. Nothing is kept between the three steps. */
export function changesConsole(app: Hono, web: Web): void {
  app.get(addresses.policyEditor, async (context) => {
    const page = await openConsole(context, web);
    const { version } = page;
    return show(
      page,
      editor(page, { files: filesOfVersion(version.body), base: version.number, by: '', read: new Set() }),
    );
  });
  app.post(addresses.policyEditor, async (context) => {
    const page = await openConsole(context, web);
    const { do: wanted, ...sent } = await readForm(page, POLICY_FORM_BYTES_MAX);
    const draft = draftOf(sent);
    if (wanted === 'edit') return show(page, editor(page, draft));
    const { draft: now, moved } = await broughtUp(page, draft);
    const { problems, source, unlocked } = readDraft(page, now);
    if (wanted === 'check') return show(page, editor(page, now, { problems, moved }));
    if (source === null || problems.length > 0 || moved !== null) {
      return show(page, editor(page, now, { problems, moved }), wanted === 'publish' ? 409 : 422);
    }
    const read = { source, unlocked };
    return wanted === 'publish' ? await publish(page, now, read) : await look(page, now, read);
  });
  // While one types: what is wrong, and in which field.
  app.post(addresses.policyCheck, async (context) => {
    const page = await openConsole(context, web);
    const { do: _, ...sent } = await readForm(page, POLICY_FORM_BYTES_MAX);
    const { problems } = readDraft(page, draftOf(sent));
    return context.json({ problems: problems.map(({ path, text }) => ({ text, at: fieldId(path) })) }, 200, {
      'cache-control': 'no-store',
    });
  });
}

const filesOfVersion = (body: VersionBody): Files =>
  new Map(filesOf(body).filter(([path]) => path !== 'approved.json'));

/** The draft on top of the version in force: whoever published meanwhile loses nothing, and neither does this editor. */
async function broughtUp(page: Page, draft: Draft): Promise<{ draft: Draft; moved: Files | null }> {
  const { version, gate } = page;
  if (draft.base === version.number) return { draft, moved: null };
  if (!Number.isSafeInteger(draft.base) || draft.base < 1)
    throw new Refusal('malformed', '`base` is the number of a version');
  const base = await gate.parts.shelf.byNumber(draft.base);
  const { files, both } = mergeDrafts(filesOfVersion(base.body), draft.files, filesOfVersion(version.body));
  return { draft: { ...draft, files, base: version.number }, moved: both };
}

interface Ready {
  readonly source: PolicySource;
  readonly unlocked: ReadDraft['unlocked'];
}

interface Found {
  readonly problems?: readonly EditorProblem[] | null;
  readonly moved?: Files | null;
}

function editor({ language, frame, web }: Page, draft: Draft, { problems = null, moved = null }: Found = {}) {
  const { files, base, by } = draft;
  const shown = moved !== null && problems?.length === 0 ? null : problems;
  return (
    <PolicyEditorPage {...{ language, frame, files, base, by, moved }} problems={shown} script={web.script.path} />
  );
}

async function look(page: Page, draft: Draft, read: Ready, unread = false): Promise<Response> {
  const { language, frame, version, gate, web } = page;
  const { files, base, by } = draft;
  const after = openBody(makeVersion(read.source, gate.parts.acts));
  const content = canonical(edited(after.body));
  const same = content === canonical(edited(version.body));
  const name = `${version.number}..draft ${createHash('sha256').update(content).digest('base64url')}`;
  const diff = same
    ? null
    : await web.comparisons.ask({ name, before: version, after, language }, PATIENCE_MILLISECONDS);
  if (diff !== null && 'share' in diff) {
    return show(page, <DraftComparingPage {...{ language, frame, files, base, by, ...diff }} />, 202);
  }
  const shown = { ...after, number: base + 1, publishedAt: gate.parts.clock.now(), publishedBy: by };
  const others = LANGUAGES.filter((one) => one !== language);
  const translations: PolicyPreviewProps['translations'] = others.flatMap((one) => {
    const words = wordsOnPage(wordsBetween(version, after, one));
    return words.length === 0 ? [] : [{ language: one, words }];
  });
  return show(
    page,
    <PolicyPreviewPage
      {...{ language, frame, files, base, by, translations, unread }}
      changes={diff === null ? null : changesOnPage(diff, language)}
      unlocked={read.unlocked}
      shown={policyOnPage(shown, language, gate.parts.floor).sections}
    />,
    unread ? 422 : 200,
  );
}

async function publish(page: Page, draft: Draft, read: Ready): Promise<Response> {
  if (!read.unlocked.every(({ section }) => draft.read.has(section))) return await look(page, draft, read, true);
  try {
    await page.gate.pass(publishPolicy, page.asker, { source: read.source, by: draft.by });
    return goTo(page, addresses.versions);
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.code)) throw error;
    return show(page, editor(page, draft, { problems: [{ path: 'by', text: error.message }] }), error.status);
  }
}

/** How long an editor waits for the difference before they are told how far it is. */
const PATIENCE_MILLISECONDS = 3000;

/** What publishing can change of a version: what an editor writes, and what the program has learnt since. */
function edited({ templates, rules, examples, declarations, vocabulary }: VersionBody) {
  return { templates, rules, examples, declarations, vocabulary };
}
