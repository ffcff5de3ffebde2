import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono } from 'hono';
import type { InteractionResults, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { Refusal } from '../../kernel/refusal.ts';
import { seeOwnData } from '../../promises/agreement/index.ts';
import { findEntry } from '../../promises/use/index.ts';
import { EnterPage, EnterProblemPage, LeaveServicesPage, LeftServicesPage } from '../../promises/use/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { renderPage } from '../../ui/render.ts';
import { answerBelow, leadingOn, letFormsLeadOn, setHeadersBelow } from '../headers.ts';
import { problemOf, retryAfterOf } from '../problem.ts';
import { goTo, openPage, type Page, readForm, show, signedIn, type Web } from '../web/page.tsx';
import { clientOf } from './client-of.ts';
import { grantFor, type Oidc, openOidc } from './open-provider.ts';

/** Signing in to the site's own services by OpenID Connect. */
export interface ServiceDoor {
  routes(app: Hono): void;
  /** What programs ask most, answered without anything between. @returns false for what the routes answer */
  atOnce(request: IncomingMessage, response: ServerResponse): boolean;
}

/** What programs ask most. A browser that wants a page may be told why not by one, so it is not answered at once. */
function isAtOnce({ method, url, headers }: IncomingMessage): boolean {
  if (method === 'POST') return url === '/oidc/token' || url === '/oidc/userinfo';
  return method === 'GET' && url === '/oidc/userinfo' && headers.accept?.includes('text/html') !== true;
}

/** The protocol is the library's, the pages and decisions are ours. */
export function openServiceDoor(web: Web): ServiceDoor {
  // The library knows requests of node; the pages it asks for are made for the request they belong to.
  const contexts = new WeakMap<IncomingMessage, Context>();
  const pageFor = async ({ req }: KoaContextWithOIDC) => {
    const context = contexts.get(req);
    if (context === undefined) throw new Error('a page is made while its request is answered');
    return await openPage(context, web);
  };
  const oidc = openOidc(web.gate, web.face, {
    leave: async (koa, form) => {
      const { postLogoutRedirectUri: onwards } = (koa.oidc.session?.state ?? {}) as { postLogoutRedirectUri?: string };
      // A declared address; without this the browser would not follow there from our form.
      if (onwards !== undefined) koa.set('content-security-policy', leadingOn(new URL(onwards).origin));
      tell(koa, leavePage(await pageFor(koa), form));
    },
    left: async (koa) => tell(koa, <LeftServicesPage {...(await pageFor(koa))} />),
    error: async (koa, { error, description }) => {
      const page = await pageFor(koa);
      const stranger = error === 'invalid_client';
      if (stranger) web.gate.parts.turnedAway.note(new Refusal('not_found', 'no service of this site'));
      tell(
        koa,
        <EnterProblemPage {...page} stranger={stranger} code={`${error}${description && `: ${description}`}`} />,
      );
    },
  });
  const below = async (context: Context) => {
    const { incoming, outgoing } = bare(context);
    contexts.set(incoming, context);
    answerBelow(context, web.face, outgoing);
    await oidc.answer(incoming, outgoing);
    return RESPONSE_ALREADY_SENT;
  };
  return {
    routes(app) {
      app.on(['GET', 'POST', 'OPTIONS'], '/oidc/*', below);
      app.get('/.well-known/openid-configuration', below);
      app.get('/entering/:uid', async (context) => enterPage(await openPage(context, web), oidc));
      app.post('/entering/:uid', async (context) => postEnter(await openPage(context, web), oidc));
      app.post('/entering/:uid/decline', async (context) => postDecline(await openPage(context, web), oidc));
    },
    atOnce(request, response) {
      if (!isAtOnce(request)) return false;
      setHeadersBelow(web.face, response);
      void oidc.answer(request, response).catch((error: unknown) => tellProgram(web, error, response));
      return true;
    },
  };
}

/** What went wrong outside the protocol, as the protocol says it. */
function tellProgram({ gate }: Web, error: unknown, response: ServerResponse): void {
  gate.parts.turnedAway.note(error);
  const { status } = problemOf(error, gate.parts.log);
  if (response.headersSent) return;
  const said = status === 503 ? 'temporarily_unavailable' : 'server_error';
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...retryAfterOf(error),
  });
  response.end(JSON.stringify({ error: said }));
}

/** The request and the answer as node has them. */
function bare(context: Context): { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse } {
  return context.env as { incoming: IncomingMessage; outgoing: ServerResponse };
}

function tell(koa: KoaContextWithOIDC, element: Parameters<typeof renderPage>[0]): void {
  koa.set('cache-control', 'no-store');
  koa.type = 'html';
  koa.body = renderPage(element);
}

