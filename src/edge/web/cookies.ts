import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Page } from './page.tsx';

/** The session's token goes to the browser alone: no script reads it, no other site sends it along. */
export function keepSession({ context, web }: Page, token: string): void {
  setCookie(context, web.face.sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: web.face.secure,
    maxAge: 60 * 60 * 24 * 30,
  });
}

export function dropSession({ context, web }: Page): void {
  deleteCookie(context, web.face.sessionCookie, { path: '/', secure: web.face.secure });
  // What the browser still holds of private pages goes with it (ASVS 14.3.1).
  context.header('clear-site-data', '"cache", "storage"');
}

const YEAR_SECONDS = 60 * 60 * 24 * 365;

/** What the browser shows of itself at a sign-in: whether it was here before, and what it calls itself. */
export function seenOf({ context, web }: Page): { readonly device?: string; readonly agent?: string } {
  const device = getCookie(context, web.face.deviceCookie);
  const agent = context.req.header('user-agent')?.slice(0, 400);
  return {
    ...(device !== undefined && /^[A-Za-z0-9_-]{43}$/.test(device) ? { device } : {}),
    ...(agent === undefined ? {} : { agent }),
  };
}

/** By this cookie a browser is known again, so that strangers' wrong tries do not slow its owner down. */
export function keepDevice({ context, web }: Page, device: string): void {
  setCookie(context, web.face.deviceCookie, device, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: web.face.secure,
    maxAge: YEAR_SECONDS,
  });
}
