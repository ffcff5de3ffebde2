import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import {
  acceptStop,
  addressWorks,
  seeOwnMessages,
  stopMessages,
  undoStop,
} from '../../promises/communication/index.ts';
import { MessagePage, MessagesPage, StopPage } from '../../promises/communication/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { readBody } from '../body.ts';
import { goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';

export function communicationRoutes(app: Hono, web: Web): void {
  stopRoutes(app, web);
  accountRoutes(app, web);
}

/** A stop has a page, a POST without a sign-in, and answers that tell nothing of the link. */
function stopRoutes(app: Hono, web: Web): void {
  const answer = (page: Page, token: string, state: 'asking' | 'stopped' | 'undone') =>
    show(page, <StopPage language={page.language} frame={page.frame} token={token} state={state} />);
  app.get('/stop/:token', async (context) =>
    answer(await openPage(context, web), context.req.param('token'), 'asking'),
  );
  app.options('/stop/:token', (context) => context.body(null, 204, { allow: 'GET, HEAD, OPTIONS, POST' }));
  app.post('/stop/:token', async (context) => {
    const page = await openPage(context, web);
    const token = context.req.param('token');
    // RFC 8058: the mail program's own POST, form-encoded or multipart. It comes from anywhere, with no cookie of ours.
    const sent = await readBody(context, STOP_BODY_BYTES_MAX);
    const oneClick = /List-Unsubscribe[\s\S]{0,20}One-Click/.test(sent);
    const scope = !oneClick && new URLSearchParams(sent).get('scope') === 'topic' ? 'topic' : 'all';
    await acceptStop(page.gate, page.asker, { token, scope, how: oneClick ? 'one-click' : 'link' });
    return oneClick ? context.body(null, 200, { 'cache-control': 'no-store' }) : answer(page, token, 'stopped');
  });
  app.post('/stop/:token/undo', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    const token = context.req.param('token');
    await page.gate.pass(undoStop, signedIn(page), { token });
    return answer(page, token, 'undone');
  });
}

/** What a mail program or our own page sends is a line; the rest is nobody we know. */
const STOP_BODY_BYTES_MAX = 2048;

function accountRoutes(app: Hono, web: Web): void {
  app.get('/account/messages', async (context) => messagesPage(await openPage(context, web)));
  app.get('/account/messages/:id', async (context) => {
    const page = await openPage(context, web);
    const id = context.req.param('id');
    const { output } = await page.gate.pass(seeOwnMessages, signedIn(page), isId(id) ? { from: id } : {});
    const message = output.messages.find(({ bulletinId }) => bulletinId === id);
    if (message === undefined) throw new Refusal('not_found', 'there is no such message, or it is not yours');
    return show(page, <MessagePage language={page.language} frame={page.frame} message={message} />);
  });
  app.post('/account/messages/stop', async (context) => {
    const page = await openPage(context, web);
    const { topic } = await readForm(page);
    await page.gate.pass(stopMessages, signedIn(page), topic === undefined ? {} : { topic });
    return goTo(page, addresses.messages);
  });
  app.post(addresses.addressWorks, async (context) => addressWorksAgain(await openPage(context, web)));
  app.post('/account/messages/undo', async (context) => {
    const page = await openPage(context, web);
    const { topic } = await readForm(page);
    await page.gate.pass(undoStop, signedIn(page), topic === undefined ? {} : { topic });
    return goTo(page, addresses.messages);
  });
}

/** Anything else in its place is no message of anybody. */
const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

async function addressWorksAgain(page: Page): Promise<Response> {
  await readForm(page);
  await page.gate.pass(addressWorks, signedIn(page), {});
  return goTo(page, addresses.messages);
}

async function messagesPage(page: Page): Promise<Response> {
  const { language, frame } = page;
  const from = page.context.req.query('from') ?? '';
  const { output } = await page.gate.pass(seeOwnMessages, signedIn(page), isId(from) ? { from } : {});
  const scopes = [
    { topic: null, name: null },
    ...output.topics.map((one) => ({ topic: one.topic, name: one[language] })),
  ];
  const topics = scopes.map((scope) => {
    const standing = output.stops.filter(({ topic }) => topic === scope.topic);
    return {
      ...scope,
      stopped: standing.length > 0,
      stoppedWithAll: scope.topic !== null && output.stops.some(({ topic }) => topic === null),
      undoable: output.addressProved || standing.every(({ own, how }) => own && how === 'account'),
    };
  });
  const messages = output.messages.map(({ bulletinId, subject, at, outcome, returnedAs }) => ({
    id: bulletinId,
    subject,
    at,
    outcome,
    returnedAs,
  }));
  const { mailComesBack, next } = output;
  return show(page, <MessagesPage {...{ language, frame, topics, messages, mailComesBack, next }} />);
}
