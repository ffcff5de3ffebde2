import type { Hono } from 'hono';
import { PASSWORD_CHARACTERS_MIN, SHORT_PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.ts';
import { ASKER_WORDS } from '../../kernel/policy/asker-words.ts';
import { Refusal } from '../../kernel/refusal.ts';
import {
  addPasskey,
  askAddressCode,
  cancelRecovery,
  changePassword,
  confirmOneTimeCodes,
  endOtherSessions,
  endOwnSession,
  makeRecoveryCodes,
  passkeyCreationOptions,
  prepareOneTimeCodes,
  proveAddress,
  readRoles,
  releaseAddress,
  removeOneTimeCodes,
  removePasskey,
  renewPresence,
  seeOwnFactors,
  seeOwnSessions,
  seeOwnUnmaskings,
} from '../../promises/security/index.ts';
import {
  GuardPage,
  OneTimeCodesPage,
  PresencePage,
  ProveAddressPage,
  RecoveryCodesPage,
  SessionsPage,
  UnmaskingsPage,
} from '../../promises/security/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { safeNext } from '../safe-next.ts';
import { keepSession } from './cookies.ts';
import { askPresence, askPresenceWithoutPassword, hasPassword } from './fresh-presence.ts';
import { goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';
import { readAnswer } from './passkey-answer.ts';

/** What opens the account, what is open, and who looked: the person's own pages of security. */
export function guardRoutes(app: Hono, web: Web): void {
  const at = (path: string, handle: (page: Page) => Promise<Response>) =>
    app.get(path, async (context) => handle(await openPage(context, web)));
  const post = (path: string, handle: (page: Page) => Promise<Response>) =>
    app.post(path, async (context) => handle(await openPage(context, web)));
  at(addresses.guard, async (page) =>
    show(page, await guardPage(page, page.context.req.query('done') === '' ? 'saved' : null)),
  );
  at(addresses.passkeyCreationOptions, creationOptions);
  post(addresses.passkeys, postPasskey);
  post('/account/security/passkeys/:passkey/remove', postRemovePasskey);
  post(addresses.oneTimeCodes, postPrepareCodes);
  post(addresses.confirmOneTimeCodes, postConfirmCodes);
  post(addresses.removeOneTimeCodes, postRemoveCodes);
  post(addresses.recoveryCodes, postRecoveryCodes);
  post(addresses.password, postPassword);
  at(addresses.presence, async (page) => show(page, await presencePage(page, page.context.req.query('next'), false)));
  post(addresses.presence, postPresence);
  post(addresses.presencePasskey, postPresence);
  at(addresses.sessions, sessionsPage);
  post('/account/sessions/:session/end', postEndSession);
  post(addresses.endOtherSessions, postEndOthers);
  at(addresses.unmaskings, unmaskingsPage);
  post('/account/security/addresses/:field/code', postAddressCode);
  post('/account/security/addresses/:field/release', postReleaseAddress);
  at(addresses.proveAddress, async (page) => {
    signedIn(page);
    return show(page, proveAddressPage(page, null));
  });
  post(addresses.proveAddress, postProveAddress);
  post(addresses.cancelRecovery, async (page) => {
    await readForm(page);
    await page.gate.pass(cancelRecovery, signedIn(page), {});
    return goTo(page, DONE);
  });
}

const DONE = `${addresses.guard}?done`;

type OwnFactors = Awaited<ReturnType<typeof seeOwnFactors.run>>;

async function guardPage(
  page: Page,
  answer: Parameters<typeof GuardPage>[0]['answer'],
  problems: Parameters<typeof GuardPage>[0]['problems'] = {},
) {
  const { language, frame, gate, web } = page;
  const { personId } = signedIn(page);
  const { output } = await gate.pass(seeOwnFactors, page.asker, {});
  const roles = await readRoles(gate.parts.db, personId);
  return (
    <GuardPage
      {...{ language, frame, answer, problems }}
      passkeys={output.passkeys}
      oneTimeCodesSince={output.oneTimeCodesSince}
      recoveryCodesLeft={output.recoveryCodes.left}
      roles={roles.map((role) => wordsOf(language).console.staff.roles[role])}
      passwordMinimum={passwordMinimum(output.oneTimeCodesSince)}
      hasPassword={output.password !== 'none'}
      mailboxes={mailboxesOf(page, output)}
      recoveries={output.recoveries}
      script={web.script.path}
    />
  );
}

/** Beside one-time codes a shorter password will do. */
const passwordMinimum = (codesSince: Date | null): number =>
  codesSince === null ? PASSWORD_CHARACTERS_MIN : SHORT_PASSWORD_CHARACTERS_MIN;

function mailboxesOf({ version, language }: Page, { provedAddresses, mailboxes }: OwnFactors) {
  return version.declarations.fields
    .filter(({ id }) => mailboxes.includes(id))
    .map(({ id, words }) => ({
      field: id,
      label: words[language],
      provedAt: provedAddresses.find(({ field }) => field === id)?.provedAt ?? null,
    }));
}

function proveAddressPage({ language, frame, web }: Page, answer: Parameters<typeof ProveAddressPage>[0]['answer']) {
  return <ProveAddressPage {...{ language, frame, answer }} relay={web.delivery.relay !== null} />;
}

async function postAddressCode(page: Page): Promise<Response> {
  await readForm(page);
  const ask = askPresence(page, addresses.guard);
  if (ask !== undefined) return ask;
  await page.gate.pass(askAddressCode, page.asker, { field: page.context.req.param('field') });
  return goTo(page, addresses.proveAddress);
}

async function postProveAddress(page: Page): Promise<Response> {
  const { code = '', move } = await readForm(page);
  try {
    const { output } = await page.gate.pass(proveAddress, signedIn(page), { code, move: move === 'yes' });
    if (output.state === 'proved') return goTo(page, DONE);
    return show(page, proveAddressPage(page, 'elsewhere'), 409);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    return show(page, proveAddressPage(page, 'wrong'), 422);
  }
}

async function postReleaseAddress(page: Page): Promise<Response> {
  await readForm(page);
  const ask = askPresence(page, addresses.guard);
  if (ask !== undefined) return ask;
  await page.gate.pass(releaseAddress, page.asker, { field: page.context.req.param('field') });
  return goTo(page, DONE);
}

async function creationOptions(page: Page): Promise<Response> {
  const { web, version, context } = page;
  const name = version.declarations.site.name ?? new URL(web.face.origin).host;
  const options = await passkeyCreationOptions(web.gate.parts, signedIn(page), name);
  return context.json(options, 200, { 'cache-control': 'no-store' });
}

async function postPasskey(page: Page): Promise<Response> {
  const { answer, name = '' } = await readForm(page);
  const ask = askPresence(page, addresses.guard);
  if (ask !== undefined) return ask;
  await page.gate.pass(addPasskey, page.asker, { attestation: readAnswer(answer), name });
  return goTo(page, DONE);
}

async function postRemovePasskey(page: Page): Promise<Response> {
  await readForm(page);
  const ask = askPresence(page, addresses.guard);
  if (ask !== undefined) return ask;
  try {
    await page.gate.pass(removePasskey, page.asker, { passkey: page.context.req.param('passkey') });
    return goTo(page, DONE);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'conflict') throw error;
    return show(page, await guardPage(page, 'last-passkey'), 409);
  }
}

async function postPrepareCodes(page: Page): Promise<Response> {
  const { language, frame, gate } = page;
  await readForm(page);
  const ask = askPresence(page, addresses.guard);
  if (ask !== undefined) return ask;
  const { output } = await gate.pass(prepareOneTimeCodes, page.asker, {});
  return show(page, <OneTimeCodesPage {...{ language, frame }} secret={output.secret} uri={output.uri} />);
}

async function postConfirmCodes(page: Page): Promise<Response> {
  const { code = '' } = await readForm(page);
  const ask = askPresence(page, addresses.guard);
  if (ask !== undefined) return ask;
  try {
    const { output } = await page.gate.pass(confirmOneTimeCodes, page.asker, { code: code.replace(/\s/g, '') });
    if (output.session !== null) keepSession(page, output.session);
    return goTo(page, DONE);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    return show(page, await guardPage(page, 'code-wrong'), 422);
  }
}

async function postRemoveCodes(page: Page): Promise<Response> {
  await readForm(page);
  const ask = askPresence(page, addresses.guard);
  if (ask !== undefined) return ask;
  try {
    await page.gate.pass(removeOneTimeCodes, page.asker, {});
    return goTo(page, DONE);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'conflict') throw error;
    return show(page, await guardPage(page, 'short-password'), 409);
  }
}