function leavePage(page: Page, form: string) {
  const token = /name="xsrf" value="([0-9a-f]+)"/.exec(form)?.[1] ?? '';
  return <LeaveServicesPage {...page} action="/oidc/sign-out/confirm" token={token} />;
}

interface Asked {
  readonly provider: Provider;
  readonly service: string;
  readonly purpose: string;
  readonly scope: string;
  readonly callback: string;
  /** Whether the person must show anew that it is them, and since when, milliseconds. */
  readonly presenceSince: number | null;
  readonly asksToJoin: boolean;
}

/** What is asked in this browser, under this number. @throws Refusal `gone` where it is over, or was asked in another */
async function askedIn(page: Page, oidc: Oidc): Promise<Asked> {
  const { incoming, outgoing } = bare(page.context);
  const provider = await oidc.provider();
  const details = await provider.interactionDetails(incoming, outgoing).catch(() => undefined);
  const client = clientOf(page.version.declarations, String(details?.params.client_id));
  const service = page.version.declarations.services.find(({ id }) => id === client?.client_id);
  const gone = new Refusal('gone', 'this request to sign in is over: begin it again where it came from');
  if (details === undefined || details.uid !== page.context.req.param('uid')) throw gone;
  if (client === undefined || service?.signIn === undefined) throw gone;
  const { prompt, params, iat } = details;
  const anew = prompt.reasons.includes('max_age') || prompt.reasons.includes('login_prompt');
  return {
    provider,
    service: service.id,
    purpose: service.signIn.purpose,
    scope: String(client.scope),
    callback: String(params.redirect_uri),
    presenceSince: anew ? (iat ?? 0) * 1000 : null,
    asksToJoin: prompt.name === 'consent',
  };
}

async function enterPage(page: Page, oidc: Oidc): Promise<Response> {
  const asked = await askedIn(page, oidc);
  const person = signedIn(page);
  const { language, frame, version, gate } = page;
  const own = addresses.entering(page.context.req.param('uid') ?? '');
  if (asked.presenceSince !== null && person.authenticatedAt.getTime() < asked.presenceSince) {
    return goTo(page, addresses.presenceFor(own));
  }
  const { personId } = person;
  // Who joined before is not asked what they answered; the protocol goes on by itself.
  const before = await findEntry(gate.parts.db, { personId, service: asked.service, purpose: asked.purpose });
  if (before !== undefined && !asked.asksToJoin) return await onwards(page, { login: loginOf(page) }, asked);
  const { output } = await gate.pass(seeOwnData, person, {});
  const service = version.declarations.services.find(({ id }) => id === asked.service);
  const purpose = service?.purposes.find(({ id }) => id === asked.purpose);
  const fields = (purpose?.fields ?? []).map((name) => {
    const field = version.declarations.fields.find(({ id }) => id === name);
    return {
      label: field?.words[language] ?? name,
      why: field?.why[language] ?? '',
      held: output.fields.some((one) => one.field === name),
    };
  });
  letFormsLeadOn(page.context, new URL(asked.callback).origin);
  const said = { service: service?.words[language] ?? '', purpose: purpose?.words[language] ?? '', fields };
  return show(page, <EnterPage {...{ language, frame, ...said }} uid={page.context.req.param('uid') ?? ''} />);
}

async function postEnter(page: Page, oidc: Oidc): Promise<Response> {
  const person = signedIn(page);
  await readForm(page);
  const asked = await askedIn(page, oidc);
  const grant = await grantFor(page.gate, asked.provider, person, asked);
  return await onwards(page, { login: loginOf(page), consent: { grantId: grant.jti } }, asked);
}

async function postDecline(page: Page, oidc: Oidc): Promise<Response> {
  signedIn(page);
  await readForm(page);
  const declined = { error: 'access_denied', error_description: 'the person declined' };
  return await onwards(page, declined, await askedIn(page, oidc));
}

function loginOf(page: Page) {
  const { personId, authenticatedAt } = signedIn(page);
  return { accountId: personId, ts: Math.floor(authenticatedAt.getTime() / 1000), remember: true };
}

/** Back into the protocol, at an address of our own, which then leads to the service. */
async function onwards(page: Page, result: InteractionResults, { provider, callback }: Asked): Promise<Response> {
  const { incoming, outgoing } = bare(page.context);
  const to = new URL(await provider.interactionResult(incoming, outgoing, result));
  letFormsLeadOn(page.context, new URL(callback).origin);
  return goTo(page, `${to.pathname}${to.search}`);
}
