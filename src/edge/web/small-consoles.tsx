import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { readRuns } from '../../kernel/safekeeping/runs/store.ts';
import { readBackups, readSafekeeping } from '../../kernel/safekeeping/store.ts';
import type { Language } from '../../kernel/words.ts';
import { ErasuresPage, FormsPage } from '../../promises/agreement/console.tsx';
import {
  countSubmissions,
  eraseOnRequest,
  lastExport,
  openExport,
  orderSiteExport,
  readFormRefusals,
  seeErasureRequests,
} from '../../promises/agreement/index.ts';
import { OutboundPage } from '../../promises/links/console.tsx';
import { outboundLinks, readStandingSince } from '../../promises/links/index.ts';
import { BackupsPage, QualityPage } from '../../promises/use/console.tsx';
import { computeAggregate } from '../../promises/use/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { sayCountry } from '../../ui/countries.ts';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { askPresence } from './fresh-presence.ts';
import { goTo, readForm, show, type Web } from './page.tsx';

/** As many attempts as show whether one failed by chance or by rule. */
const RUNS_SHOWN = 10;

/** The small places of the console: forms, requests to erase, aggregates, backups, links outwards. */
export function smallConsoles(app: Hono, web: Web): void {
  app.get('/console/forms', async (context) => formsPage(await openConsole(context, web)));
  app.get(addresses.erasureRequests, async (context) => erasuresPage(await openConsole(context, web), false));
  app.post(addresses.erasureRequests, async (context) => {
    const page = await openConsole(context, web);
    const { person } = await readForm(page);
    await page.gate.pass(eraseOnRequest, page.asker, { personId: person });
    return await erasuresPage(page, true);
  });
  app.get('/console/quality', async (context) => qualityPage(await openConsole(context, web)));
  app.get(addresses.backups, async (context) => backupsPage(await openConsole(context, web)));
  app.post(addresses.siteExports, async (context) => postSiteExport(await openConsole(context, web)));
  app.get('/console/links', async (context) => {
    const page = await openConsole(context, web);
    const { language, frame, version, gate } = page;
    const found = outboundLinks(version, web.face.origin);
    const since = await readStandingSince(gate.parts.db, [...new Set(found.map(({ written }) => written))]);
    const links = found.map((link) => ({ ...link, since: since.get(link.written) ?? null }));
    return show(page, <OutboundPage {...{ language, frame, links }} />);
  });
}

async function erasuresPage(page: ConsolePage, done: boolean): Promise<Response> {
  const { language, frame, gate, asker } = page;
  const { output } = await gate.pass(seeErasureRequests, asker, {});
  return show(page, <ErasuresPage {...{ language, frame, done }} requests={output} />);
}

async function formsPage(page: ConsolePage): Promise<Response> {
  const { language, frame, version, gate } = page;
  const [counted, refusals] = await Promise.all([countSubmissions(gate.parts.db), readFormRefusals(gate.parts.db)]);
  const forms = version.declarations.forms.map(({ id, words, fields, framedBy }) => {
    const row = counted.find(({ form }) => form === id);
    return {
      name: words[language],
      address: id === 'registration' ? addresses.register : addresses.form(id),
      fields: fields.map(
        ({ field }) => version.declarations.fields.find((one) => one.id === field)?.words[language] ?? field,
      ),
      submissions: row?.submissions ?? 0,
      last: row?.last ?? null,
      refused: refusals.filter(({ form }) => form === id).reduce((sum, { times }) => sum + times, 0),
      frame: (framedBy ?? []).length === 0 ? null : `${page.web.face.origin}${addresses.formFrame(id)}`,
    };
  });
  return show(page, <FormsPage {...{ language, frame, forms }} />);
}

async function postSiteExport(page: ConsolePage): Promise<Response> {
  const { recipient = '' } = await readForm(page);
  const ask = askPresence(page, addresses.backups);
  if (ask !== undefined) return ask;
  try {
    await page.gate.pass(orderSiteExport, page.asker, { recipient: recipient.trim() });
    return goTo(page, addresses.backups);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    return await backupsPage(page, 'wrong-recipient');
  }
}

async function backupsPage(page: ConsolePage, answer: 'wrong-recipient' | null = null): Promise<Response> {
  const { language, frame, gate, web, roles } = page;
  if (!roles.includes('owner')) throw new Refusal('not_found', 'there is nothing here for you');
  const { db } = gate.parts;
  const last = await readSafekeeping(db);
  const runs = await readRuns(db, RUNS_SHOWN);
  const now = gate.parts.clock.now();
  const keyBackups = (await readBackups(db, 'keys')).flatMap(({ fileName, destroyBy }) =>
    destroyBy === null ? [] : [{ fileName, destroyBy, overdue: destroyBy <= now }],
  );
  const orderedAt = (await openExport(db))?.orderedAt ?? null;
  const move = { orderedAt, last: (await lastExport(db)) ?? null, answer };
  const body = <BackupsPage {...{ language, frame, last, runs, keyBackups, move }} plan={web.backups} />;
  return show(page, body, answer === null ? 200 : 422);
}

async function qualityPage(page: ConsolePage): Promise<Response> {
  const { language, frame, version, gate, context } = page;
  const { aggregates, thresholds } = version.declarations;
  const declared = aggregates.map(({ id, words }) => ({ id, title: words[language] }));
  const asked = declared.find(({ id }) => id === context.req.query('aggregate'));
  const { minimumGroup } = thresholds;
  if (asked === undefined)
    return show(page, <QualityPage {...{ language, frame, declared, minimumGroup }} shown={null} />);
  const { output } = await gate.pass(computeAggregate, page.asker, { aggregate: asked.id });
  const bars = output.groups.map(({ value, persons }) => ({
    label: sayGroup(output.by, value, language),
    value: persons,
  }));
  return show(
    page,
    <QualityPage {...{ language, frame, declared, minimumGroup }} shown={{ title: asked.title, bars }} />,
  );
}

function sayGroup(by: 'country' | 'language' | 'month', value: string, language: Language): string {
  if (by === 'country') return sayCountry(value, language);
  return by === 'language' ? sayLanguage(value, language) : sayMonth(value, language);
}

function sayMonth(month: string, language: Language): string {
  const form = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language, form).format(new Date(`${month}-01T00:00:00Z`));
}

function sayLanguage(value: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(value) ?? value;
}
