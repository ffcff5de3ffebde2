import type { Context, Hono } from 'hono';
import type { Version } from '../../kernel/policy/open-version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import {
  explainStorage,
  type Matrix,
  matrixOf,
  narrowed,
  officersSince,
  openReport,
  type ReportLine,
  registerOfRefusals,
  reportCsv,
  sayBandPlainly,
  seeOwnDisclosures,
} from '../../promises/protection/index.ts';
import { DisclosuresPage, MatrixPage, StoragePage, TransparencyPage } from '../../promises/protection/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { type Feed, writeAtom } from './feed-formats.ts';
import { openPage, type Page, show, signedIn, type Web } from './page.tsx';
import { sayFields, sayGround } from './say-declared.ts';

export function protectionRoutes(app: Hono, web: Web): void {
  const { db, shelf, site } = web.gate.parts;
  const matrix = keptMatrix(web);
  const report = openReport({ sql: db, siteId: site.siteId, shelf });
  app.get('/policy/matrix', async (context) => {
    const page = await openPage(context, web);
    const { language, frame, version } = page;
    const whole = matrix(version);
    const chosen = context.req.query('field') ?? '';
    if (chosen !== '') fieldsOnly(whole, chosen);
    return show(page, <MatrixPage {...{ language, frame }} matrix={whole} chosen={chosen === '' ? null : chosen} />);
  });
  app.get('/policy/matrix.json', async (context) => {
    const { version } = await openPage(context, web);
    const { field, recipient, asker, act } = context.req.query();
    const asked = field === undefined ? matrix(version) : fieldsOnly(matrix(version), field);
    return json(context, { otherwise: 'refused', ...narrowed(asked, { recipient, asker, act }) }, version.digest);
  });
  app.get(addresses.storage, async (context) => {
    const page = await openPage(context, web);
    const { language, frame, version, gate } = page;
    return show(page, <StoragePage {...{ language, frame }} storage={explainStorage(version, gate.acts)} />);
  });
  app.get(addresses.storageJson, async (context) => {
    const { version, gate } = await openPage(context, web);
    return json(context, explainStorage(version, gate.acts), version.digest);
  });
  app.get('/transparency', async (context) => {
    const page = await openPage(context, web);
    const { language, frame } = page;
    const lines = await report();
    const officers = await officersSince(db);
    const refusals = await registerOfRefusals(db);
    const at = web.gate.parts.clock.now();
    return show(page, <TransparencyPage {...{ language, frame, lines, refusals, officers, at }} />);
  });
  app.get('/transparency.json', async (context) => {
    const lines = await report();
    const officersSinceDates = await officersSince(db);
    const officers = officersSinceDates.length;
    const refusals = await registerOfRefusals(db);
    const at = web.gate.parts.clock.now();
    return json(context, { at, officers, officersSince: officersSinceDates, lines, refusals });
  });
  app.get(addresses.transparencyCsv, async (context) =>
    context.body(reportCsv(await report()), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-cache',
    }),
  );
  app.get(addresses.transparencyAtom, async (context) => {
    const { language } = await openPage(context, web);
    const feed = writeAtom(feedOf(await report(), language, web));
    const type = 'application/atom+xml; charset=utf-8';
    return context.body(feed, 200, { 'content-type': type, 'cache-control': 'no-cache' });
  });
  app.get('/account/disclosures', async (context) => disclosuresPage(await openPage(context, web)));
}

/** One entry a half-year that has ended, its counts in words; a running one could still change. */
function feedOf(lines: readonly ReportLine[], language: Language, { gate }: Web): Feed {
  const words = wordsOf(language).protection.report;
  const { baseUrl, clock, site } = gate.parts;
  const origin = new URL(baseUrl()).origin;
  const now = clock.now();
  const address = `${origin}${addresses.transparency}`;
  const halves = [...new Set(lines.map(({ half }) => half))].filter((half) => endOfHalf(half) <= now);
  return {
    id: `${site.origin}/transparency`,
    language,
    origin,
    title: words.title,
    self: `${origin}${addresses.transparencyAtom}`,
    current: `${origin}${addresses.transparencyAtom}`,
    versions: address,
    archived: false,
    previousArchive: null,
    entries: halves.map((half) => ({
      id: `${site.origin}/transparency/${half}`,
      title: `${words.half}: ${half}`,
      at: endOfHalf(half),
      address,
      text: lines
        .filter((line) => line.half === half)
        .map((line) =>
          [
            `${line.country} · ${words.kinds[line.kind]}`,
            ...(['received', 'disclosed', 'toldLater', 'noData', 'refused'] as const).map(
              (name) => `${words[name]}: ${sayBandPlainly(line[name])}`,
            ),
          ].join('; '),
        )
        .join('\n'),
    })),
  };
}

function endOfHalf(half: string): Date {
  const year = Number(half.slice(0, 4));
  return half.endsWith('H1') ? new Date(Date.UTC(year, 6, 1)) : new Date(Date.UTC(year + 1, 0, 1));
}

/** @throws Refusal `not_found` where nothing of this name is kept: "nobody" would be a false answer */
function fieldsOnly(matrix: Matrix, field: string): Matrix {
  const only = narrowed(matrix, { field });
  if (only.fields.length + only.categories.length > 0) return only;
  throw new Refusal('not_found', '`field` is no declared field and no category of what is kept');
}

/** Of the version in force: making a matrix takes longer than anybody should wait twice. */
function keptMatrix({ gate }: Web): (version: Version) => Matrix {
  const { floor, acts } = gate.parts;
  let kept: Matrix | undefined;
  return (version) => {
    if (kept?.version !== version.number) kept = matrixOf(version, { floor, acts });
    return kept;
  };
}

async function disclosuresPage(page: Page): Promise<Response> {
  const { language, frame, version, gate } = page;
  const { output } = await gate.pass(seeOwnDisclosures, signedIn(page), {});
  const disclosures = output.disclosures.map((one) => ({
    authority: one.authority,
    ground: sayGround(version, one.ground, language),
    fields: sayFields(version, one.fields, language).map(({ label }) => label),
    preparedAt: one.producedAt ?? one.toldAt,
    toldFrom: one.toldFrom,
    ...stateOf(one),
  }));
  return show(page, <DisclosuresPage {...{ language, frame, disclosures }} />);
}

interface Fate {
  readonly producedAt: Date | null;
  readonly takenAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly neverLeft: boolean;
}

function stateOf({ producedAt, takenAt, deliveredAt, neverLeft }: Fate) {
  if (producedAt === null) return { state: neverLeft ? ('neverLeft' as const) : ('announced' as const), at: null };
  if (deliveredAt !== null) return { state: 'delivered' as const, at: deliveredAt };
  if (takenAt !== null) return { state: 'taken' as const, at: takenAt };
  return { state: neverLeft ? ('neverLeft' as const) : ('waiting' as const), at: null };
}

function json(context: Context, body: object, etag?: string): Response {
  return context.body(JSON.stringify(body), 200, {
    'content-type': 'application/json',
    'cache-control': 'no-cache',
    ...(etag === undefined ? {} : { etag: `"${etag}"` }),
  });
}
