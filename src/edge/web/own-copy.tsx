import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import {
  HORIZON_DAYS,
  readCopyRequest,
  requestCopy,
  takeCopy,
  withdrawCopyRequest,
} from '../../promises/agreement/index.ts';
import { SealedPage, SealPage, TakeCopyPage } from '../../promises/agreement/pages.tsx';
import { sealOwnData, unsealOwnData } from '../../promises/use/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { ownDataPage, WRONG_KEY } from './agreement.tsx';
import { askPresenceWithoutPassword, hasPassword } from './fresh-presence.ts';
import { type FormValues, goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';

/** The copy of one's own data, and sealing it with a key of one's own. */
export function ownCopyRoutes(app: Hono, web: Web): void {
  app.get(addresses.copy, async (context) => {
    const page = await openPage(context, web);
    return (await askPresenceWithoutPassword(page, addresses.copy)) ?? show(page, await copyPage(page, null));
  });
  app.post(addresses.copy, async (context) => postCopy(await openPage(context, web)));
  app.post(addresses.copyWithdraw, async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(withdrawCopyRequest, signedIn(page), {});
    return show(page, await copyPage(page, 'withdrawn'));
  });
  app.get(addresses.seal, async (context) => {
    const page = await openPage(context, web);
    return (await askPresenceWithoutPassword(page, addresses.seal)) ?? show(page, await sealPage(page, null));
  });
  app.post(addresses.seal, async (context) => postSeal(await openPage(context, web)));
  app.post(addresses.unseal, async (context) => postUnseal(await openPage(context, web)));
}

/** Only what was typed: an empty input is none. */
function typed(sent: FormValues, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => (sent[name] ? [[name, sent[name]]] : [])));
}

async function copyPage(page: Page, answer: Parameters<typeof TakeCopyPage>[0]['answer']) {
  const { language, frame, gate } = page;
  const { personId } = signedIn(page);
  const password = await hasPassword(page);
  const requestedAt = (await readCopyRequest(gate.parts.db, personId))?.at ?? null;
  return <TakeCopyPage {...{ language, frame, password, requestedAt, answer }} />;
}

async function postCopy(page: Page): Promise<Response> {
  const asker = signedIn(page);
  const sent = await readForm(page);
  const ask = await askPresenceWithoutPassword(page, addresses.copy);
  if (ask !== undefined) return ask;
  try {
    const given = typed(sent, ['password', 'passphrase', 'recipient']);
    if (sent.do === 'request') {
      await page.gate.pass(requestCopy, asker, { ...given, language: page.language });
      return show(page, await copyPage(page, 'requested'));
    }
    const { output } = await page.gate.pass(takeCopy, asker, { ...given, language: page.language });
    return page.context.body(new Uint8Array(Buffer.from(output.archive, 'base64')), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${output.name}"`,
      'cache-control': 'no-store',
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'presence_required') return show(page, await copyPage(page, 'wrong-password'), 403);
    if (error.code === 'invalid') return show(page, await copyPage(page, 'wrong-phrase'), 422);
    throw error;
  }
}

async function sealPage(page: Page, answer: Parameters<typeof SealPage>[0]['answer']) {
  const { language, frame, gate } = page;
  const password = await hasPassword(page);
  const copiesUntil = new Date(gate.parts.clock.now().getTime() + HORIZON_DAYS * 86_400_000);
  return <SealPage {...{ language, frame, copiesUntil, password, answer }} />;
}

async function postSeal(page: Page): Promise<Response> {
  const asker = signedIn(page);
  const sent = await readForm(page);
  const { language, frame } = page;
  const ask = await askPresenceWithoutPassword(page, addresses.seal);
  if (ask !== undefined) return ask;
  try {
    const { output } = await page.gate.pass(sealOwnData, asker, typed(sent, ['password']));
    return show(page, <SealedPage {...{ language, frame }} ownKey={output.key} />, 201);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'presence_required') return show(page, await sealPage(page, 'wrong-password'), 403);
    if (error.code === 'conflict') return show(page, await sealPage(page, 'nothing'), 409);
    throw error;
  }
}

async function postUnseal(page: Page): Promise<Response> {
  const asker = signedIn(page);
  const { key = '' } = await readForm(page);
  try {
    await page.gate.pass(unsealOwnData, asker, { key });
    return goTo(page, addresses.data);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    return show(page, await ownDataPage(page, { field: WRONG_KEY, saved: false }, {}, {}), 422);
  }
}
