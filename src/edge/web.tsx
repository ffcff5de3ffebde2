import { type Context, Hono } from 'hono';
import { Refusal } from '../kernel/refusal.ts';
import { ErrorPage, type ProblemStatus } from '../ui/pages/error-page.tsx';
import { apiRoutes } from './api.ts';
import { consoleRoutes, isNeedsFactor, needsFactorPage } from './console.tsx';
import { securityHeaders } from './headers.ts';
import { healthRoutes } from './health.ts';
import { ledgerRoutes } from './ledger.ts';
import { openServiceDoor, type ServiceDoor } from './oidc/routes.tsx';
import { problemOf, retryAfterOf } from './problem.ts';
import { agreementRoutes } from './web/agreement.tsx';
import { changesRoutes } from './web/changes.tsx';
import { collectionRoutes } from './web/collection.tsx';
import { communicationRoutes } from './web/communication.tsx';
import { openFileTurns } from './web/conversation-files.ts';
import { docsRoutes } from './web/docs.tsx';
import { erasureRoutes } from './web/erasure.tsx';
import { explainRoutes } from './web/explain.tsx';
import { feedRoutes } from './web/feeds.ts';
import { formRoutes } from './web/forms.tsx';
import { guardRoutes } from './web/guard.tsx';
import { homeRoutes } from './web/home.tsx';
import { linkRoutes } from './web/links.tsx';
import { ownCopyRoutes } from './web/own-copy.tsx';
import { openPage, show, type Web } from './web/page.tsx';
import { protectionRoutes } from './web/protection.tsx';
import { reasonsOf } from './web/reasons-of.ts';
import { referenceRoutes } from './web/reference.tsx';
import { securityRoutes, signInPage } from './web/security.tsx';
import { useRoutes } from './web/use.tsx';
import { wellKnownRoutes } from './web/well-known.ts';
import { webhookRoutes } from './webhooks.ts';

/** Everything the server answers to. */
export function webApp(web: Web, services: ServiceDoor = openServiceDoor(web)): Hono {
  const app = new Hono();
  const files = openFileTurns();
  app.use(securityHeaders(web.face));
  healthRoutes(app, web.gate.parts, web.watchedFolders);
  ledgerRoutes(app, web.gate);
  webhookRoutes(app, web.gate);
  homeRoutes(app, web);
  wellKnownRoutes(app, web);
  changesRoutes(app, web);
  referenceRoutes(app, web);
  docsRoutes(app, web);
  feedRoutes(app, web);
  linkRoutes(app, web);
  agreementRoutes(app, web, files);
  explainRoutes(app, web);
  ownCopyRoutes(app, web);
  erasureRoutes(app, web);
  formRoutes(app, web, files);
  collectionRoutes(app, web, files);
  protectionRoutes(app, web);
  securityRoutes(app, web);
  guardRoutes(app, web);
  consoleRoutes(app, web, files);
  useRoutes(app, web);
  services.routes(app);
  communicationRoutes(app, web);
  app.route('/', apiRoutes(web.gate, web.face, files));
  // Answered and not thrown: what is thrown here would pass by the middleware that sets the headers.
  app.notFound((context) => problemPage(new Refusal('not_found', 'there is no such page'), context, web));
  app.onError((error, context) => (isNeedsFactor(error) ? needsFactorPage(error) : problemPage(error, context, web)));
  return app;
}

/** "No" as a page. Who is not signed in is asked to, and comes back to where they wanted to go. */
async function problemPage(error: unknown, context: Context, web: Web): Promise<Response> {
  web.gate.parts.turnedAway.note(error);
  const problem = problemOf(error, web.gate.parts.log);
  for (const [name, value] of Object.entries(retryAfterOf(error))) context.header(name, value);
  try {
    const page = await openPage(context, web);
    if (problem.status === 401 && context.req.method === 'GET') {
      const { search } = new URL(context.req.url);
      return show(page, signInPage(page, null, `${context.req.path}${search}`), 401);
    }
    const refusal = error instanceof Refusal ? error : undefined;
    return show(
      page,
      <ErrorPage
        language={page.language}
        // The address may hold what was typed, and often takes no GET: its links to other languages lead home.
        frame={{ ...page.frame, path: '/' }}
        status={problem.status as ProblemStatus}
        section={refusal?.detail.section ?? null}
        reasons={reasonsOf(refusal, web.gate.acts, page.language)}
        presenceRequired={refusal?.code === 'presence_required'}
        entry={refusal?.detail.entry ?? null}
        retryAfterSeconds={refusal?.detail.retryAfterSeconds ?? null}
        id={problem.id ?? null}
      />,
      problem.status,
    );
  } catch {
    // The database is away: even the page cannot be made. The status and the id still say what they can.
    return context.body(
      `${problem.title}${problem.id === undefined ? '' : ` (${problem.id})`}\n`,
      problem.status as 500,
      {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      },
    );
  }
}
