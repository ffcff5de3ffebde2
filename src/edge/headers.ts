import type { ServerResponse } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import type { Face } from './face.ts';

/**
 * What every answer says to the browser: nothing from elsewhere, no inline code, no referrer to others, no frame (ASVS 3.4).
 */
export function fixedHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentPolicy({}),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=(), browsing-topics=()',
    // `no-referrer` would make browsers send `Origin: null` with our own forms, and nothing could be left at all.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(secure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/** Where an answer is marked as one that has them already. */
const HAS_THEM = 'has-fixed-headers';

/** Sets them on every answer. Computed once: a header middleware that builds them anew halves the rate. */
export function securityHeaders(face: Face): MiddlewareHandler {
  const fixed = Object.entries(face.headers);
  return async (context, next) => {
    await next();
    if (context.get(HAS_THEM) === true) return;
    const { headers } = context.res;
    const framed = headers.has('content-security-policy');
    for (const [name, value] of fixed) {
      if (!framed || (name !== 'content-security-policy' && name !== 'x-frame-options')) headers.set(name, value);
    }
  };
}

/**
 * An answer made with these headers at once: to set them one by one afterwards costs more than the rest. Nothing that was
 * set at the context goes with it.
 */
export function answerAtOnce(
  context: Context,
  face: Face,
  body: string | Uint8Array<ArrayBuffer>,
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
): Response {
  context.set(HAS_THEM, true);
  return new Response(body, { status, headers: { ...face.headers, ...headers } });
}

/**
 * The same for an answer that another program writes below this one, by the response of node itself. Its own pages may
 * hold one script, which it names by its digest.
 */
export function answerBelow(context: Context, face: Face, response: ServerResponse): void {
  context.set(HAS_THEM, true);
  setHeadersBelow(face, response);
}

/** The same where nothing of ours stands above it. */
export function setHeadersBelow(face: Face, response: ServerResponse): void {
  for (const [name, value] of Object.entries(face.headers)) response.setHeader(name, value);
  response.setHeader('content-security-policy', BELOW);
}

/** Answers of programs. */
export function jsonAnswers(face: Face) {
  const own = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return (context: Context, status: number, body: unknown, more: Readonly<Record<string, string>> = {}): Response =>
    answerAtOnce(context, face, JSON.stringify(body), { status, headers: { ...own, ...more } });
}

/** Lets this answer stand as a frame in pages of these origins, and of no others. */
export function letFrame(context: Context, origins: readonly string[]): void {
  context.header('content-security-policy', contentPolicy({ ancestors: origins.join(' ') }));
}

/** Lets this answer stand in a frame of our own pages, with messages in frames of its own that bring their styles along. */
export function letLook(context: Context): void {
  const policy =
    "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; frame-src 'self'; base-uri 'none'";
  context.header('content-security-policy', `${policy}; form-action 'none'; frame-ancestors 'self'`);
}

/** Lets the forms of this answer lead to one other place besides: a provider's, to which the person goes. */
export function letFormsLead(context: Context, origin: string): void {
  context.header('content-security-policy', contentPolicy({ forms: origin }));
  context.header('x-frame-options', 'DENY');
}

/** Lets a form of this answer that is sent to us be led on from here to one other place: back to a service. */
export function letFormsLeadOn(context: Context, origin: string): void {
  context.header('content-security-policy', leadingOn(origin));
  context.header('x-frame-options', 'DENY');
}

/** What that says, for an answer that another program writes. */
export const leadingOn = (origin: string): string => contentPolicy({ forms: `'self' ${origin}` });

interface Widened {
  readonly ancestors?: string;
  readonly forms?: string;
}

function contentPolicy({ ancestors = "'none'", forms = "'self'" }: Widened): string {
  return `default-src 'self'; base-uri 'none'; form-action ${forms}; frame-ancestors ${ancestors}; object-src 'none'; img-src 'self' data:`;
}

const BELOW = `${contentPolicy({})}; script-src 'self'`;
