import type { Hono } from 'hono';
import { readStaffRoles } from '../../kernel/gate/store.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';
import { BulletinPage, type BulletinState, BulletinsPage } from '../../promises/communication/console.tsx';
import {
  acceptStop,
  confirmBulletin,
  endBulletin,
  nameTopic,
  previewBulletin,
  seeBulletins,
  seeOwnMessages,
  stopByLetter,
  stopMessages,
  undoStop,
  writeBulletin,
} from '../../promises/communication/index.ts';
import { MessagePage, MessagesPage, StopPage } from '../../promises/communication/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { readBody } from '../body.ts';
import { type FormValues, goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';

export function communicationRoutes(app: Hono, web: Web): void {
  stopRoutes(app, web);
  accountRoutes(app, web);
  consoleRoutes(app, web);
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
    const { output } = await page.gate.pass(seeOwnMessages, signedIn(page), {});
    const message = output.messages.find(({ bulletinId }) => bulletinId === context.req.param('id'));
    if (message === undefined) throw new Refusal('not_found', 'there is no such message, or it is not yours');
    return show(page, <MessagePage language={page.language} frame={page.frame} message={message} />);
  });
  app.post('/account/messages/stop', async (context) => {
    const page = await openPage(context, web);
    const { topic } = await readForm(page);
    await page.gate.pass(stopMessages, signedIn(page), topic === undefined ? {} : { topic });
    return goTo(page, addresses.messages);
  });
  app.post('/account/messages/undo', async (context) => {
    const page = await openPage(context, web);
    const { topic } = await readForm(page);
    await page.gate.pass(undoStop, signedIn(page), topic === undefined ? {} : { topic });
    return goTo(page, addresses.messages);
  });
}

async function messagesPage(page: Page): Promise<Response> {
  const { language, frame } = page;
  const { output } = await page.gate.pass(seeOwnMessages, signedIn(page), {});
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
  const messages = output.messages.map(({ bulletinId, subject, at, outcome }) => ({
    id: bulletinId,
    subject,
    at,
    outcome,
  }));
  return show(page, <MessagesPage {...{ language, frame, topics, messages }} />);
}

function consoleRoutes(app: Hono, web: Web): void {
  app.get('/console/bulletins', async (context) => {
    const page = await openPage(context, web);
    return show(page, await bulletinsPage(page, {}, {}));
  });
  app.get('/console/bulletins/new', async (context) => {
    const page = await openPage(context, web);
    const { output } = await page.gate.pass(seeBulletins, signedIn(page), {});
    const { name, contact } = page.version.declarations.site;
    const values = {
      topic: output.topics[0]?.topic ?? '',
      senderName: name ?? '',
      senderAddress: contact?.includes('@') ? contact : '',
      language: page.version.declarations.site.languages[0] ?? page.language,
      markdown: wordsOf(page.language).communication.console.sample,
    };
    return show(page, newPage(page, output.topics, values, {}));
  });
  app.post('/console/bulletins', async (context) => postText(await openPage(context, web), null));
  app.post('/console/bulletins/letters', async (context) => postLetter(await openPage(context, web)));
  app.post('/console/bulletins/topics', async (context) => postTopic(await openPage(context, web)));
  app.get('/console/bulletins/:id', async (context) => {
    const page = await openPage(context, web);
    return show(page, await bulletinPage(page, context.req.param('id'), {}, {}));
  });
  app.post('/console/bulletins/:id', async (context) =>
    postText(await openPage(context, web), context.req.param('id')),
  );
  app.post('/console/bulletins/:id/confirm', async (context) => {
    const page = await openPage(context, web);
    const { shown } = await readForm(page);
    const bulletin = context.req.param('id');
    await page.gate.pass(confirmBulletin, signedIn(page), { bulletin, origin: web.face.origin, shown });
    return goTo(page, addresses.bulletin(bulletin));
  });
  app.post('/console/bulletins/:id/end', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(endBulletin, signedIn(page), { bulletin: context.req.param('id') });
    return goTo(page, addresses.bulletins);
  });
}

type PageProblems = Parameters<typeof BulletinsPage>[0]['problems'];
type Topics = readonly ({ readonly topic: string } & Readonly<Record<Language, string>>)[];

