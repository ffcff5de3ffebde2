import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { makeChallenge } from './challenge.ts';
import { handleOf, relyingParty } from './relying-party.ts';
import { readPasskeys } from './store.ts';

/** EdDSA, ES256, RS256: what authenticators make today. */
const ALGORITHMS = [-8, -7, -257];

/**
 * What the browser needs to ask for a passkey. The list of credentials is empty for everybody, so the answer tells
 * nothing about who has an account here.
 */
export async function passkeyRequestOptions(
  parts: GateParts,
  asker: AskerIdentity,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const use =
    asker.kind === 'person'
      ? ({ purpose: 'presence', session: asker.session } as const)
      : ({ purpose: 'sign-in', session: null } as const);
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  return await generateAuthenticationOptions({
    rpID: relyingParty(parts.baseUrl()).id,
    challenge: Uint8Array.from(makeChallenge(parts, use)),
    userVerification: 'required',
  });
}

/** What the browser needs to make a passkey for the signed-in person: discoverable, and with its holder verified. */
export async function passkeyCreationOptions(
  parts: GateParts,
  asker: Extract<AskerIdentity, { kind: 'person' }>,
  siteName: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const handle = handleOf(parts.keys, asker.personId);
  const label = `${siteName} · ${handle.toString().slice(0, 4)}`;
  const standing = await readPasskeys(parts.db, asker.personId);
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  return await generateRegistrationOptions({
    rpName: siteName,
    rpID: relyingParty(parts.baseUrl()).id,
    userID: Uint8Array.from(handle),
    userName: label,
    userDisplayName: label,
    challenge: Uint8Array.from(makeChallenge(parts, { purpose: 'add-passkey', session: asker.session })),
    // What an authenticator says of its maker is not asked for: it would only say more of the person.
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: standing.map(({ credentialId, transports }) => ({
      id: credentialId.toString('base64url'),
      transports: [...transports],
    })),
  });
}
