import type { Hono } from 'hono';
import { FormsPage } from '../../promises/agreement/console.tsx';
import { countSubmissions, readFormRefusals } from '../../promises/agreement/index.ts';
import { OutboundPage } from '../../promises/links/console.tsx';
import { outboundLinks, readStandingSince } from '../../promises/links/index.ts';
import { QualityPage } from '../../promises/use/console.tsx';
import { computeAggregate } from '../../promises/use/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { sayCountry } from '../../ui/countries.ts';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { show, type Web } from './page.tsx';

/** The places of the console that only look: forms, aggregates, links outwards. */
export function smallConsoles(app: Hono, web: Web): void {
  app.get('/console/forms', async (context) => formsPage(await openConsole(context, web)));
  app.get('/console/quality', async (context) => qualityPage(await openConsole(context, web)));
  app.get('/console/links', async (context) => {
    const page = await openConsole(context, web);
    const { language, frame, version, gate } = page;
    const found = outboundLinks(version, web.face.origin);
    const since = await readStandingSince(gate.parts.db, [...new Set(found.map(({ written }) => written))]);
    const links = found.map((link) => ({ ...link, since: since.get(link.written) ?? null }));
    return show(page, <OutboundPage {...{ language, frame, links }} />);
  });
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
    label: output.by === 'country' ? sayCountry(value, language) : sayLanguage(value, language),
    value: persons,
  }));
  return show(
    page,
    <QualityPage {...{ language, frame, declared, minimumGroup }} shown={{ title: asked.title, bars }} />,
  );
}

function sayLanguage(value: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(value) ?? value;
}
