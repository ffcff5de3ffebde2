import { changePassword } from './change-password.ts';
import { countTurnedAway } from './count-turned-away.ts';
import { endCredential } from './end-credential.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { endOwnSession } from './end-own-session.ts';
import { addPasskey } from './factors/add-passkey.ts';
import { confirmOneTimeCodes } from './factors/confirm-one-time-codes.ts';
import { makeRecoveryCodes } from './factors/make-recovery-codes.ts';
import { prepareOneTimeCodes } from './factors/prepare-one-time-codes.ts';
import { removeOneTimeCodes } from './factors/remove-one-time-codes.ts';
import { removePasskey } from './factors/remove-passkey.ts';
import { seeOwnFactors } from './factors/see-own-factors.ts';
import { issueCredential } from './issue-credential.ts';
import { recoverAccount } from './recover-account.ts';
import { renewPresence } from './renew-presence.ts';
import { seeOwnSessions } from './see-own-sessions.ts';
import { signIn } from './sign-in.ts';
import { signInWithCode } from './sign-in-with-code.ts';
import { signInWithPasskey } from './sign-in-with-passkey.ts';
import { signOut } from './sign-out.ts';
import { claimConsole, isLinkAlive } from './staff/claim-console.ts';
import { endRole } from './staff/end-role.ts';
import { findPerson } from './staff/find-person.ts';
import { giveRole } from './staff/give-role.ts';
import { makeOwnerLink } from './staff/make-owner-link.ts';
import { noteRoleEnded, noteRoleGiven } from './staff/note-role.ts';
import { seeOwnUnmaskings } from './staff/see-own-unmaskings.ts';
import { seePersonCard } from './staff/see-person-card.ts';
import { seeStaff } from './staff/see-staff.ts';
import { unmaskField } from './staff/unmask-field.ts';

export { consoleEntries } from './console-entries.ts';
export { tellTurnedAway } from './count-turned-away.ts';
export { eraseSecurity } from './erase-security.ts';
export { passkeyCreationOptions, passkeyRequestOptions } from './factors/passkey-options.ts';
export { issueRecoveryCodes } from './factors/recovery-codes.ts';
export { type Identifier, makeAccountName, readIdentifier, tagsOf } from './identifiers.ts';
export { signingSecretName } from './issue-credential.ts';
export { matchPairs, provePresence, verifierOf } from './match-password.ts';
export { refusePoorPassword } from './passwords/refuse-poor-password.ts';
export { requirePresence } from './recent-presence.ts';
export { seenSchema } from './seen-by.ts';
export { askerOfCredential, hashToken, personOfSession, startSession } from './sessions.ts';
export { noteRoleJob, ROLE_ENDED_JOB, ROLE_GIVEN_JOB } from './staff/note-role.ts';
export { cardsOf, countOwners, personOfCard, readRoles } from './staff/store.ts';
export {
  hasSignIn,
  insertSignIns,
  keepSalts,
  listCredentials,
  lockTags,
  readSession,
  readVerifiers,
  removeSignIns,
} from './store.ts';
export {
  addPasskey,
  changePassword,
  claimConsole,
  confirmOneTimeCodes,
  endCredential,
  endOtherSessions,
  endOwnSession,
  endRole,
  findPerson,
  giveRole,
  isLinkAlive,
  issueCredential,
  makeOwnerLink,
  makeRecoveryCodes,
  prepareOneTimeCodes,
  recoverAccount,
  removeOneTimeCodes,
  removePasskey,
  renewPresence,
  seeOwnFactors,
  seeOwnSessions,
  seeOwnUnmaskings,
  seePersonCard,
  seeStaff,
  signIn,
  signInWithCode,
  signInWithPasskey,
  signOut,
  unmaskField,
};

/** The acts of this promise. */
export const acts = [
  signIn,
  signInWithCode,
  signInWithPasskey,
  recoverAccount,
  signOut,
  renewPresence,
  changePassword,
  seeOwnSessions,
  endOwnSession,
  endOtherSessions,
  seeOwnFactors,
  addPasskey,
  removePasskey,
  prepareOneTimeCodes,
  confirmOneTimeCodes,
  removeOneTimeCodes,
  makeRecoveryCodes,
  makeOwnerLink,
  claimConsole,
  giveRole,
  endRole,
  countTurnedAway,
  noteRoleGiven,
  noteRoleEnded,
  seeStaff,
  findPerson,
  seePersonCard,
  unmaskField,
  seeOwnUnmaskings,
  issueCredential,
  endCredential,
] as const;
