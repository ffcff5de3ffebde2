import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { GateParts } from '../kernel/gate/parts.ts';
import { Refusal } from '../kernel/refusal.ts';
import { checkSession } from '../promises/security/index.ts';
import { bearerOf } from './askers.ts';
import type { Face } from './face.ts';
import { jsonAnswers } from './headers.ts';

/**
 * Whether a session lives, and nothing else: for whoever asks often. It opens and tells nothing of the person, so it is no
 * act, and costs one statement that all who ask at the same time share.
 */
export function sessionCheck({ db, reads }: GateParts, face: Face): (context: Context) => Promise<Response> {
  const json = jsonAnswers(face);
  return async (context) => {
    const token = bearerOf(context) ?? getCookie(context, face.sessionCookie) ?? '';
    const session = await checkSession(db, token, reads);
    if (session === undefined) throw new Refusal('unauthenticated', 'there is no such session, or it has ended');
    return json(context, 200, session);
  };
}
