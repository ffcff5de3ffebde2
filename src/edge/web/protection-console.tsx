import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import {
  LEGAL_FORM_BYTES_MAX,
  LegalRequestPage,
  LegalRequestsPage,
  NewLegalRequestPage,
} from '../../promises/protection/console.tsx';
import {
  answerLegalRequest,
  answerLetter,
  approveLegalRequest,
  authenticateLegalRequest,
  deliverLegalRequest,
  findNecessary,
  objectToRequest,
  receiveLegalRequest,
  scopeLegalRequest,
  seeLegalRequest,
  seeLegalRequests,
  setGag,
  setHold,
  takeLegalArchive,
} from '../../promises/protection/index.ts';
import { addresses } from '../../ui/addresses.ts';
import type { Problems } from '../../ui/problems.tsx';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { type FormValues, goTo, readForm, show, type Web } from './page.tsx';
import { sayFields, sayGround, sayMayAsk } from './say-declared.ts';

/** The legal officers' part of the console. */
export function protectionConsole(app: Hono, web: Web): void {
  const at = (path: string, handle: (page: ConsolePage, id: string) => Promise<Response>) =>
    app.get(path, async (context) => handle(await openConsole(context, web), context.req.param('id') ?? ''));
  const post = (path: string, handle: (page: ConsolePage, id: string) => Promise<Response>) =>
    app.post(path, async (context) => handle(await openConsole(context, web), context.req.param('id') ?? ''));
  at('/console/legal-requests', registerPage);
  post('/console/legal-requests', postNew);
  at('/console/legal-requests/new', (page) => newPage(page, {}, {}, 200));
  at('/console/legal-requests/:id', (page, id) => casePage(page, id, {}, {}, 200));
  at('/console/legal-requests/:id/answer', answerDocument);
  post('/console/legal-requests/:id/taking', takeArchive);
  post('/console/legal-requests/:id/:step', (page, id) => postStep(page, id, page.context.req.param('step') ?? ''));
}

async function registerPage(page: ConsolePage): Promise<Response> {
  const { language, frame, version, gate, context } = page;
  const before = context.req.query('before');
  const { output } = await gate.pass(seeLegalRequests, page.asker, before === undefined ? {} : { before });
  const { officers, next } = output;
  const requests = output.requests.map((one) => ({ ...one, ground: sayGround(version, one.ground, language) }));
  const mayOpen = page.roles.includes('legal-officer');
  return show(page, <LegalRequestsPage {...{ language, frame, requests, officers, next, mayOpen }} />);
}

async function newPage(page: ConsolePage, values: FormValues, problems: Problems, status: number): Promise<Response> {
  const { language, frame, version, gate } = page;
  // The register decides who may be here; the form itself holds nothing.
  await gate.pass(seeLegalRequests, page.asker, {});
  const grounds = version.declarations.grounds.map(({ id }) => ({ id, label: sayGround(version, id, language) }));
  return show(page, <NewLegalRequestPage {...{ language, frame, grounds, values, problems }} />, status);
}

async function postNew(page: ConsolePage): Promise<Response> {
  const sent = await readForm(page);
  const { expires = '', gag = '', urgent, ...rest } = sent;
  try {
    const input = {
      ...rest,
      expiresAt: endOfDay(expires),
      ...(gag === '' ? {} : { gagUntil: endOfDay(gag) }),
      ...(urgent === undefined ? {} : { urgent: true }),
    };
    const { output } = await page.gate.pass(receiveLegalRequest, page.asker, input);
    return goTo(page, addresses.legalRequest(output.id));
  } catch (error) {
    return await newPage(page, sent, problemOf(error, { expiresAt: 'expires', gagUntil: 'gag' }), 422);
  }
}

async function casePage(
  page: ConsolePage,
  id: string,
  values: FormValues,
  problems: Problems,
  status: number,
): Promise<Response> {
  const { language, frame, version, gate } = page;
  const { from = '1' } = page.context.req.query();
  const { output } = await gate.pass(seeLegalRequest, page.asker, { legalRequest: id, from });
  const say = (ids: readonly string[]) => sayFields(version, ids, language);
  const steps = {
    received: output.receivedAt,
    authenticated: output.authenticatedAt,
    objected: output.objectedAt,
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
      mayAsk={sayMayAsk(version, output.ground, language)}
      fields={say(version.declarations.fields.map((field) => field.id))}
      asked={say(output.asked)}
      allowed={say(output.allowed)}
      persons={output.persons.map((person) => ({
        ...person,
        held: say(person.held),
        sealedByPerson: say(person.sealedByPerson),
      }))}
    />,
    status,
  );
}

/** The input of a step, and the name that it has in the page's forms. */
const PROBLEM_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  answer: { reason: 'explanation' },
  objection: { reason: 'objection' },
  hold: { reason: 'holdReason', until: 'holdUntil' },
  gag: { reason: 'gagReason' },
};

async function postStep(page: ConsolePage, id: string, step: string): Promise<Response> {
  const sent = await readForm(page, step === 'scope' ? LEGAL_FORM_BYTES_MAX : undefined);
  try {
    await takeStep(page, id, step, sent);
    return goTo(page, addresses.legalRequest(id));
  } catch (error) {
    const problems = problemOf(error, { ...PROBLEM_NAMES[step] });
    return await casePage(page, id, sent, problems, 422);
  }
}

async function takeStep(page: ConsolePage, legalRequest: string, step: string, sent: FormValues): Promise<void> {
  const { gate } = page;
  const officer = page.asker;
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
    case 'objection':
      await gate.pass(objectToRequest, officer, { legalRequest, reason: sent['objection'] });
      return;
    case 'hold':
      await gate.pass(setHold, officer, {
        legalRequest,
        until: endOfDay(sent['holdUntil'] ?? ''),
        reason: sent['holdReason'],
      });
      return;
    case 'gag': {
      const until = sent['gagUntil'] ?? '';
      await gate.pass(setGag, officer, {
        legalRequest,
        reason: sent['gagReason'],
        ...(until === '' ? {} : { gagUntil: endOfDay(until) }),
      });
      return;
    }
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

async function takeArchive(page: ConsolePage, id: string): Promise<Response> {
  const { batch = '1' } = await readForm(page);
  const { output } = await page.gate.pass(takeLegalArchive, page.asker, { legalRequest: id, batch });
  return page.context.body(new Uint8Array(output.archive), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${output.name}"`,
    'cache-control': 'no-store',
  });
}

/** "No data held" or "refused, because", as what the authority gets. */
async function answerDocument(page: ConsolePage, id: string): Promise<Response> {
  const { language, version, gate, context } = page;
  const { output } = await gate.pass(seeLegalRequest, page.asker, { legalRequest: id });
  const { answer, answeredAt } = output;
  if (answer === null || answeredAt === null) throw new Refusal('not_found', 'there is no such page');
  const policy = { number: version.number, digest: version.digest };
  const answering = { site: version.declarations.site, policy };
  return context.body(answerLetter(language, { ...output, answer, answeredAt }, answering), 200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="legal-request-${id}.txt"`,
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
