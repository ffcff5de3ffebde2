import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import {
  askForLetter,
  attachFile,
  enterProofCode,
  objectToDecision,
  proveOnline,
  seeConversation,
  seeConversations,
  seeDemands,
  seeDeskSlots,
  seeFile,
  startConversation,
  takeDeskCode,
  writeMessage,
} from '../../promises/collection/index.ts';
import {
  ConversationPage,
  ConversationsPage,
  DeskCodePage,
  type FileProblem,
  type ProofAnswer,
  ProofsPage,
} from '../../promises/collection/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import type { Problem } from '../../ui/problems.tsx';
import { openTurns, type Turns } from '../turns.ts';
import { fieldLabels, messageProblem } from './collection-words.ts';
import { type FileTurns, fileAnswer, takeFile } from './conversation-files.ts';
import { goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';
import { openUploadForm, receiveUpload, uploadWeight } from './read-upload.ts';

/** A form of many megabytes is taken apart when its picture's turn has come, in a queue that cannot grow without end. */
const DECODING = { atOnce: 2, waiting: 100 };
/** What is received and waits to be decoded must fit the memory: bytes, by what each upload says it will be. */
const HELD = { atOnce: 256 * 1024 * 1024, waiting: 100 };

export function collectionRoutes(app: Hono, web: Web, files: FileTurns): void {
  const uploads = { held: openTurns(HELD), decoding: openTurns(DECODING) };
  app.get('/account/conversation', async (context) => {
    const page = await openPage(context, web);
    return show(page, await conversationsPage(page, '', undefined));
  });
  app.post('/account/conversation', async (context) => postConversation(await openPage(context, web)));
  app.get('/account/conversation/:id', async (context) => {
    const page = await openPage(context, web);
    return show(page, await conversationPage(page, context.req.param('id'), '', undefined));
  });
  app.post('/account/conversation/:id/files', async (context) => {
    const page = await openPage(context, web);
    const conversation = context.req.param('id');
    const asker = signedIn(page);
    const { language } = page;
    const problem = await takeFile(page, files, (file) =>
      page.gate.pass(attachFile, asker, { conversation, file, language }),
    );
    if (problem === null) return goTo(page, addresses.conversation(conversation));
    return show(page, await conversationPage(page, conversation, '', undefined, problem), 422);
  });
  app.get('/account/conversation/:id/files/:file', async (context) => {
    const page = await openPage(context, web);
    const { id: conversation, file } = context.req.param();
    const { output } = await page.gate.pass(seeFile, signedIn(page), { conversation, file });
    return fileAnswer(page, output);
  });
  app.post('/account/conversation/:id', async (context) =>
    postMessage(await openPage(context, web), context.req.param('id')),
  );
  app.get('/account/proofs', async (context) => {
    const page = await openPage(context, web);
    return show(page, await proofsPage(page, answerOf(context.req.query('answer'))));
  });
  app.post('/account/proofs/code', async (context) => postProofCode(await openPage(context, web)));
  app.post('/account/proofs/:demand/letter', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(askForLetter, signedIn(page), { demand: context.req.param('demand') });
    return goTo(page, `${addresses.proofs}?answer=letter`);
  });
  app.post('/account/proofs/:proof/objection', async (context) =>
    postObjection(await openPage(context, web), context.req.param('proof')),
  );
  app.post('/account/proofs/:demand/image', async (context) =>
    postImage(await openPage(context, web), context.req.param('demand'), uploads),
  );
  app.post('/account/proofs/:demand/desk-code', async (context) =>
    postDeskCode(await openPage(context, web), context.req.param('demand')),
  );
}

/** What the address may say back: that something was done. */
function answerOf(said: string | undefined): ProofAnswer | null {
  return (['sent', 'code', 'objected', 'letter'] as const).find((one) => one === said) ?? null;
}

async function conversationsPage(page: Page, text: string, problem: Problem | undefined) {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(seeConversations, signedIn(page), {});
  const missing = fieldLabels(page, output.missing);
  return <ConversationsPage {...{ language, frame, missing, text, problem }} conversations={output.conversations} />;
}

async function conversationPage(
  page: Page,
  id: string,
  text: string,
  problem: Problem | undefined,
  fileProblem: FileProblem | null = null,
) {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(seeConversation, signedIn(page), { conversation: id });
  const missing = fieldLabels(page, output.missing);
  return (
    <ConversationPage {...{ language, frame, id, missing, text, problem, fileProblem }} {...output} missing={missing} />
  );
}

