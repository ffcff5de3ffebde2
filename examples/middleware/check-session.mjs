// Who is signed in to this service, on each of its pages. The site signs people in (OpenID Connect); what the service keeps
// of it is a signed cookie with the pseudonym and the dealing. When the person ends the dealing or is erased, a notice of the
// site ends the session here, too.
import { createHmac, timingSafeEqual } from 'node:crypto';

const HOURS = 12;

/**
 * @param {{ secret: string, cookie?: string, secure?: boolean, now?: () => number }} given `secret`: at least 32 characters that only
 *   this service has; `secure`: false only for a service on this very machine.
 */
export function openSessions({
  secret,
  secure = true,
  cookie = secure ? '__Host-service' : 'service',
  now = Date.now,
}) {
  if (secret.length < 32) throw new Error('The secret of sessions needs at least 32 characters.');
  /** What ended before its time, until every cookie that says otherwise is over by itself. */
  const ended = new Map();
  const sign = (text) => createHmac('sha256', secret).update(text).digest();
  const header = (value, seconds) =>
    `${cookie}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
  const end = (what) => {
    for (const [one, until] of ended) if (until < now()) ended.delete(one);
    ended.set(what, now() + HOURS * 3_600_000);
  };
  return {
    /** The header `Set-Cookie` of a sign-in: `person` and `dealing` as the site told them. */
    begin({ person, dealing }) {
      const until = now() + HOURS * 3_600_000;
      const text = Buffer.from(JSON.stringify({ person, dealing, begun: now(), until })).toString('base64url');
      return header(`${text}.${sign(text).toString('base64url')}`, HOURS * 3600);
    },
    /** The header `Set-Cookie` of a sign-out. */
    end: () => header('', 0),
    /** Who sent this header `Cookie`; undefined: nobody who is signed in. */
    read(cookies = '') {
      const found = cookies.split(/; */).find((one) => one.startsWith(`${cookie}=`));
      const [text = '', signature = ''] = (found ?? '').slice(cookie.length + 1).split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign(text);
      if (text === '' || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const { person, dealing, begun, until } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
      const over = [`dealing ${dealing}`, `person ${person}`].some(
        (one) => (ended.get(one) ?? 0) - HOURS * 3_600_000 >= begun,
      );
      return until < now() || over ? undefined : { person, dealing };
    },
    /** A notice of the site, after its signature was checked. */
    hear({ type, data }) {
      if (type === 'dealing.ended') end(`dealing ${data.dealing}`);
      if (type === 'person.erased') end(`person ${data.person}`);
    },
  };
}

/** For Hono and its like: who is signed in is `context.get('signedIn')`; whoever is not is led to `signIn`. */
export const checkSession = (sessions, { signIn }) => {
  return async (context, next) => {
    const found = sessions.read(context.req.header('cookie'));
    if (found === undefined) return context.redirect(signIn, 303);
    context.set('signedIn', found);
    await next();
  };
};

/** The same for Express: `request.signedIn`. */
export const checkRequests = (sessions, { signIn }) => {
  return (request, response, next) => {
    request.signedIn = sessions.read(request.headers.cookie);
    if (request.signedIn === undefined) response.redirect(303, signIn);
    else next();
  };
};

/** And for Fastify: `server.addHook('onRequest', checkOnRequest(sessions, { signIn }))`. */
export const checkOnRequest = (sessions, { signIn }) => {
  return async (request, reply) => {
    request.signedIn = sessions.read(request.headers.cookie);
    if (request.signedIn === undefined) return reply.redirect(signIn, 303);
  };
};
