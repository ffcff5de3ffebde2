import type { Context, Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { leaveForm, makeFormNonce, readFormNonce, useOwnKey } from '../../promises/agreement/index.ts';
import { type FormAgain, FormLeftPage, FormPage, OwnPage } from '../../promises/agreement/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import type { Problems } from '../../ui/problems.tsx';
import { renderPage } from '../../ui/render.ts';
import { letFrame } from '../headers.ts';
import type { FileTurns } from './conversation-files.ts';
import { keepSession } from './cookies.ts';
import { formInputs, isProblem, leftFields, problemsOf, typedAgain } from './declared-inputs.ts';
import { type FormValues, goTo, openPage, type Page, readForm, show, showRendered, type Web } from './page.tsx';
import { readDeclared } from './read-declared.ts';

/** Declared forms, on pages of their own and as frames, and the page of who left one without an account. */
export function formRoutes(app: Hono, web: Web, turns: FileTurns): void {
  const rendered = new Map<string, string>();
  app.get('/forms/:form', async (context) => getForm(await openForm(context, web, false), rendered));
  app.post('/forms/:form', async (context) => postForm(await openForm(context, web, false), turns));
  app.get('/forms/:form/frame', async (context) => getForm(await openForm(context, web, true), rendered));
  app.post('/forms/:form/frame', async (context) => postForm(await openForm(context, web, true), turns));
  // The key stands in the address, so the page names none of it to anybody: no referrer, no cache, no look-up by GET.
  app.get('/mine/:key', async (context) => {
    const page = await openPage(context, web);
    context.header('x-robots-tag', 'noindex');
    const frame = { ...page.frame, path: '/' };
    return show(page, <OwnPage language={page.language} frame={frame} ownKey={context.req.param('key')} />);
  });
  app.post('/mine/:key', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    const { output } = await page.gate.pass(useOwnKey, page.asker, { key: context.req.param('key') });
    keepSession(page, output.session);
    return goTo(page, addresses.data);
  });
}

interface OpenForm {
  readonly page: Page;
  readonly form: Parameters<typeof FormPage>[0]['form'];
  readonly framed: boolean;
}

async function openForm(context: Context, web: Web, framed: boolean): Promise<OpenForm> {
  const page = await openPage(context, web, { framed });
  const { language, version } = page;
  const id = context.req.param('form') ?? '';
  const declared = version.declarations.forms.find((one) => one.id === id && id !== 'registration');
  if (declared === undefined) throw new Refusal('not_found', 'there is no such form');
  if (framed) {
    if ((declared.framedBy ?? []).length === 0) throw new Refusal('not_found', 'this form stands in no other site');
    letFrame(context, declared.framedBy ?? []);
  }
  const form = {
    id,
    title: declared.words[language],
    lead: declared.lead[language],
    fields: formInputs(version.declarations, id, language),
    message: declared.message,
  };
  return { page, form, framed };
}

interface Came {
  readonly values: FormValues;
  readonly problems: Problems;
  readonly again: FormAgain | null;
  readonly work?: Parameters<typeof FormPage>[0]['work'];
}

function formPage({ page, form, framed }: OpenForm, came: Came, shown?: string) {
  const { language, frame, version, gate, web } = page;
  const nonce = shown ?? makeFormNonce(gate.parts, form.id, version.number);
  return (
    <FormPage
      {...{ language, frame, form, nonce, framed }}
      {...came}
      work={came.work ?? null}
      script={web.script.path}
    />
  );
}

/** What a page that nobody is signed in on holds of nobody: kept as it was rendered, but for the nonce. */
const RENDERED_MAX = 500;
const NONCE = 'nonce-of-this-page';

function getForm(open: OpenForm, rendered: Map<string, string>): Response {
  const { page, form, framed } = open;
  const fresh = { values: {}, problems: {}, again: null };
  if (page.frame.signedIn) return show(page, formPage(open, fresh));
  const key = `${page.version.number} ${page.language} ${framed} ${form.id}`;
  let html = rendered.get(key);
  if (html === undefined) {
    html = renderPage(formPage(open, fresh, NONCE));
    if (rendered.size >= RENDERED_MAX) rendered.clear();
    rendered.set(key, html);
  }
  return showRendered(page, html.replace(NONCE, makeFormNonce(page.gate.parts, form.id, page.version.number)));
}

async function postForm(open: OpenForm, turns: FileTurns): Promise<Response> {
  const { page, form, framed } = open;
  const { values: sent, files, pass } = await readDeclared(page, turns);
  const { language, frame, version, gate } = page;
  const { message, nonce = '', website, task, solution } = sent;
  const values = typedAgain(sent);
  const back = (again: FormAgain | null, problems: Problems, status: number) =>
    show(page, formPage(open, { values, problems, again }), status);
  const shown = readFormNonce(gate.parts, form.id, nonce);
  if (shown === undefined) return back('old', {}, 410);
  // What the form asks, and what it is linked to, may be another thing now: the person looks again.
  if (shown.version !== version.number) return back('changed', {}, 409);
  const fields = leftFields(sent, files);
  try {
    const given = {
      form: form.id,
      fields,
      language,
      nonce,
      ...(website === undefined ? {} : { website }),
      ...(task === undefined ? {} : { work: { task, solution } }),
    };
    const input = message === undefined || message.trim() === '' ? given : { ...given, message };
    const { output } = await pass(() => gate.pass(leaveForm, page.asker, input));
    const held = version.declarations.fields
      .filter(({ id }) => fields[id] !== undefined)
      .map(({ words }) => words[language]);
    const ownAddress = output.key === null ? null : `${page.web.face.origin}${addresses.own(output.key)}`;
    return show(
      page,
      <FormLeftPage {...{ language, frame, held, ownAddress, framed }} version={output.version} />,
      201,
    );
  } catch (error) {
    if (isProblem(error, files)) return back(null, problemsOf(error, sent, files), 422);
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'conflict' && error.detail.field === 'nonce') return back('again', {}, 409);
    if (error.code !== 'too_often') throw error;
    page.context.header('retry-after', String(error.detail.retryAfterSeconds ?? 60));
    const { work } = error.detail;
    if (work !== undefined) return show(page, formPage(open, { values, problems: {}, again: 'work', work }), 429);
    return back('tooOften', {}, 429);
  }
}
