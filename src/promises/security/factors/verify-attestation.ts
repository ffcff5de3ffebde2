import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Running } from '../../../kernel/gate/act.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type ChallengeUse, isOwnChallenge } from './challenge.ts';
import { relyingParty } from './relying-party.ts';
import * as store from './store.ts';

/** The field under which the vault holds the name that a person gave a passkey. */
export const PASSKEY_NAME_FIELD = 'passkey/name';
/** More keys than anybody carries; a limit so that no list is without one. */
const PASSKEYS_MAX = 20;

const base64url = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax)
    .regex(/^[A-Za-z0-9_-]+$/);

/** What a browser answers when it has made a passkey (RegistrationResponseJSON). */
const attestationSchema = z.object({
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(12_000),
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});

/** A passkey that was just made, with the name its holder gives it. */
export const newPasskeySchema = z.strictObject({
  attestation: attestationSchema,
  name: z.string().trim().min(1).max(60),
});
type NewPasskey = z.infer<typeof newPasskeySchema>;

/** A right answer that is still to be kept, in the transaction that decides by it. */
export interface MadePasskey {
  readonly challenge: string;
  readonly name: string;
  readonly row: Pick<store.PasskeyRow, 'credentialId' | 'publicKey' | 'signCount' | 'transports' | 'backedUp'>;
}

/**
 * The passkey in this answer: made for a challenge of ours for this use, on a page of this site, by a device that
 * verified its holder. @throws Refusal `invalid` for whatever is wrong with it
 */
export async function verifyAttestation(
  parts: GateParts,
  use: ChallengeUse,
  { attestation, name }: NewPasskey,
): Promise<MadePasskey> {
  const { origin, id } = relyingParty(parts.baseUrl());
  let challenge = '';
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const verified = await verifyRegistrationResponse({
    response: {
      ...attestation,
      response: { ...attestation.response, transports: attestation.response.transports ?? [] },
      clientExtensionResults: {},
    },
    expectedChallenge: (given) => {
      challenge = given;
      return isOwnChallenge(parts, use, given);
    },
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (verified?.verified !== true) {
    throw new Refusal('invalid', '`attestation` is no answer to a challenge of this page', { field: 'attestation' });
  }
  const { credential, credentialBackedUp } = verified.registrationInfo;
  const row = {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    signCount: credential.counter,
    transports: credential.transports ?? [],
    backedUp: credentialBackedUp,
  };
  return { challenge, name, row };
}

/** Keeps it as a way in of this person, whose passage has spent the challenge. @returns the passkey's id */
export async function keepPasskey(
  { tx, parts }: Pick<Running<unknown, unknown, unknown>, 'tx' | 'parts'>,
  personId: string,
  made: MadePasskey,
): Promise<string> {
  if ((await store.readPasskeys(tx, personId)).length >= PASSKEYS_MAX) {
    throw new Refusal('conflict', `an account has at most ${PASSKEYS_MAX} passkeys`);
  }
  const [name] = await parts.keyring.store(tx, personId, [
    { field: PASSKEY_NAME_FIELD, plaintext: made.name, role: 'file' },
  ]);
  assert(name !== undefined, 'one value stored is one record');
  const passkeyId = parts.random.uuid();
  if (!(await store.insertPasskey(tx, { personId, passkeyId, ...made.row, nameRecord: name.recordId }))) {
    throw new Refusal('conflict', 'this passkey is registered already');
  }
  return passkeyId;
}
