import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { DeskPlacesPage, ObjectionPage, PaperPage } from '../../promises/collection/console.tsx';
import {
  closeDeskPlace,
  decideObjection,
  keepDeskPlace,
  listDemands,
  makeLetter,
  readOpenPlaces,
  seeObjection,
} from '../../promises/collection/index.ts';
import { addresses } from '../../ui/addresses.ts';
import type { Problems } from '../../ui/problems.tsx';
import { openConsole } from '../console-page.ts';
import { fieldLabels } from './collection-words.ts';
import { type FormValues, goTo, type Page, readForm, show, signedIn, type Web } from './page.tsx';
import { shownValues } from './shown-values.ts';

/** Letters that are printed, and objections that are answered. */
export function proofPapers(app: Hono, web: Web): void {
  app.post('/console/proofs/:id/letter', async (context) => {
    const page = await openConsole(context, web);
    await readForm(page);
    const { language, frame, gate } = page;
    const { output } = await gate.pass(makeLetter, signedIn(page), { proof: context.req.param('id') });
    const { code, until } = output;
    const paper = { kind: 'letter' as const, values: shownValues(page, output) };
    return show(page, <PaperPage {...{ language, frame, paper, code, until }} />, 201);
  });
  app.get('/console/objections/:id', async (context) => {
    const page = await openConsole(context, web);
    const { language, frame, gate } = page;
    const { output } = await gate.pass(seeObjection, signedIn(page), { objection: context.req.param('id') });
    const { demand, decided, ...objection } = output;
    const fields = fieldLabels(page, demand.fields);
    const shown = { ...objection, ...decided, fields, demandReason: demand.reason };
    return show(page, <ObjectionPage {...{ language, frame }} objection={shown} />);
  });
  app.post('/console/objections/:id', async (context) => {
    const page = await openConsole(context, web);
    const { outcome } = await readForm(page);
    await page.gate.pass(decideObjection, signedIn(page), { objection: context.req.param('id'), outcome });
    return goTo(page, addresses.demands);
  });
}

/** The places and hours of the desk. */
export function deskPlaces(app: Hono, web: Web): void {
  app.get('/console/desk/places', async (context) => {
    const page = await openConsole(context, web);
    return show(page, await placesPage(page, {}, {}));
  });
  app.post('/console/desk/places', async (context) => postPlace(await openConsole(context, web)));
  app.post('/console/desk/places/:id/close', async (context) => {
    const page = await openConsole(context, web);
    await readForm(page);
    await page.gate.pass(closeDeskPlace, signedIn(page), { place: context.req.param('id') });
    return goTo(page, addresses.deskPlaces);
  });
}

async function placesPage(page: Page, values: FormValues, problems: Problems) {
  const { language, frame, gate } = page;
  // The list is asked for its roles: who may not see it gets no form either.
  await gate.pass(listDemands, signedIn(page), {});
  const places = await readOpenPlaces(gate.parts.db);
  return <DeskPlacesPage {...{ language, frame, places, values, problems }} />;
}

async function postPlace(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const { name = '', address = '', zone = '', from = '', to = '', slotMinutes = '', seats = '' } = sent;
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => sent[`weekday.${day}`] !== undefined);
  const again = async (problems: Problems) => show(page, await placesPage(page, sent, problems), 422);
  if (weekdays.length === 0) return again({ weekday: 'missing' });
  const asked = { name, address, zone, from, to, weekdays, slotMinutes: Number(slotMinutes), seats: Number(seats) };
  try {
    await page.gate.pass(keepDeskPlace, signedIn(page), asked);
    return goTo(page, addresses.deskPlaces);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    return again({ [error.detail.field?.split('.')[0] ?? 'name']: 'malformed' });
  }
}
