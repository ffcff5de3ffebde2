import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { makeChallenge, personToBe } from './challenge.ts';
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

/**
 * What the browser needs to make a passkey: discoverable, and with its holder verified. For a stranger it is the
 * passkey of an account that this challenge may make; nothing of it stands anywhere before.
 */
export async function passkeyCreationOptions(
  parts: GateParts,
  asker: AskerIdentity,
  siteName: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = asker.kind === 'person' ? asker : undefined;
  const challenge = makeChallenge(
    parts,
    known === undefined ? { purpose: 'register', session: null } : { purpose: 'add-passkey', session: known.session },
  );
  const personId = known?.personId ?? personToBe(parts, challenge);
  const handle = handleOf(parts.keys, personId);
  const label = `${siteName} · ${handle.toString().slice(0, 4)}`;
  const standing = await readPasskeys(parts.db, personId);
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  return await generateRegistrationOptions({
    rpName: siteName,
    rpID: relyingParty(parts.baseUrl()).id,
    userID: Uint8Array.from(handle),
    userName: label,
    userDisplayName: label,
    challenge: Uint8Array.from(challenge),
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