async function postConversation(page: Page): Promise<Response> {
  const { text = '' } = await readForm(page);
  try {
    const { output } = await page.gate.pass(startConversation, signedIn(page), { text, language: page.language });
    return goTo(page, addresses.conversation(output.id));
  } catch (error) {
    return show(page, await conversationsPage(page, text, messageProblem(error, text)), 422);
  }
}

async function postMessage(page: Page, conversation: string): Promise<Response> {
  const { text = '' } = await readForm(page);
  try {
    await page.gate.pass(writeMessage, signedIn(page), { conversation, text, language: page.language });
    return goTo(page, addresses.conversation(conversation));
  } catch (error) {
    return show(page, await conversationPage(page, conversation, text, messageProblem(error, text)), 422);
  }
}

async function proofsPage(page: Page, answer: ProofAnswer | null) {
  const { language, frame, gate } = page;
  const asker = signedIn(page);
  const [{ output }, { output: desk }] = await Promise.all([
    gate.pass(seeDemands, asker, {}),
    gate.pass(seeDeskSlots, asker, {}),
  ]);
  const demands = output.demands.map((demand) => ({ ...demand, fields: fieldLabels(page, demand.fields) }));
  const scanned = gate.parts.scanner !== null;
  return <ProofsPage {...{ language, frame, demands, answer, desk, scanned }} script={page.web.script.path} />;
}

interface Uploads {
  readonly held: Turns;
  readonly decoding: Turns;
}

async function postImage(page: Page, demand: string, { held, decoding }: Uploads): Promise<Response> {
  const asker = signedIn(page);
  try {
    const taken = await held.take(async () => {
      const received = await receiveUpload(page);
      return await decoding.take(async () => {
        const { file: image, text } = await openUploadForm(page, received, 'image');
        if (image === undefined) return false;
        await page.gate.pass(proveOnline, asker, { demand, image, mrz: text('mrz'), language: page.language });
        return true;
      });
    }, uploadWeight(page));
    if (!taken) return show(page, await proofsPage(page, 'missing'), 422);
    return goTo(page, `${addresses.proofs}?answer=sent`);
  } catch (error) {
    const answer = error instanceof Refusal ? imageAnswer(error) : undefined;
    if (answer === undefined || !(error instanceof Refusal)) throw error;
    return show(page, await proofsPage(page, answer), error.status);
  }
}

function imageAnswer({ code, detail }: Refusal): ProofAnswer | undefined {
  if (code === 'busy') return 'busy';
  if (detail.field === 'image.harm') return 'harm';
  if (detail.field === 'mrz') return 'mrz';
  if (detail.field === 'mrz.digits') return 'mrz-digits';
  if (code === 'too_large') return 'too-large';
  if (detail.field === 'image.pdf') return 'bad-pdf';
  if (detail.field !== 'image') return undefined;
  return code === 'unsupported_media_type' ? 'not-a-picture' : 'damaged';
}

async function postDeskCode(page: Page, demand: string): Promise<Response> {
  const sent = await readForm(page);
  const { language, frame, gate } = page;
  const [place = '', at = ''] = (sent[`slot.${demand}`] ?? 'any').split(' ');
  const slot = at === '' ? undefined : { place, at };
  try {
    const { output } = await gate.pass(takeDeskCode, signedIn(page), { demand, slot });
    const { code, until, appointment } = output;
    return show(page, <DeskCodePage {...{ language, frame, code, until, appointment }} />, 201);
  } catch (error) {
    if (!(error instanceof Refusal) || error.detail.field !== 'slot') throw error;
    return show(page, await proofsPage(page, 'slot'), error.status);
  }
}

async function postProofCode(page: Page): Promise<Response> {
  const { code = '' } = await readForm(page);
  try {
    await page.gate.pass(enterProofCode, signedIn(page), { code });
    return goTo(page, `${addresses.proofs}?answer=code`);
  } catch (error) {
    // A guessed code, a used one and a late one are told apart by nobody but the history.
    if (!(error instanceof Refusal) || !['not_found', 'invalid', 'forbidden_by_policy'].includes(error.code))
      throw error;
    return show(page, await proofsPage(page, 'no-code'), error.status);
  }
}

async function postObjection(page: Page, proof: string): Promise<Response> {
  const sent = await readForm(page);
  const asked = { proof, text: sent[`text.${proof}`] ?? '', language: page.language };
  try {
    await page.gate.pass(objectToDecision, signedIn(page), asked);
    return goTo(page, `${addresses.proofs}?answer=objected`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.detail.field !== 'text') throw error;
    return show(page, await proofsPage(page, 'objection-empty'), error.status);
  }
}
