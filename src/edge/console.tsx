import type { Hono } from 'hono';
import { versionGap } from '../kernel/policy/version-gap.ts';
import { NeedTwo } from '../promises/protection/console.tsx';
import { countOfficers } from '../promises/protection/index.ts';
import { ClaimPage, ConsoleHomePage, NeedsFactorPage } from '../promises/security/console.tsx';
import { claimConsole, isLinkAlive, readSession } from '../promises/security/index.ts';
import { addresses } from '../ui/addresses.ts';
import { sayKind } from '../ui/say-kind.ts';
import { NeedsFactor, openConsole } from './console-page.ts';
import { changesConsole } from './web/changes-console.tsx';
import { collectionConsole } from './web/collection-console.tsx';
import { communicationConsole } from './web/communication-console.tsx';
import type { FileTurns } from './web/conversation-files.ts';
import { inboxConsole } from './web/inbox-console.tsx';
import { goTo, openPage, type Page, readForm, show, signedIn, type Web } from './web/page.tsx';
import { protectionConsole } from './web/protection-console.tsx';
import { securityConsole } from './web/security-console.tsx';
import { serverConsole, siteAtAGlance } from './web/server-console.tsx';
import { smallConsoles } from './web/small-consoles.tsx';
import { useConsole } from './web/use-console.tsx';

/** The console: its first page, how an owner claims it, and the pages that the promises put into it. */
export function consoleRoutes(app: Hono, web: Web, files: FileTurns): void {
  app.get(addresses.claimConsole, async (context) => {
    const page = await openPage(context, web);
    return show(page, claimPage(page, false));
  });
  app.post(addresses.claimConsole, async (context) => postClaim(await openPage(context, web)));
  app.get(addresses.console, async (context) => {
    const opened = await openConsole(context, web);
    const { language, frame, waiting, ...page } = opened;
    const waits = waiting.flatMap(({ entry, count }) =>
      count === 0 || entry.waitingWords === null
        ? []
        : [{ what: entry.waitingWords[language], count, href: entry.href }],
    );
    const { newActs, newFacts, goneFacts } = versionGap(page.version.vocabulary, web.gate.acts);
    const older = {
      acts: newActs.map((name) => sayKind(name, language)),
      facts: [...newFacts, ...goneFacts],
    };
    const officers = await countOfficers(web.gate.parts.db);
    const names = page.roles.some((role) => role === 'owner' || role === 'legal-officer');
    return show(
      { ...page, language, frame },
      <ConsoleHomePage {...{ language, frame, older }} {...(await siteAtAGlance(opened))} waiting={waits}>
        {names ? <NeedTwo {...{ language, officers }} /> : null}
      </ConsoleHomePage>,
    );
  });
  smallConsoles(app, web);
  serverConsole(app, web);
  changesConsole(app, web);
  communicationConsole(app, web);
  securityConsole(app, web);
  inboxConsole(app, web);
  collectionConsole(app, web, files);
  protectionConsole(app, web);
  useConsole(app, web);
}

/** The answer to staff whose session one factor alone stands behind. */
export function needsFactorPage({ page }: NeedsFactor): Response {
  const { language, frame, context } = page;
  return show(page, <NeedsFactorPage {...{ language, frame }} next={context.req.path} />, 403);
}

export function isNeedsFactor(error: unknown): error is NeedsFactor {
  return error instanceof NeedsFactor;
}

function claimPage({ language, frame, web }: Page, dead: boolean) {
  return <ClaimPage {...{ language, frame, dead }} script={web.script.path} />;
}

async function postClaim(page: Page): Promise<Response> {
  const { link = '' } = await readForm(page);
  const { session } = signedIn(page);
  const { parts } = page.gate;
  // The whole link may have been pasted.
  const token = link.trim().replace(/^.*#/, '');
  if (!(await isLinkAlive(parts.db, token))) return show(page, claimPage(page, true), 410);
  // Led to the second factor before the act, so that no refusal is left behind for what is only unfinished.
  if (!((await readSession(parts.db, session))?.strong ?? false)) {
    const { language, frame } = page;
    // The link is opened again afterwards: its secret goes into no other address.
    return show(page, <NeedsFactorPage {...{ language, frame }} next={addresses.guard} />, 403);
  }
  await page.gate.pass(claimConsole, page.asker, { link: token });
  return goTo(page, addresses.console);
}