async function postRecoveryCodes(page: Page): Promise<Response> {
  const { language, frame, gate } = page;
  await readForm(page);
  const ask = askPresence(page, addresses.guard);
  if (ask !== undefined) return ask;
  const { output } = await gate.pass(makeRecoveryCodes, page.asker, {});
  return show(page, <RecoveryCodesPage {...{ language, frame }} codes={output.codes} />);
}

async function postPassword(page: Page): Promise<Response> {
  const { password = '', newPassword = '' } = await readForm(page);
  signedIn(page);
  // How long a password must be depends on what stands beside it: beyond the shortest, the act says it.
  if ([...newPassword].length < SHORT_PASSWORD_CHARACTERS_MIN) {
    return show(page, await guardPage(page, null, { newPassword: 'too-short' }), 422);
  }
  const ask = await askPresenceWithoutPassword(page, addresses.guard);
  if (ask !== undefined) return ask;
  try {
    const { output } = await page.gate.pass(changePassword, page.asker, { password, newPassword });
    keepSession(page, output.session);
    return goTo(page, DONE);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'presence_required') return show(page, await guardPage(page, 'password-wrong'), 422);
    if (error.code !== 'invalid') throw error;
    // Only the new password is judged; an empty current one is simply not right.
    if (error.detail.field !== 'newPassword') return show(page, await guardPage(page, 'password-wrong'), 422);
    const problem = /at least|too short/.test(error.message) ? 'too-short' : 'too-common';
    return show(page, await guardPage(page, null, { newPassword: problem }), 422);
  }
}

