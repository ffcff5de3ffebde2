import assert from 'node:assert/strict';
import type { Context, Hono } from 'hono';
import { listVersions, versionAt } from '../../kernel/policy/store.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { policyInDpv, replayOwnHistory } from '../../promises/changes/index.ts';
import {
  ChangesPage,
  ComparingPage,
  PolicyPage,
  ReplayPage,
  VersionPage,
  VersionsPage,
} from '../../promises/changes/pages.tsx';
import { ASSUMPTIONS } from '../../prove/assumptions.ts';
import { type ProbeResult, readPolicyState, readResults } from '../../prove/store.ts';
import { addresses } from '../../ui/addresses.ts';
import { renderPage } from '../../ui/render.ts';
import { changesOnPage } from './changes-on-page.ts';
import { sayWho } from './history.ts';
import { policyKey } from './kept-policy.ts';
import { leavingNotices } from './links.tsx';
import {
  goTo,
  ofAnybody,
  openPage,
  type Page,
  pageToKeep,
  show,
  showKept,
  showRendered,
  signedIn,
  type Web,
} from './page.tsx';
import { policyOnPage } from './policy-on-page.ts';
import { type KeptSafe, readKeptSafe, withSafekeeping } from './safekeeping-on-page.ts';
import { shownProbes } from './shown-probes.ts';

const NUMBER = /^[1-9][0-9]{0,8}$/;

/** As many as anybody reads in one sitting. */
const VERSIONS_SHOWN_MAX = 500;

export function changesRoutes(app: Hono, web: Web): void {
  app.get('/policy', (context) => policyNow(context, web));
  app.get('/policy.json', (context) => policyJson(context, web));
  app.get('/policy/versions', async (context) => versionsPage(await openPage(context, web)));
  app.get('/policy/versions/:number{[0-9]{1,9}}', async (context) => {
    const page = await openPage(context, web);
    const { language, frame, gate } = page;
    const version = await gate.parts.shelf.byNumber(Number(context.req.param('number')));
    context.header('link', linksOf(version.number, page.version.number));
    return show(
      page,
      <VersionPage {...{ language, frame }} policy={policyOnPage(version, language, page.gate.parts.floor)} />,
    );
  });
  app.get('/policy/changes', async (context) => {
    const page = await openPage(context, web);
    const [from, to] = [context.req.query('from') ?? '', context.req.query('to') ?? ''];
    if (!NUMBER.test(from) || !NUMBER.test(to))
      throw new Refusal('malformed', '`from` and `to` are numbers of versions');
    return goTo(page, addresses.changes(Number(from), Number(to)));
  });
  app.get('/policy/changes/:pair', async (context) =>
    changesPage(await openPage(context, web), context.req.param('pair')),
  );
  app.get(addresses.ownChanges, async (context) => replayPage(await openPage(context, web)));
  app.get('/policy/at/:instant', async (context) => {
    const page = await openPage(context, web);
    const asked = context.req.param('instant');
    const instant = new Date(asked);
    if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(asked) || Number.isNaN(instant.getTime())) {
      throw new Refusal('malformed', 'an RFC 3339 instant is expected, such as `2026-11-22T10:00:00Z`');
    }
    const row = await versionAt(page.gate.parts.db, instant);
    if (row === undefined) throw new Refusal('not_found', 'no version was in force then');
    return goTo(page, addresses.version(row.number));
  });
}

async function policyNow(context: Context, web: Web): Promise<Response> {
  const { reads } = web.gate.parts;
  // Before everything that the page is made from: what is kept under it is never older than it says.
  const state = await readPolicyState(reads);
  const page = await openPage(context, web);
  const { language, frame, version } = page;
  const link = linksOf(version.number, version.number);
  const rendered = async (of: Page) => {
    const [results, safe] = await Promise.all([readResults(reads, version.number), readKeptSafe(reads)]);
    return policyPage(of, results, safe);
  };
  // A cookie is set for who has just chosen a language.
  if (context.req.query('lang') !== undefined || state.number !== version.number) {
    context.header('link', link);
    return showRendered(page, renderPage(await rendered(page)));
  }
  const key = policyKey(language, state) + (frame.signedIn ? ' signed-in' : '');
  const kept = web.kept.take(key, async () => {
    const anyones = ofAnybody(page);
    return pageToKeep(page, renderPage(await rendered(anyones)), { link });
  });
  return showKept(page, await kept);
}

