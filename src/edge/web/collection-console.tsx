import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import {
  DemandsPage,
  DeskPage,
  type DeskPageProps,
  PaperPage,
  ReviewPage,
  StartDemandPage,
  WaitingConversationPage,
  WaitingConversationsPage,
} from '../../promises/collection/console.tsx';
import {
  answerConversation,
  answerWithFile,
  assignConversation,
  decideAtDesk,
  decideProof,
  demandProof,
  listConversations,
  listDemands,
  readConversation,
  readFile,
  seeAtDesk,
  seeProof,
  WAYS,
  withdrawDemand,
} from '../../promises/collection/index.ts';
import type { FileProblem } from '../../promises/collection/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import type { Problem, Problems } from '../../ui/problems.tsx';
import { openConsole } from '../console-page.ts';
import { cannedAnswers } from './canned-answers-console.tsx';
import { fieldLabels, messageProblem } from './collection-words.ts';
import { type FileTurns, fileAnswer, takeFile } from './conversation-files.ts';
import { type FormValues, goTo, type Page, readForm, show, signedIn, type Web } from './page.tsx';
import { deskPlaces, proofPapers } from './proof-console.tsx';
import { reasonsOf } from './reasons-of.ts';
import { shownValues } from './shown-values.ts';

/** What the administration does under this section. Who it is to the gate to say; here are only pages. */
export function collectionConsole(app: Hono, web: Web, files: FileTurns): void {
  app.get('/console/conversations', async (context) => waitingPage(await openConsole(context, web)));
  app.get('/console/conversations/:id', async (context) => {
    const page = await openConsole(context, web);
    return show(page, await readPage(page, context.req.param('id'), null, undefined));
  });
  app.post('/console/conversations/:id/assignment', async (context) => {
    const page = await openConsole(context, web);
    const { to } = await readForm(page);
    const conversation = context.req.param('id');
    await page.gate.pass(assignConversation, page.asker, { conversation, to });
    return goTo(page, addresses.waitingConversation(conversation));
  });
  app.post('/console/conversations/:id/files', async (context) => {
    const page = await openConsole(context, web);
    const conversation = context.req.param('id');
    const problem = await takeFile(page, files, (file) =>
      page.gate.pass(answerWithFile, page.asker, { conversation, file }),
    );
    if (problem === null) return goTo(page, addresses.waitingConversation(conversation));
    return show(page, await readPage(page, conversation, '', undefined, problem), 422);
  });
  app.get('/console/conversations/:id/files/:file', async (context) => {
    const page = await openConsole(context, web);
    const { id: conversation, file } = context.req.param();
    const { output } = await page.gate.pass(readFile, page.asker, { conversation, file });
    return fileAnswer(page, output);
  });
  cannedAnswers(app, web);
  app.post('/console/conversations/:id', async (context) =>
    postAnswer(await openConsole(context, web), context.req.param('id')),
  );
  app.get('/console/demands', async (context) => demandsPage(await openConsole(context, web)));
  app.get('/console/demands/start', async (context) => {
    const page = await openConsole(context, web);
    // The list is asked for its roles: who may not see it gets no form either.
    await page.gate.pass(listDemands, signedIn(page), {});
    return show(page, startDemandPage(page, context.req.query(), {}, {}));
  });
  app.post('/console/demands/start', async (context) => postDemand(await openConsole(context, web)));
  app.post('/console/demands/:id/withdraw', async (context) => {
    const page = await openConsole(context, web);
    await readForm(page);
    await page.gate.pass(withdrawDemand, signedIn(page), { demand: context.req.param('id') });
    return goTo(page, addresses.demands);
  });
  app.get('/console/proofs/:id', async (context) =>
    reviewPage(await openConsole(context, web), context.req.param('id')),
  );
  app.post('/console/proofs/:id/decision', async (context) => {
    const page = await openConsole(context, web);
    const sent = await readForm(page);
    const decided = decisionOf(sent);
    await page.gate.pass(decideProof, signedIn(page), { proof: context.req.param('id'), seen: sent['seen'], decided });
    return goTo(page, addresses.demands);
  });
  app.get('/console/desk', async (context) => {
    const page = await openConsole(context, web);
    const { output } = await page.gate.pass(listDemands, signedIn(page), {});
    const answer = context.req.query('answer') === 'decided' ? { kind: 'decided' as const } : null;
    return show(page, deskPage(page, answer, null, output.appointments));
  });
  deskPlaces(app, web);
  proofPapers(app, web);
  app.post('/console/desk', async (context) => postCode(await openConsole(context, web)));
  app.post('/console/desk/decision', async (context) => postDeskDecision(await openConsole(context, web)));
}

async function waitingPage(page: Page): Promise<Response> {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(listConversations, signedIn(page), {});
  return show(page, <WaitingConversationsPage {...{ language, frame }} conversations={output.conversations} />);
}

/** @param typed What stands in the answer; null: the kept answer that the address names, or nothing. */
async function readPage(
  page: Page,
  id: string,
  typed: string | null,
  problem: Problem | undefined,
  fileProblem: FileProblem | null = null,
) {
  const { language, frame, gate, context } = page;
  const { output } = await gate.pass(readConversation, signedIn(page), { conversation: id });
  const text = typed ?? output.canned.find((one) => one.id === context.req.query('answer'))?.answer ?? '';
  return <WaitingConversationPage {...{ language, frame, text, problem, fileProblem }} {...output} />;
}