async function presencePage(page: Page, next: string | undefined, wrong: boolean) {
  const { language, frame, web } = page;
  const onwards = safeNext(next, web.face.origin);
  const password = await hasPassword(page);
  return (
    <PresencePage {...{ language, frame, wrong }} next={onwards} script={web.script.path} hasPassword={password} />
  );
}

async function postPresence(page: Page): Promise<Response> {
  const { password = '', code = '', answer, next } = await readForm(page);
  signedIn(page);
  try {
    const shown =
      answer === undefined ? { password, ...(code === '' ? {} : { code }) } : { assertion: readAnswer(answer) };
    const { output } = await page.gate.pass(renewPresence, page.asker, shown);
    keepSession(page, output.session);
    return goTo(page, safeNext(next, page.web.face.origin) ?? addresses.guard);
  } catch (error) {
    if (!(error instanceof Refusal) || !['presence_required', 'invalid'].includes(error.code)) throw error;
    return show(page, await presencePage(page, next, true), 401);
  }
}

async function sessionsPage(page: Page): Promise<Response> {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(seeOwnSessions, signedIn(page), {});
  return show(page, <SessionsPage {...{ language, frame }} sessions={output.sessions} />);
}

async function postEndSession(page: Page): Promise<Response> {
  await readForm(page);
  await page.gate.pass(endOwnSession, signedIn(page), { session: page.context.req.param('session') });
  return goTo(page, addresses.sessions);
}

async function postEndOthers(page: Page): Promise<Response> {
  await readForm(page);
  await page.gate.pass(endOtherSessions, signedIn(page), {});
  return goTo(page, addresses.sessions);
}

async function unmaskingsPage(page: Page): Promise<Response> {
  const { language, frame, gate, version } = page;
  const { output } = await gate.pass(seeOwnUnmaskings, signedIn(page), {});
  const label = (id: string) => version.declarations.fields.find((field) => field.id === id)?.words[language] ?? id;
  const unmaskings = output.unmaskings.map(({ field, role, ...rest }) => ({
    ...rest,
    field: label(field),
    role: ASKER_WORDS[role][language],
  }));
  return show(page, <UnmaskingsPage {...{ language, frame, unmaskings }} />);
}
