import type { Hono } from 'hono';
import { PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import {
  askMailboxCode,
  askStaffRecovery,
  passkeyRequestOptions,
  recoverAccount,
  signIn,
  signInWithCode,
  signInWithPasskey,
  signOut,
} from '../../promises/security/index.ts';
import { CodePage, RecoverPage, SignedOutPage, SignInPage, StaffRequestPage } from '../../promises/security/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { safeNext } from '../safe-next.ts';
import { dropSession, keepDevice, keepSession, seenOf } from './cookies.ts';
import { type FormValues, goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';
import { readAnswer } from './passkey-answer.ts';

/** Signing in and out, and the way back. */
export function securityRoutes(app: Hono, web: Web): void {
  app.get(addresses.signIn, async (context) => {
    const page = await openPage(context, web);
    return show(page, signInPage(page, null, safeNext(context.req.query('next'), web.face.origin)));
  });
  app.post(addresses.signIn, async (context) => postSignIn(await openPage(context, web)));
  app.post(addresses.signInCode, async (context) => postCode(await openPage(context, web)));
  app.post(addresses.signInPasskey, async (context) => postPasskey(await openPage(context, web)));
  app.get(addresses.passkeyOptions, async (context) => {
    const page = await openPage(context, web);
    return context.json(await passkeyRequestOptions(web.gate.parts, page.asker), 200, { 'cache-control': 'no-store' });
  });
  app.get(addresses.recover, async (context) => {
    const page = await openPage(context, web);
    return show(page, recoverPage(page, null, {}));
  });
  app.post(addresses.recover, async (context) => postRecover(await openPage(context, web)));
  app.post(addresses.recoverLetter, async (context) => postRecoverLetter(await openPage(context, web)));
  app.post(addresses.recoverStaff, async (context) => postRecoverStaff(await openPage(context, web)));
  app.post(addresses.signOut, async (context) => {
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

type Answer = Parameters<typeof SignInPage>[0]['answer'];

/** The sign-in page, as an answer to a form or in front of what needs a signed-in reader. */
export function signInPage({ language, frame, web }: Page, answer: Answer, next: string | null) {
  return <SignInPage {...{ language, frame, answer, next }} script={web.script.path} />;
}

/** The page of the second half of a sign-in. */
export function codePage({ language, frame }: Page, step: string, next: string | null, wrong: boolean) {
  return <CodePage {...{ language, frame, step, next, wrong }} />;
}

async function postSignIn(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const { identifier = '', password = '', task, solution } = sent;
  const work = task === undefined ? {} : { work: { task, solution } };
  const onwards = nextOf(page, sent);
  try {
    const { output } = await page.gate.pass(signIn, page.asker, { identifier, password, seen: seenOf(page), ...work });
    if (output.session === null) return show(page, codePage(page, output.step, onwards, false));
    return enter(page, output, onwards);
  } catch (error) {
    return refuseSignIn(page, error, onwards);
  }
}

async function postPasskey(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const onwards = nextOf(page, sent);
  try {
    const assertion = readAnswer(sent.answer);
    const { output } = await page.gate.pass(signInWithPasskey, page.asker, { assertion, seen: seenOf(page) });
    return enter(page, output, onwards);
  } catch (error) {
    return refuseSignIn(page, error, onwards);
  }
}

async function postCode(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const { step = '', code = '' } = sent;
  const onwards = nextOf(page, sent);
  try {
    const { output } = await page.gate.pass(signInWithCode, page.asker, { step, code, seen: seenOf(page) });
    return enter(page, output, onwards);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A wrong code names its field; a step that is gone or was never ours does not.
    if (error.code === 'unauthenticated' && error.detail.field === 'code') {
      return show(page, codePage(page, step, onwards, true), 401);
    }
    if (error.code === 'unauthenticated' || error.code === 'invalid') {
      return show(page, signInPage(page, { kind: 'late' }, onwards), 401);
    }
    return refuseSignIn(page, error, onwards);
  }
}

function recoverPage(
  { language, frame }: Page,
  answer: Parameters<typeof RecoverPage>[0]['answer'],
  problems: Parameters<typeof RecoverPage>[0]['problems'],
  request: string | null = null,
) {
  return <RecoverPage {...{ language, frame, answer, problems, request }} passwordMinimum={PASSWORD_CHARACTERS_MIN} />;
}

async function postRecover(page: Page): Promise<Response> {
  const { code = '', second = '', password = '', keepFactors, request } = await readForm(page);
  const asked = request ?? null;
  if ([...password].length < PASSWORD_CHARACTERS_MIN) {
    return show(page, recoverPage(page, null, { password: 'too-short' }, asked), 422);
  }
  try {
    const { output } = await page.gate.pass(recoverAccount, page.asker, {
      ...{ code, password, keepFactors: keepFactors === 'yes', seen: seenOf(page) },
      ...(second === '' ? {} : { second }),
      ...(asked === null ? {} : { request: asked }),
    });
    return enter(page, output, addresses.guard);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { retryAfterSeconds, field } = error.detail;
    if (error.code === 'too_often' && retryAfterSeconds !== undefined) {
      page.context.header('retry-after', String(retryAfterSeconds));
      return show(page, recoverPage(page, { kind: 'too-often', retryAfterSeconds }, {}, asked), 429);
    }
    if (error.code === 'presence_required') {
      return show(page, recoverPage(page, { kind: 'needs-second' }, {}, asked), 401);
    }
    if (error.code === 'conflict') return show(page, recoverPage(page, { kind: 'waiting' }, {}, asked), 409);
    if (error.code === 'invalid' && field === 'password') {
      return show(page, recoverPage(page, null, { password: 'too-common' }, asked), 422);
    }
    if (error.code !== 'unauthenticated' && error.code !== 'invalid') throw error;
    return show(page, recoverPage(page, { kind: 'wrong' }, {}, asked), 401);
  }
}

async function postRecoverLetter(page: Page): Promise<Response> {
  const { address = '' } = await readForm(page);
  return await unlessTooOften(page, async () => {
    const { output } = await page.gate.pass(askMailboxCode, page.asker, { address });
    return show(page, recoverPage(page, null, {}, output.request));
  });
}

async function postRecoverStaff(page: Page): Promise<Response> {
  await readForm(page);
  const { language, frame } = page;
  return await unlessTooOften(page, async () => {
    const { output } = await page.gate.pass(askStaffRecovery, page.asker, {});
    return show(
      page,
      <StaffRequestPage {...{ language, frame }} number={output.number} requestKey={output.key} />,
      201,
    );
  });
}

async function unlessTooOften(page: Page, ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { retryAfterSeconds } = error.detail;
    if (error.code !== 'too_often' || retryAfterSeconds === undefined) throw error;
    page.context.header('retry-after', String(retryAfterSeconds));
    return show(page, recoverPage(page, { kind: 'too-often', retryAfterSeconds }, {}), 429);
  }
}

/** The cookies of a session that has just begun, and on to where the reader wanted to go. */
function enter(
  page: Page,
  begun: { readonly session: string; readonly device: string },
  next: string | null,
): Response {
  keepSession(page, begun.session);
  keepDevice(page, begun.device);
  return goTo(page, next ?? addresses.account);
}

function refuseSignIn(page: Page, error: unknown, onwards: string | null): Response {
  if (!(error instanceof Refusal)) throw error;
  const { retryAfterSeconds } = error.detail;
  if (error.code === 'too_often' && retryAfterSeconds !== undefined) {
    page.context.header('retry-after', String(retryAfterSeconds));
    const { work } = error.detail;
    if (work !== undefined) return show(page, signInPage(page, { kind: 'work', ...work }, onwards), 429);
    return show(page, signInPage(page, { kind: 'too-often', retryAfterSeconds }, onwards), 429);
  }
  if (error.code !== 'unauthenticated' && error.code !== 'invalid') throw error;
  return show(page, signInPage(page, { kind: 'wrong' }, onwards), 401);
}

function nextOf(page: Page, { next }: FormValues): string | null {
  return safeNext(next, page.web.face.origin);
}
