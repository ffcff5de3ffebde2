import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { AskerIdentity } from '../kernel/gate/asker.ts';
import type { GateParts } from '../kernel/gate/parts.ts';
import { Refusal } from '../kernel/refusal.ts';
import { askerOfCredential, personOfSession } from '../promises/security/index.ts';
import type { Face } from './face.ts';
import { networkOf } from './network.ts';

/** Who makes this request: a service or provider by its secret, a person by their session, else anyone. */
export async function askerOf(context: Context, parts: GateParts, face: Face): Promise<AskerIdentity> {
  const bearer = bearerOf(context);
  if (context.req.header('authorization') !== undefined) {
    const asker =
      bearer === undefined
        ? undefined
        : ((await askerOfCredential(parts.reads, bearer, parts.db)) ??
          (await personOfSession(parts.db, bearer, parts.reads)));
    // A credential that is wrong is told so; falling back to "anyone" would hide a mistake.
    if (asker === undefined) throw new Refusal('unauthenticated', 'the credential is not valid');
    return asker;
  }
  return (await personOfCookie(context, parts, face)) ?? { kind: 'anyone', network: networkOf(context, face) };
}

export function bearerOf(context: Context): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(context.req.header('authorization') ?? '')?.[1];
}

/** The signed-in person of a page, or undefined. */
export async function personOfCookie(context: Context, parts: GateParts, face: Face) {
  const token = getCookie(context, face.sessionCookie);
  return token === undefined ? undefined : await personOfSession(parts.db, token, parts.reads);
}
