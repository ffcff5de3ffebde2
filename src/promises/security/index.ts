import { askAddressCode } from './addresses/ask-address-code.ts';
import { askMailboxCode } from './addresses/ask-mailbox-code.ts';
import { noteAddressMoved } from './addresses/note-address-moved.ts';
import { proveAddress } from './addresses/prove-address.ts';
import { releaseAddress } from './addresses/release-address.ts';
import { sendAddressCode } from './addresses/send-address-code.ts';
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
import { settleFailedJob } from './jobs/settle-failed-job.ts';
import { approveStaffRecovery } from './recovery/approve-staff-recovery.ts';
import { askStaffRecovery } from './recovery/ask-staff-recovery.ts';
import { beginStaffRecovery } from './recovery/begin-staff-recovery.ts';
import { cancelRecovery } from './recovery/cancel-recovery.ts';
import { endStaffRecovery } from './recovery/end-staff-recovery.ts';
import { recoverAccount } from './recovery/recover-account.ts';
import { renewPresence } from './renew-presence.ts';
import { seeOwnSessions } from './see-own-sessions.ts';
import { signIn } from './sign-in.ts';
import { signInWithCode } from './sign-in-with-code.ts';
import { signInWithPasskey } from './sign-in-with-passkey.ts';
import { signOut } from './sign-out.ts';
import { claimConsole, isLinkAlive } from './staff/claim-console.ts';
import { endInvitation } from './staff/end-invitation.ts';
import { endRole } from './staff/end-role.ts';
import { endSessionsOf } from './staff/end-sessions-of.ts';
import { findPerson } from './staff/find-person.ts';
import { giveRole } from './staff/give-role.ts';
import { inviteStaff } from './staff/invite-staff.ts';
import { makeOwnerLink } from './staff/make-owner-link.ts';
import { noteRoleEnded, noteRoleGiven } from './staff/note-role.ts';
import { seeOwnUnmaskings } from './staff/see-own-unmaskings.ts';
import { seePersonCard } from './staff/see-person-card.ts';
import { seeStaff } from './staff/see-staff.ts';
import { suspendStaff } from './staff/suspend-staff.ts';
import { unmaskField } from './staff/unmask-field.ts';

export { broughtPasswordOfNew, readBroughtPassword } from './brought/brought-passwords.ts';
export { consoleEntries } from './console-entries.ts';
export { tellTurnedAway } from './count-turned-away.ts';
export { eraseSecurity } from './erase-security.ts';
export { personToBe, spend as spendChallenge } from './factors/challenge.ts';
export { passkeyCreationOptions, passkeyRequestOptions } from './factors/passkey-options.ts';
export { issueRecoveryCodes } from './factors/recovery-codes.ts';
export { keepPasskey, type MadePasskey, newPasskeySchema, verifyAttestation } from './factors/verify-attestation.ts';
export { presenceWasFresh } from './facts.ts';
export { type Identifier, livingTags, makeAccountName, readIdentifier, tagsAtHand, tagsToKeep } from './identifiers.ts';
export { providerKeyName, signingSecretName } from './issue-credential.ts';
export { matchPairs } from './match-password.ts';
export { refusePoorPassword } from './passwords/refuse-poor-password.ts';
export { wasFresh } from './presence.ts';
export { makeTask, takeWork, WAIT_SECONDS, type WorkDone, workSchema } from './proof-of-work.ts';
export { requirePresence } from './recent-presence.ts';
export { readRecoveries, recoveriesCounted } from './recovery/store.ts';
export { securityJobs } from './security-jobs.ts';
export { seenSchema } from './seen-by.ts';
export { askerOfCredential, checkSession, hashToken, personOfSession, startSession } from './sessions.ts';
export { cardsOf, countOwners, personOfCard, readRoles } from './staff/store.ts';
export {
  hasSignIn,
  insertSignIns,
  keepSalts,
  listCredentials,
  livingCredential,
  lockTags,
  passwordOf,
  readSession,
  readVerifiers,
  removeSignIns,
} from './store.ts';
export { throttleOf } from './throttle.ts';
export { verifierOf, verifierOrNone } from './verifier-of.ts';
export {
  addPasskey,
  approveStaffRecovery,
  askAddressCode,
  askMailboxCode,
  askStaffRecovery,
  beginStaffRecovery,
  cancelRecovery,
  changePassword,
  claimConsole,
  confirmOneTimeCodes,
  endCredential,
  endInvitation,
  endOtherSessions,
  endOwnSession,
  endRole,
  endSessionsOf,
  endStaffRecovery,
  findPerson,
  giveRole,
  inviteStaff,
  isLinkAlive,
  issueCredential,
  makeOwnerLink,
  makeRecoveryCodes,
  prepareOneTimeCodes,
  proveAddress,
  recoverAccount,
  releaseAddress,
  removeOneTimeCodes,
  removePasskey,
  renewPresence,
  seeOwnFactors,
  seeOwnSessions,
  seeOwnUnmaskings,
  seePersonCard,
  seeStaff,
  settleFailedJob,
  signIn,
  signInWithCode,
  signInWithPasskey,
  signOut,
  suspendStaff,
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
  askAddressCode,
  proveAddress,
  releaseAddress,
  sendAddressCode,
  noteAddressMoved,
  askMailboxCode,
  askStaffRecovery,
  beginStaffRecovery,
  approveStaffRecovery,
  endStaffRecovery,
  cancelRecovery,
  inviteStaff,
  endInvitation,
  endSessionsOf,
  suspendStaff,
  settleFailedJob,
  issueCredential,
  endCredential,
] as const;