function policyPage(page: Page, results: readonly ProbeResult[], safe: KeptSafe) {
  const { language, frame, version, gate } = page;
  const shown = policyOnPage(version, language, gate.parts.floor, shownProbes(page, results));
  const policy = withSafekeeping(shown, safe, language);
  const assumptions = ASSUMPTIONS.map((assumption) => assumption[language]);
  return <PolicyPage {...{ language, frame, policy, assumptions }} notices={leavingNotices(page)} />;
}

/** Where a version stands among the others (RFC 5829), and where its changes can be followed. */
function linksOf(number: number, inForce: number): string {
  const links = [
    [addresses.versions, 'rel="version-history"'],
    [addresses.policy, 'rel="latest-version"'],
    ...(number > 1 ? [[addresses.version(number - 1), 'rel="predecessor-version"']] : []),
    ...(number < inForce ? [[addresses.version(number + 1), 'rel="successor-version"']] : []),
    [addresses.policyJson, 'rel="alternate"; type="application/json"'],
    [addresses.feedAtom, 'rel="alternate"; type="application/atom+xml"'],
    [addresses.feedJson, 'rel="alternate"; type="application/feed+json"'],
  ];
  return links.map(([address, what]) => `<${address}>; ${what}`).join(', ');
}

async function replayPage(page: Page): Promise<Response> {
  const { language, frame, gate, version: inForce } = page;
  const asked = page.context.req.query('version');
  const { output } = await gate.pass(replayOwnHistory, signedIn(page), asked === undefined ? {} : { version: asked });
  const rows = await listVersions(gate.parts.db, { below: null, limit: VERSIONS_SHOWN_MAX });
  const { version, since, looked, erased } = output;
  const otherwise = output.otherwise.map(({ asker, sections, ...line }) => ({
    ...line,
    who: sayWho(asker, inForce, language),
    section: sections[0] ?? 'changes',
  }));
  const versions = rows.map(({ number }) => number);
  return show(page, <ReplayPage {...{ language, frame, version, versions, since, looked, erased, otherwise }} />);
}

/** How long one is kept waiting for a difference before one is told how far it is. */
const PATIENCE_MILLISECONDS = 1000;

async function changesPage(page: Page, pair: string): Promise<Response> {
  const { language, frame, gate, context, web } = page;
  const [from = '', to = ''] = pair.split('..');
  if (!NUMBER.test(from) || !NUMBER.test(to)) throw new Refusal('not_found', 'two numbers of versions are expected');
  const [before, after] = await Promise.all([from, to].map((number) => gate.parts.shelf.byNumber(Number(number))));
  assert(before !== undefined && after !== undefined, 'the shelf answers with a version or refuses');
  const numbers = { before: before.number, after: after.number };
  // RFC 7240: who prefers not to wait is told at once.
  const hurried = /\brespond-async\b/i.test(context.req.header('prefer') ?? '');
  const diff = await web.comparisons.ask({ before, after, language }, hurried ? 0 : PATIENCE_MILLISECONDS);
  const view = context.req.query('view') === 'side' ? 'side' : 'inline';
  if ('share' in diff) {
    // The browser asks again by itself, without any script.
    context.header('refresh', '1');
    return show(page, <ComparingPage {...{ language, frame, ...numbers, ...diff }} side={view === 'side'} />, 202);
  }
  return show(page, <ChangesPage {...{ language, frame, view, ...numbers }} {...changesOnPage(diff, language)} />);
}

async function versionsPage(page: Page): Promise<Response> {
  const { language, frame, gate } = page;
  const rows = await listVersions(gate.parts.db, { below: null, limit: VERSIONS_SHOWN_MAX });
  const versions = rows.map((row, index) => ({
    number: row.number,
    publishedAt: row.publishedAt,
    by: row.publishedBy,
    digest: row.digest.toString('hex'),
    formattingOnly: rows[index + 1]?.meaning.equals(row.meaning) ?? false,
  }));
  return show(page, <VersionsPage {...{ language, frame, versions }} />);
}

async function policyJson(context: Context, { gate, face }: Web): Promise<Response> {
  const version = await gate.parts.shelf.inForce();
  if (version === null) throw new Refusal('not_found', 'no policy is published');
  const { number, digest, meaning, publishedAt, body } = version;
  const dpv = policyInDpv(version, face.origin);
  return context.body(JSON.stringify({ number, digest, meaning, publishedAt, ...body, dpv }), 200, {
    'content-type': 'application/json',
    'cache-control': 'no-cache',
    etag: `"${digest}"`,
  });
}
