import { deleteCookie, setCookie } from 'hono/cookie';
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
  context.header('clear-site-data', '"cache", "cookies", "storage"');
}