async function bulletinsPage(page: Page, values: FormValues, problems: PageProblems) {
  const { language, frame, web, context } = page;
  const { output } = await page.gate.pass(seeBulletins, signedIn(page), {});
  const bulletins = output.bulletins.map((row) => ({
    id: row.bulletinId,
    subject: (row.subjects.find((one) => one.language === language) ?? row.subjects[0])?.subject ?? '—',
    topic: output.topics.find(({ topic }) => topic === row.topic)?.[language] ?? row.topic,
    state: stateOf(row, web.relay),
    audience: row.audience,
    accepted: row.progress?.accepted ?? 0,
  }));
  const letterDone = context.req.query('letter') === 'done';
  const roles = await readStaffRoles(page.gate.parts.db, signedIn(page).session);
  const mayWrite = roles.some((role) => writeBulletin.askers.includes(role));
  return (
    <BulletinsPage {...{ language, frame, bulletins, mayWrite, letterDone, values, problems }} relay={web.relay} />
  );
}

interface Standing {
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
  readonly progress: { readonly waiting: number } | null;
}

function stateOf({ confirmedAt, endedAt, progress }: Standing, relay: boolean): BulletinState {
  if (endedAt !== null) return 'ended';
  if (confirmedAt === null) return 'draft';
  if ((progress?.waiting ?? 0) === 0) return 'done';
  return relay ? 'going' : 'waits';
}

function newPage(page: Page, topics: Topics, values: FormValues, problems: PageProblems) {
  const none = { id: null, draft: true, ended: false, previews: [], audience: [], shown: null, progress: null };
  return (
    <BulletinPage
      {...none}
      {...choices(page, topics)}
      language={page.language}
      frame={page.frame}
      values={values}
      problems={problems}
    />
  );
}

function choices(page: Page, topics: Topics) {
  return {
    topics: topics.map((one) => ({ id: one.topic, label: one[page.language] })),
    languages: LANGUAGES.map((id) => ({
      id,
      label: new Intl.DisplayNames([page.language], { type: 'language' }).of(id) ?? id,
    })),
  };
}

async function bulletinPage(page: Page, id: string, sent: FormValues, problems: PageProblems) {
  const { language, frame, web } = page;
  const { output } = await page.gate.pass(previewBulletin, signedIn(page), { bulletin: id, origin: web.face.origin });
  const { bulletin, sources, previews } = output;
  const chosen = sent['language'] ?? page.context.req.query('text') ?? sources[0]?.language ?? language;
  const source = sources.find((one) => one.language === chosen);
  const values = {
    topic: bulletin.topic,
    senderName: bulletin.senderName,
    senderAddress: bulletin.senderAddress,
    language: chosen,
    subject: source?.subject ?? '',
    markdown: source?.markdown ?? wordsOf(language).communication.console.sample,
    ...sent,
  };
  const { confirmedAt, endedAt } = bulletin;
  return (
    <BulletinPage
      {...{ language, frame, id, values, problems, previews, ...choices(page, output.topics) }}
      draft={confirmedAt === null && endedAt === null}
      ended={endedAt !== null}
      audience={output.audience}
      shown={output.shown}
      progress={confirmedAt === null ? null : output.progress}
    />
  );
}

async function postText(page: Page, id: string | null): Promise<Response> {
  const asker = signedIn(page);
  const sent = await readForm(page);
  const { topic, senderName = '', senderAddress, language, subject, markdown } = sent;
  const asked = {
    topic,
    senderName,
    senderAddress,
    language,
    subject,
    markdown,
    ...(id === null ? {} : { bulletin: id }),
  };
  try {
    const { output } = await page.gate.pass(writeBulletin, asker, asked);
    return goTo(page, `${addresses.bulletin(output.bulletin)}?text=${encodeURIComponent(language ?? '')}`);
  } catch (error) {
    const problems = problemsOf(error);
    if (id !== null) return show(page, await bulletinPage(page, id, sent, problems), 422);
    const { output } = await page.gate.pass(seeBulletins, asker, {});
    return show(page, newPage(page, output.topics, sent, problems), 422);
  }
}

async function postLetter(page: Page): Promise<Response> {
  const sent = await readForm(page);
  try {
    await page.gate.pass(stopByLetter, signedIn(page), { from: sent['from'] });
    return goTo(page, `${addresses.bulletins}?letter=done`);
  } catch (error) {
    return show(page, await bulletinsPage(page, sent, problemsOf(error)), 422);
  }
}

async function postTopic(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const { topic, ru, en, uk } = sent;
  try {
    await page.gate.pass(nameTopic, signedIn(page), { topic, ru, en, uk });
    return goTo(page, addresses.bulletins);
  } catch (error) {
    return show(page, await bulletinsPage(page, sent, problemsOf(error)), 422);
  }
}

/** The field a refusal names, as a problem of the form; every other refusal is a page of its own. */
function problemsOf(error: unknown): PageProblems {
  if (!(error instanceof Refusal) || error.code !== 'invalid' || error.detail.field === undefined) throw error;
  return { [error.detail.field]: 'malformed' };
}
