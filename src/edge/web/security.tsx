import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { signIn, signOut } from '../../promises/security/index.ts';
import { SignedOutPage, SignInPage } from '../../promises/security/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { safeNext } from '../safe-next.ts';
import { dropSession, keepSession } from './cookies.ts';
import { goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';

export function securityRoutes(app: Hono, web: Web): void {
  app.get('/sign-in', async (context) => {
    const page = await openPage(context, web);
    return show(page, signInPage(page, null, safeNext(context.req.query('next'), web.face.origin)));
  });
  app.post('/sign-in', async (context) => postSignIn(await openPage(context, web)));
  app.post('/sign-out', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(signOut, signedIn(page), {});
    dropSession(page);
    return goTo(page, '/signed-out');
  });
  app.get('/signed-out', async (context) => {
    const page = await openPage(context, web);
    return show(page, <SignedOutPage language={page.language} frame={page.frame} />);
  });
}

/** The sign-in page, as an answer to a form or in front of what needs a signed-in reader. */
export function signInPage(page: Page, answer: Parameters<typeof SignInPage>[0]['answer'], next: string | null) {
  return <SignInPage language={page.language} frame={page.frame} answer={answer} next={next} />;
}

async function postSignIn(page: Page): Promise<Response> {
  const { identifier = '', password = '', next } = await readForm(page);
  const onwards = safeNext(next, page.web.face.origin);
  try {
    const { output } = await page.gate.pass(signIn, page.asker, { identifier, password });
    keepSession(page, output.session);
    return goTo(page, onwards ?? addresses.account);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { retryAfterSeconds } = error.detail;
    if (error.code === 'too_often' && retryAfterSeconds !== undefined) {
      page.context.header('retry-after', String(retryAfterSeconds));
      return show(page, signInPage(page, { kind: 'too-often', retryAfterSeconds }, onwards), 429);
    }
    if (error.code !== 'unauthenticated' && error.code !== 'invalid') throw error;
    return show(page, signInPage(page, { kind: 'wrong' }, onwards), 401);
  }
}