async function postAnswer(page: Page, conversation: string): Promise<Response> {
  const { text = '' } = await readForm(page);
  try {
    await page.gate.pass(answerConversation, signedIn(page), { conversation, text });
    return goTo(page, addresses.waitingConversations);
  } catch (error) {
    return show(page, await readPage(page, conversation, text, messageProblem(error, text)), 422);
  }
}

async function demandsPage(page: Page): Promise<Response> {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(listDemands, signedIn(page), {});
  const demands = output.demands.map((demand) => ({ ...demand, fields: fieldLabels(page, demand.fields) }));
  return show(page, <DemandsPage {...{ language, frame }} {...output} demands={demands} />);
}

/** @param named What the address or the form says about whom it concerns. */
function startDemandPage(page: Page, named: FormValues, values: FormValues, problems: Problems) {
  const { language, frame, version } = page;
  const fields = version.declarations.fields.map(({ id, words }) => ({ id, label: words[language] }));
  return <StartDemandPage {...{ language, frame, fields, values, problems }} of={concerned(named)} />;
}

function concerned({ conversation, card }: FormValues): Parameters<typeof StartDemandPage>[0]['of'] {
  if (conversation !== undefined) return { kind: 'conversation', id: conversation };
  return card === undefined ? null : { kind: 'card', id: card };
}

async function postDemand(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const { account = '', reason, heldBack, days = '' } = sent;
  const of = concerned(sent);
  const fields = page.version.declarations.fields.flatMap(({ id }) => (sent[`field.${id}`] === undefined ? [] : [id]));
  const ways = WAYS.filter((way) => sent[`way.${way}`] !== undefined);
  const problems: Problems = {
    ...(of === null && account.trim() === '' ? { account: 'missing' as const } : {}),
    ...(fields.length === 0 ? { field: 'missing' as const } : {}),
    ...(ways.length === 0 ? { way: 'missing' as const } : {}),
  };
  const again = (found: Problems) => show(page, startDemandPage(page, sent, sent, found), 422);
  if (Object.keys(problems).length > 0) return again(problems);
  const person = of === null ? { account: account.trim() } : { [of.kind]: of.id };
  const asked = { person, fields, reason, ways, days: Number(days), heldBack };
  try {
    await page.gate.pass(demandProof, signedIn(page), asked);
    return goTo(page, addresses.demands);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { field = '' } = error.detail;
    if (error.code === 'not_found' && of === null) return again({ account: 'malformed' });
    if (error.code === 'invalid' && ['reason', 'heldBack', 'days'].includes(field))
      return again({ [field]: 'malformed' });
    throw error;
  }
}

async function reviewPage(page: Page, id: string): Promise<Response> {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(seeProof, signedIn(page), { proof: id });
  const { reason } = output.demand;
  const proof = {
    id,
    reason,
    values: shownValues(page, output),
    image: output.image ?? '',
    seen: output.seen,
    mrz: mrzLabels(page, output.mrz),
  };
  return show(page, <ReviewPage {...{ language, frame, proof }} />);
}

function mrzLabels({ version, language }: Page, mrz: readonly { field: string; said: 'same' | 'differs' }[] | null) {
  const labelOf = (id: string) => version.declarations.fields.find((one) => one.id === id)?.words[language] ?? id;
  return mrz === null ? null : mrz.map(({ field, said }) => ({ label: labelOf(field), said }));
}

/** One of the three forms was sent: the outcome and what belongs to it. */
function decisionOf(sent: FormValues): Record<string, unknown> {
  const { decision = '' } = sent;
  const name = decision === 'approved' ? 'document' : 'reason';
  return { decision, [name]: sent[`${decision}.${name}`] };
}

function deskPage(
  page: Page,
  answer: DeskPageProps['answer'],
  visit: DeskPageProps['visit'],
  appointments: DeskPageProps['appointments'] = [],
) {
  const { language, frame } = page;
  return <DeskPage {...{ language, frame, answer, visit, appointments }} />;
}

async function postCode(page: Page): Promise<Response> {
  const { code = '' } = await readForm(page);
  try {
    const { output } = await page.gate.pass(seeAtDesk, signedIn(page), { code });
    const visit = { code, reason: output.demand.reason, values: shownValues(page, output), seen: output.seen };
    return show(page, deskPage(page, null, visit));
  } catch (error) {
    return deskRefusal(page, error);
  }
}

async function postDeskDecision(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const { code, seen } = sent;
  try {
    const asked = { code, seen, decided: decisionOf(sent) };
    const { output } = await page.gate.pass(decideAtDesk, signedIn(page), asked);
    const { language, frame } = page;
    if (output.slip !== null)
      return show(page, <PaperPage {...{ language, frame }} {...output.slip} paper={{ kind: 'slip' }} />, 201);
    return goTo(page, `${addresses.desk}?answer=decided`);
  } catch (error) {
    return deskRefusal(page, error);
  }
}

// A wrong or used code is the everyday case at a desk: said on the desk's own page, in words.
async function deskRefusal(page: Page, error: unknown): Promise<Response> {
  if (!(error instanceof Refusal) || !['not_found', 'invalid', 'forbidden_by_policy'].includes(error.code)) throw error;
  // Only who may stand at the desk is told so; anybody else finds nothing here.
  await page.gate.pass(listDemands, signedIn(page), {});
  const reasons = reasonsOf(error, page.gate.acts, page.language);
  const answer =
    error.code === 'forbidden_by_policy' ? { kind: 'refused' as const, reasons } : { kind: 'unknown' as const };
  return show(page, deskPage(page, answer, null), error.status);
}
