import { endCredential } from './end-credential.ts';
import { issueCredential } from './issue-credential.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

export { type Identifier, makeAccountName, normaliseAccountName, readIdentifier, tagsOf } from './identifiers.ts';
export { signingSecretName } from './issue-credential.ts';
export { matchPairs, matchPassword, provePresence, verifierOf } from './match-password.ts';
export { askerOfCredential, beginSession, hashToken, personOfSession } from './sessions.ts';
export {
  eraseSecurity,
  hasSignIn,
  insertSignIns,
  keepSalts,
  listCredentials,
  lockTags,
  readVerifiers,
  removeSignIns,
} from './store.ts';
export { endCredential, issueCredential, signIn, signOut };

/** The acts of this promise. */
export const acts = [signIn, signOut, issueCredential, endCredential] as const;
