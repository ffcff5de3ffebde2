import { z } from 'zod';
import type { Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type ChallengeUse, isOwnChallenge, spend } from './challenge.ts';
import { handleOf, relyingParty } from './relying-party.ts';
import { findPasskey, markPasskeyUsed, type PasskeyRow } from './store.ts';

const base64url = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax)
    .regex(/^[A-Za-z0-9_-]+$/);

/** What a browser answers to a challenge (WebAuthn level 3, AuthenticationResponseJSON); extensions are not read. */
export const assertionSchema = z.object({
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(4000),
    signature: base64url(2000),
    userHandle: base64url(100),
  }),
});
export type Assertion = z.infer<typeof assertionSchema>;

/** A right answer that is still to be counted: `countPasskey` does it in the transaction that decides by it. */
export interface PasskeyAnswer {
  readonly passkey: PasskeyRow;
  readonly challenge: string;
  readonly signCount: number;
  readonly backedUp: boolean;
}

/**
 * The passkey that gave this answer. Its holder was verified by their own device; the answer is to a challenge of ours
 * for this use, from a page of this site, and names the person the passkey belongs to.
 * @returns undefined for whatever is wrong with it
 */
export async function verifyPasskey(
  parts: GateParts,
  use: ChallengeUse,
  assertion: Assertion,
): Promise<PasskeyAnswer | undefined> {
  const passkey = await findPasskey(parts.reads, Buffer.from(assertion.id, 'base64url'));
  if (passkey === undefined) return undefined;
  const handle = Buffer.from(assertion.response.userHandle, 'base64url');
  if (!handle.equals(handleOf(parts.keys, passkey.personId))) return undefined;
  let challenge = '';
  const { origin, id } = relyingParty(parts.baseUrl());
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const verified = await verifyAuthenticationResponse({
    response: { ...assertion, clientExtensionResults: {} },
    expectedChallenge: (given) => {
      challenge = given;
      return isOwnChallenge(parts, use, given);
    },
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    credential: {
      id: assertion.id,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: passkey.signCount,
    },
    // Everything the library throws for is an answer that is not right: nobody is told which part of it.
  }).catch(() => undefined);
  if (verified?.verified !== true) return undefined;
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  return { passkey, challenge, signCount: newCounter, backedUp: credentialBackedUp };
}

/** Counts the answer: it is good once, and the passkey is still there. */
export async function countPasskey(tx: Tx, answer: PasskeyAnswer): Promise<void> {
  // Together: whichever is not so, nothing of this transaction stays.
  const [marked] = await Promise.all([
    markPasskeyUsed(tx, answer.passkey, answer.signCount, answer.backedUp),
    spend(tx, answer.challenge),
  ]);
  if (!marked) {
    throw new Refusal('unauthenticated', 'this passkey is not there any more');
  }
}
