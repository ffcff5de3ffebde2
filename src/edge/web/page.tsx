import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { Gate } from '../../kernel/gate/gate.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { countStated } from '../../kernel/ledger/statement.ts';
import { BODY_BYTES_MAX } from '../../kernel/limits.ts';
import type { SigningKey } from '../../kernel/mail/sign-message.ts';
import type { Names } from '../../kernel/names.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Relay } from '../../kernel/relay.ts';
import type { Language } from '../../kernel/words.ts';
import type { BackupPlan } from '../../promises/use/console.tsx';
import type { ShownSetting } from '../../settings.ts';
import type { Frame } from '../../ui/frame.ts';
import { isAccount } from '../../ui/layout.tsx';
import { renderPage } from '../../ui/render.ts';
import type { Script } from '../../ui/script.ts';
import type { Stylesheet } from '../../ui/stylesheet.ts';
import { personOfCookie } from '../askers.ts';
import { readBody } from '../body.ts';
import type { Face } from '../face.ts';
import { answerAtOnce } from '../headers.ts';
import { networkOf } from '../network.ts';
import { refuseForeignOrigin } from '../same-origin.ts';
import type { Comparisons } from './comparisons.ts';
import type { KeptPage, KeptPages } from './kept-pages.ts';
import { isLanguage, languageAccepted } from './language-accepted.ts';

/** How mail leaves: what the console shows of it. */
export interface Delivery {
  /** Null: none is set, and messages wait. */
  readonly relay: Relay | null;
  readonly signingKeys: readonly SigningKey[];
  readonly intakeDomain: string | null;
  readonly names: Names;
}

/** What every page handler is given. */
export interface Web {
  readonly gate: Gate;
  readonly face: Face;
  readonly stylesheet: Stylesheet;
  /** The one script of the pages: passkeys. */
  readonly script: Script;
  /** The verifier of the ledger, for the page where it is checked. */
  readonly verifier: Script;
  /** What the server does by itself to keep backups. */
  readonly backups: BackupPlan;
  readonly delivery: Delivery;
  /** Pages as they were rendered last. */
  readonly kept: KeptPages;
  /** Two versions compared, for whoever asks. */
  readonly comparisons: Comparisons;
  /** The settings as the console shows them. */
  readonly settings: readonly ShownSetting[];
  /** Folders whose disk must not fill up. */
  readonly watchedFolders: readonly string[];
  /** How long an epoch of keys lasts. */
  readonly epochDays: number;
}

export type Signed = Extract<AskerIdentity, { kind: 'person' }>;

/** One request for a page: who reads it, in which language, under which version. */
export interface Page {
  readonly web: Web;
  readonly gate: Gate;
  readonly context: Context;
  readonly language: Language;
  readonly frame: Frame;
  readonly version: Version;
  readonly asker: AskerIdentity;
}

const languageCookie = ({ secure }: Face): string => (secure ? '__Host-language' : 'language');

/** @param framed In a page of another site: nobody is signed in there, and no cookie is set. */
export async function openPage(context: Context, web: Web, { framed = false } = {}): Promise<Page> {
  const { gate, face } = web;
  const [version, person] = await Promise.all([
    versionInForce(gate.parts),
    framed ? undefined : personOfCookie(context, gate.parts, face),
  ]);
  const asker = person ?? { kind: 'anyone' as const, network: networkOf(context, face) };
  const { site } = version.declarations;
  const language = chooseLanguage(context, web, site.languages, framed);
  const own = person !== undefined && isAccount(context.req.path);
  const stated = own ? await countStated(gate.parts.reads, person.personId) : undefined;
  const frame: Frame = {
    siteName: site.name,
    demonstration: site.name === null,
    signedIn: person !== undefined,
    ...(stated === undefined ? {} : { stated }),
    csrf: csrfToken(web, asker),
    path: context.req.path,
    policyVersion: version.number,
    style: web.stylesheet.path,
  };
  return { web, gate, context, language, frame, version, asker };
}

/** The signed-in reader. @throws Refusal `unauthenticated`, which the edge answers with the sign-in page */
export function signedIn(page: Page): Signed {
  if (page.asker.kind !== 'person') throw new Refusal('unauthenticated', 'sign in first');
  return page.asker;
}

