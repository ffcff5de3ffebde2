import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { LegalRequestPage, LegalRequestsPage, NewLegalRequestPage } from '../../promises/protection/console.tsx';
import {
  answerLegalRequest,
  approveLegalRequest,
  authenticateLegalRequest,
  deliverLegalRequest,
  findNecessary,
  receiveLegalRequest,
  scopeLegalRequest,
  seeLegalRequest,
  seeLegalRequests,
  takeLegalArchive,
} from '../../promises/protection/index.ts';
import { addresses } from '../../ui/addresses.ts';
import type { Problems } from '../../ui/problems.tsx';
import { type FormValues, goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';
import { sayFields, sayGround } from './say-declared.ts';

/** The legal officers' part of the console. */
export function protectionConsole(app: Hono, web: Web): void {
  app.get('/console/legal-requests', async (context) => registerPage(await openPage(context, web)));
  app.post('/console/legal-requests', async (context) => postNew(await openPage(context, web)));
  app.get('/console/legal-requests/new', async (context) => newPage(await openPage(context, web), {}, {}, 200));
  app.get('/console/legal-requests/:id', async (context) =>
    casePage(await openPage(context, web), context.req.param('id'), {}, {}, 200),
  );
  app.post('/console/legal-requests/:id/taking', async (context) =>
    takeArchive(await openPage(context, web), context.req.param('id')),
  );
  app.post('/console/legal-requests/:id/:step', async (context) =>
    postStep(await openPage(context, web), context.req.param('id'), context.req.param('step')),
  );
}

async function registerPage(page: Page): Promise<Response> {
  const { language, frame, version, gate, context } = page;
  const before = context.req.query('before');
  const { output } = await gate.pass(seeLegalRequests, signedIn(page), before === undefined ? {} : { before });
  const { officers, next, role } = output;
  const requests = output.requests.map((one) => ({ ...one, ground: sayGround(version, one.ground, language) }));
  const mayOpen = role === 'legal-officer';
  return show(page, <LegalRequestsPage {...{ language, frame, requests, officers, next, mayOpen }} />);
}

async function newPage(page: Page, values: FormValues, problems: Problems, status: number): Promise<Response> {
  const { language, frame, version, gate } = page;
  // The register decides who may be here; the form itself holds nothing.
  await gate.pass(seeLegalRequests, signedIn(page), {});
  const grounds = version.declarations.grounds
    .filter(({ kind }) => kind !== 'process')
    .map(({ id }) => ({ id, label: sayGround(version, id, language) }));
  return show(page, <NewLegalRequestPage {...{ language, frame, grounds, values, problems }} />, status);
}

async function postNew(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const { expires = '', ...rest } = sent;
  try {
    const input = { ...rest, expiresAt: endOfDay(expires) };
    const { output } = await page.gate.pass(receiveLegalRequest, signedIn(page), input);
    return goTo(page, addresses.legalRequest(output.id));
  } catch (error) {
    return await newPage(page, sent, problemOf(error, { expiresAt: 'expires' }), 422);
  }
}

async function casePage(
  page: Page,
  id: string,
  values: FormValues,
  problems: Problems,
  status: number,
): Promise<Response> {
  const { language, frame, version, gate } = page;
  const { output } = await gate.pass(seeLegalRequest, signedIn(page), { legalRequest: id });
  const say = (ids: readonly string[]) => sayFields(version, ids, language);
  const steps = {
    received: output.receivedAt,
    authenticated: output.authenticatedAt,
    scoped: output.scopedAt,
    found: output.foundAt,
    approved: output.approvedAt,
    produced: output.producedAt,
    taken: output.takenAt,
    delivered: output.deliveredAt,
    answered: output.answeredAt,
  };
  return show(
    page,
    <LegalRequestPage
      {...output}
      {...{ language, frame, values, problems, steps }}
      ground={sayGround(version, output.ground, language)}
      fields={say(version.declarations.fields.map((field) => field.id))}
      asked={say(output.asked)}
      allowed={say(output.allowed)}
      persons={output.persons.map((person) => ({ ...person, held: say(person.held) }))}
    />,
    status,
  );
}

async function postStep(page: Page, id: string, step: string): Promise<Response> {
  const sent = await readForm(page);
  try {
    await takeStep(page, id, step, sent);
    return goTo(page, addresses.legalRequest(id));
  } catch (error) {
    const problems = problemOf(error, { reason: step === 'answer' ? 'explanation' : 'reason' });
    return await casePage(page, id, sent, problems, 422);
  }
}

async function takeStep(page: Page, legalRequest: string, step: string, sent: FormValues): Promise<void> {
  const { gate } = page;
  const officer = signedIn(page);
  const { how = '', reason = '', explanation = '' } = sent;
  switch (step) {
    case 'authentication':
      await gate.pass(authenticateLegalRequest, officer, { legalRequest, how });
      return;
    case 'scope':
      await gate.pass(scopeLegalRequest, officer, { legalRequest, ...scopeOf(sent) });
      return;
    case 'finding':
      await gate.pass(findNecessary, officer, { legalRequest, reason });
      return;
    case 'approval':
      await gate.pass(approveLegalRequest, officer, { legalRequest });
      return;
    case 'delivery':
      await gate.pass(deliverLegalRequest, officer, { legalRequest, how });
      return;
    case 'answer':
      await gate.pass(answerLegalRequest, officer, { legalRequest, answer: sent['answer'], reason: explanation });
      return;
    default:
      throw new Refusal('not_found', 'there is no such page');
  }
}

function scopeOf({ persons = '', from = '', until = '', ...rest }: FormValues) {
  const named = persons.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const fields = Object.keys(rest).flatMap((name) => (name.startsWith('field.') ? [name.slice(6)] : []));
  return {
    persons: named,
    fields,
    ...(from === '' ? {} : { leftFrom: `${from}T00:00:00Z` }),
    ...(until === '' ? {} : { leftUntil: endOfDay(until) }),
  };
}

async function takeArchive(page: Page, id: string): Promise<Response> {
  await readForm(page);
  const { output } = await page.gate.pass(takeLegalArchive, signedIn(page), { legalRequest: id });
  return page.context.body(new Uint8Array(output.archive), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${output.name}"`,
    'cache-control': 'no-store',
  });
}

function endOfDay(day: string): string {
  return `${day}T23:59:59Z`;
}

/** A refusal about an input, as the form shows it. @throws whatever else it was */
function problemOf(error: unknown, names: Readonly<Record<string, string>>): Problems {
  if (!(error instanceof Refusal) || error.code !== 'invalid' || error.detail.field === undefined) throw error;
  const [field = ''] = error.detail.field.split('.');
  return { [names[field] ?? field]: 'malformed' };
}
