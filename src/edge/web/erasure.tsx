import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { readCurrent } from '../../kernel/vault/store.ts';
import {
  eraseOwnData,
  eraseOwnFields,
  HORIZON_DAYS,
  hasErasureRequest,
  requestErasure,
  withdrawErasureRequest,
} from '../../promises/agreement/index.ts';
import { ErasedPage, ErasePage } from '../../promises/agreement/pages.tsx';
import { hasSignIn } from '../../promises/security/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { dropSession } from './cookies.ts';
import { askPresenceWithoutPassword, hasPassword } from './fresh-presence.ts';
import { openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';

/** Erasing one's data: all of it, a part, or by asking staff. */
export function erasureRoutes(app: Hono, web: Web): void {
  app.get(addresses.erase, async (context) => {
    const page = await openPage(context, web);
    return (await askPresenceWithoutPassword(page, addresses.erase)) ?? show(page, await erasePage(page, null));
  });
  app.post(addresses.erase, async (context) => postErase(await openPage(context, web)));
  app.post(addresses.erasePart, async (context) => postErasePart(await openPage(context, web)));
  app.post(addresses.eraseRequest, async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(requestErasure, signedIn(page), {});
    return show(page, await erasePage(page, 'requested'));
  });
  app.post(addresses.eraseWithdraw, async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(withdrawErasureRequest, signedIn(page), {});
    return show(page, await erasePage(page, 'withdrawn'));
  });
}

async function erasePage(page: Page, answer: Parameters<typeof ErasePage>[0]['answer']) {
  const { language, frame, gate, version } = page;
  const { personId } = signedIn(page);
  const { db, clock } = gate.parts;
  const { fields } = version.declarations;
  const left = await readCurrent(
    db,
    personId,
    fields.map(({ id }) => id),
  );
  const held = fields.flatMap(({ id, words }) =>
    left.some(({ field }) => field === id) ? [{ id, label: words[language] }] : [],
  );
  const password = await hasPassword(page);
  const account = await hasSignIn(db, personId);
  const requested = await hasErasureRequest(db, personId);
  const finalBy = new Date(clock.now().getTime() + HORIZON_DAYS * 86_400_000);
  return <ErasePage {...{ language, frame, finalBy, password, account, held, requested, answer }} />;
}

async function postErase(page: Page): Promise<Response> {
  const asker = signedIn(page);
  const { password } = await readForm(page);
  const ask = await askPresenceWithoutPassword(page, addresses.erase);
  if (ask !== undefined) return ask;
  try {
    const { output } = await page.gate.pass(eraseOwnData, asker, password === undefined ? {} : { password });
    dropSession(page);
    const frame = { ...page.frame, signedIn: false };
    return show(page, <ErasedPage language={page.language} frame={frame} finalBy={output.finalBy} />);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'presence_required') throw error;
    return show(page, await erasePage(page, 'wrong-password'), 403);
  }
}

async function postErasePart(page: Page): Promise<Response> {
  const asker = signedIn(page);
  const { password, ...sent } = await readForm(page);
  const fields = Object.keys(sent).flatMap((name) => (name.startsWith('field.') ? [name.slice(6)] : []));
  if (fields.length === 0) return show(page, await erasePage(page, 'nothing-marked'), 400);
  const ask = await askPresenceWithoutPassword(page, addresses.erase);
  if (ask !== undefined) return ask;
  try {
    await page.gate.pass(eraseOwnFields, asker, { fields, ...(password === undefined ? {} : { password }) });
    return show(page, await erasePage(page, 'part-erased'));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'presence_required') throw error;
    return show(page, await erasePage(page, 'wrong-password'), 403);
  }
}