/** Sends a page. Private ones are kept by nobody (ASVS 14.3.2). */
export function show(page: Page, element: Parameters<typeof renderPage>[0], status = 200): Response {
  return showRendered(page, renderPage(element), status);
}

/** The same for a page that was rendered before. */
export function showRendered(page: Page, html: string, status = 200): Response {
  return page.context.body(html, status as 200, pageHeaders(page, status));
}

/** A page as bytes with all that is said beside it, for every reader to whom nothing else is said: no cookie of their own. */
export function pageToKeep(page: Page, html: string, more: Readonly<Record<string, string>>): KeptPage {
  const bytes = new TextEncoder().encode(html);
  const length = { 'content-length': String(bytes.length) };
  return { bytes, headers: { ...page.web.face.headers, ...pageHeaders(page, 200), ...more, ...length } };
}

/** The same page as it is kept for all who are signed in: with a token that is nobody's in the place of theirs. */
export function ofAnybody(page: Page): Page {
  return { ...page, frame: { ...page.frame, csrf: tokenOfNobody(page) } };
}

const tokenOfNobody = ({ web }: Page): string => csrfToken(web, { kind: 'anyone', network: '' });

export function showKept(page: Page, { bytes, headers }: KeptPage): Response {
  const { context, web, frame } = page;
  const own = frame.signedIn ? withToken(bytes, tokenOfNobody(page), frame.csrf) : bytes;
  return answerAtOnce(context, web.face, own, { status: 200, headers });
}

/** Both tokens are as long. They stand between quotes, which no text of a page can hold. */
function withToken(kept: KeptPage['bytes'], former: string, token: string): KeptPage['bytes'] {
  const bytes = Buffer.from(kept);
  for (let at = bytes.indexOf(`"${former}"`); at !== -1; at = bytes.indexOf(`"${former}"`, at)) {
    bytes.write(token, at + 1, 'latin1');
  }
  return bytes;
}

function pageHeaders({ language, frame }: Page, status: number) {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    'cache-control': frame.signedIn || status !== 200 ? 'no-store' : 'no-cache',
    vary: 'cookie, accept-language',
  };
}

/** 303: the answer to a form is looked at by GET. Only to an address of our own. */
export function goTo(page: Page, path: string): Response {
  return page.context.body(null, 303, { location: path, 'cache-control': 'no-store' });
}

export type FormValues = Readonly<Record<string, string>>;

/** The fields of a form that came from one of our own pages. A name that stands twice keeps its first value. */
export async function readForm(page: Page, bytesMax: number = BODY_BYTES_MAX): Promise<FormValues> {
  const { context, web } = page;
  refuseForeignOrigin(context, web.face);
  if (!/^application\/x-www-form-urlencoded\b/i.test(context.req.header('content-type') ?? '')) {
    throw new Refusal('unsupported_media_type', 'a form was expected');
  }
  const sent = new URLSearchParams(await readBody(context, bytesMax));
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of sent) values[name] ??= value;
  const { csrf = '', ...rest } = values;
  refuseForeignForm(page, csrf);
  return rest;
}

/** @throws Refusal `gone` where the form was opened in another session than the one that sends it */
export function refuseForeignForm(page: Page, csrf: string): void {
  const expected = Buffer.from(page.frame.csrf);
  const given = Buffer.from(csrf);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    throw new Refusal('gone', 'this form was opened in another session: open it again');
  }
}

// Bound to the session; a reader without one is protected by the origin check and has nothing a forger could use.
function csrfToken({ gate }: Web, asker: AskerIdentity): string {
  const session = asker.kind === 'person' ? asker.session : Buffer.alloc(0);
  return createHmac('sha256', gate.parts.keys.signIn).update('csrf\0').update(session).digest('base64url');
}

function chooseLanguage(context: Context, { face }: Web, offered: readonly Language[], framed: boolean): Language {
  const asked = context.req.query('lang');
  if (framed && isLanguage(asked)) return asked;
  if (isLanguage(asked)) {
    setCookie(context, languageCookie(face), asked, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: face.secure,
      maxAge: 31_536_000,
    });
    return asked;
  }
  const kept = getCookie(context, languageCookie(face));
  if (isLanguage(kept)) return kept;
  return languageAccepted(context.req.header('accept-language') ?? '', offered);
}
