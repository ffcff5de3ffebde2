// Written from the acts of the server: `node tools/test.mjs --write packages/client`. Not to be edited.
// biome-ignore-all format: written by a program.

/** Where each operation is, below `/v1`. */
export const OPERATIONS = {
  register: 'POST /registrations',
  leaveData: 'PUT /own-data',
  seeOwnData: 'GET /own-data',
  leaveForm: 'POST /forms/{form}/submissions',
  confirmOrigin: 'POST /own-data/confirmation',
  useOwnKey: 'POST /own-key-sessions',
  openAccount: 'POST /own-account',
  seeOwnAccount: 'GET /own-account',
  seeOwnHistory: 'GET /own-history',
  takeReceipt: 'GET /own-history/{n}/receipt',
  takeReceipts: 'GET /own-history/receipts',
  takeStatement: 'GET /own-history/statement',
  takeRecord: 'GET /own-submissions/{submission}',
  takeCopy: 'POST /own-data/copy',
  requestCopy: 'POST /own-data/copy-request',
  withdrawCopyRequest: 'DELETE /own-data/copy-request',
  eraseOwnData: 'POST /own-data/erasure',
  eraseOwnFields: 'POST /own-data/partial-erasure',
  requestErasure: 'POST /own-data/erasure-request',
  withdrawErasureRequest: 'DELETE /own-data/erasure-request',
  startConversation: 'POST /conversations',
  seeConversations: 'GET /conversations',
  writeMessage: 'POST /conversations/{conversation}/messages',
  seeConversation: 'GET /conversations/{conversation}',
  seeDemands: 'GET /demands',
  takeDeskCode: 'POST /demands/{demand}/desk-code',
  seeDeskSlots: 'GET /desk/slots',
  askForLetter: 'POST /demands/{demand}/letter',
  enterProofCode: 'POST /demands/codes',
  objectToDecision: 'POST /proofs/{proof}/objection',
  receiveLegalRequest: 'POST /legal-requests',
  seeLegalRequests: 'GET /legal-requests',
  authenticateLegalRequest: 'POST /legal-requests/{legalRequest}/authentication',
  scopeLegalRequest: 'PUT /legal-requests/{legalRequest}/scope',
  findNecessary: 'POST /legal-requests/{legalRequest}/finding',
  approveLegalRequest: 'POST /legal-requests/{legalRequest}/approval',
  deliverLegalRequest: 'POST /legal-requests/{legalRequest}/delivery',
  answerLegalRequest: 'POST /legal-requests/{legalRequest}/answer',
  seeLegalRequest: 'GET /legal-requests/{legalRequest}',
  seeOwnDisclosures: 'GET /own-disclosures',
  setGag: 'PUT /legal-requests/{legalRequest}/gag',
  objectToRequest: 'POST /legal-requests/{legalRequest}/objection',
  setHold: 'PUT /legal-requests/{legalRequest}/hold',
  pauseUse: 'POST /own-pause',
  resumeUse: 'DELETE /own-pause',
  sealOwnData: 'POST /own-seal',
  unsealOwnData: 'DELETE /own-seal',
  computeAggregate: 'GET /aggregates/{aggregate}',
  openDealing: 'POST /dealings',
  seeDealing: 'GET /dealings/{dealing}',
  joinDealing: 'POST /dealings/{dealing}/join',
  endDealing: 'POST /dealings/{dealing}/end',
  askFields: 'POST /dealings/{dealing}/fields',
  askFieldsOfMany: 'POST /dealings/fields',
  startTransfer: 'POST /transfers',
  seeTransfer: 'GET /transfers/{transfer}',
  confirmTransfer: 'POST /transfers/{transfer}/confirm',
  cancelTransfer: 'POST /transfers/{transfer}/cancel',
  reportTransfer: 'POST /transfers/{transfer}/reports',
  refundTransfer: 'POST /transfers/{transfer}/refund',
  askTransferFields: 'POST /transfers/{transfer}/fields',
  stopMessages: 'PUT /own-messages/stops',
  undoStop: 'DELETE /own-messages/stops',
  addressWorks: 'DELETE /own-messages/returns',
  seeOwnMessages: 'GET /own-messages',
  signIn: 'POST /sessions',
  signInWithCode: 'POST /sessions/code',
  signInWithPasskey: 'POST /sessions/passkey',
  recoverAccount: 'POST /recoveries',
  signOut: 'DELETE /sessions/current',
  renewPresence: 'POST /own-presence',
  changePassword: 'PUT /own-password',
  seeOwnSessions: 'GET /own-sessions',
  endOtherSessions: 'DELETE /own-sessions',
  endOwnSession: 'DELETE /own-sessions/{session}',
  seeOwnFactors: 'GET /own-factors',
  addPasskey: 'POST /own-passkeys',
  removePasskey: 'DELETE /own-passkeys/{passkey}',
  prepareOneTimeCodes: 'POST /own-one-time-codes',
  confirmOneTimeCodes: 'PUT /own-one-time-codes',
  removeOneTimeCodes: 'DELETE /own-one-time-codes',
  makeRecoveryCodes: 'POST /own-recovery-codes',
  seeOwnUnmaskings: 'GET /own-unmaskings',
  askAddressCode: 'POST /own-addresses/codes',
  proveAddress: 'PUT /own-addresses',
  releaseAddress: 'DELETE /own-addresses/{field}',
  askMailboxCode: 'POST /recoveries/letters',
  askStaffRecovery: 'POST /recoveries/requests',
  cancelRecovery: 'DELETE /own-recoveries',
  replayOwnHistory: 'GET /own-history/replay',
  checkSession: 'GET /session',
} as const;
export type OperationName = keyof typeof OPERATIONS;

/** Those that take an Idempotency-Key. */
export const IDEMPOTENT: ReadonlySet<OperationName> = new Set([
  'startConversation',
  'writeMessage',
  'receiveLegalRequest',
  'openDealing',
  'startTransfer',
]);

export interface Inputs {
  register: { readonly fields: Readonly<Record<string, string | { readonly street?: string; readonly building?: string; readonly postcode?: string; readonly town: string; readonly region?: string; readonly country: string } | { readonly file: string }>>; readonly passkey?: { readonly attestation: { readonly id: string; readonly rawId: string; readonly type: 'public-key'; readonly response: { readonly clientDataJSON: string; readonly attestationObject: string; readonly transports?: readonly (string)[] } }; readonly name: string }; readonly password?: string; readonly language: 'ru' | 'en' | 'uk'; readonly policyVersion: number; readonly seen?: { readonly device?: string; readonly agent?: string } }; // registers and leaves data
  leaveData: { readonly fields: Readonly<Record<string, string | { readonly street?: string; readonly building?: string; readonly postcode?: string; readonly town: string; readonly region?: string; readonly country: string } | { readonly file: string }>>; readonly language: 'ru' | 'en' | 'uk'; readonly password?: string }; // leaves or corrects their data
  seeOwnData: Record<never, never>; // looks at their own data
  leaveForm: { readonly form: string; readonly fields: Readonly<Record<string, string | { readonly street?: string; readonly building?: string; readonly postcode?: string; readonly town: string; readonly region?: string; readonly country: string } | { readonly file: string }>>; readonly message?: string; readonly language: 'ru' | 'en' | 'uk'; readonly nonce?: string; readonly policyVersion?: number; readonly website?: string; readonly work?: { readonly task: string; readonly solution?: string } }; // leaves data by a form
  confirmOrigin: { readonly language: 'ru' | 'en' | 'uk'; readonly policyVersion: number }; // confirms data that did not come from them
  useOwnKey: { readonly key: string }; // opens their own page by its key
  openAccount: { readonly password: string }; // opens an account for the data they left
  seeOwnAccount: Record<never, never>; // looks at the overview of their data
  seeOwnHistory: { readonly before?: number }; // looks at their own history
  takeReceipt: { readonly n: number }; // takes a receipt
  takeReceipts: { readonly from: number; readonly to: number }; // takes several receipts at once
  takeStatement: Record<never, never>; // takes the statement of how many entries there are
  takeRecord: { readonly submission: string }; // takes the record of leaving data
  takeCopy: { readonly password?: string; readonly passphrase?: string; readonly recipient?: string; readonly language: 'ru' | 'en' | 'uk' }; // takes a copy of their data
  requestCopy: { readonly password?: string; readonly passphrase?: string; readonly recipient?: string; readonly language: 'ru' | 'en' | 'uk' }; // asks for a copy of their data to be made
  withdrawCopyRequest: Record<never, never>; // takes back the request for a copy of their data
  eraseOwnData: { readonly password?: string }; // erases their data
  eraseOwnFields: { readonly fields?: readonly (string)[]; readonly categories?: readonly (string)[]; readonly password?: string }; // erases part of their data
  requestErasure: Record<never, never>; // asks staff to erase their data
  withdrawErasureRequest: Record<never, never>; // takes back the request to erase their data
  startConversation: { readonly text: string; readonly language: 'ru' | 'en' | 'uk' }; // writes to the administration
  seeConversations: Record<never, never>; // looks at the list of their conversations
  writeMessage: { readonly conversation: string; readonly text: string; readonly language: 'ru' | 'en' | 'uk' }; // goes on with a conversation with the administration
  seeConversation: { readonly conversation: string }; // reads their own conversation
  seeDemands: Record<never, never>; // looks at demands for proof of identity
  takeDeskCode: { readonly demand: string; readonly slot?: { readonly place: string; readonly at: unknown } }; // takes a code to prove identity in person
  seeDeskSlots: Record<never, never>; // looks when one may come in person
  askForLetter: { readonly demand: string }; // asks for a letter with a code
  enterProofCode: { readonly code: string }; // enters a code from paper
  objectToDecision: { readonly proof: string; readonly text: string; readonly language: 'ru' | 'en' | 'uk' }; // objects to the decision on a proof
  receiveLegalRequest: { readonly ground: string; readonly authority: string; readonly reference: string; readonly asked: string; readonly authorityKey: string; readonly expiresAt: string; readonly gagUntil?: string; readonly urgent?: boolean }; // records the request of an authority
  seeLegalRequests: { readonly before?: string }; // looks at the register of requests of authorities
  authenticateLegalRequest: { readonly legalRequest: string; readonly how: string }; // checks whom a request comes from
  scopeLegalRequest: { readonly legalRequest: string; readonly persons: readonly (string)[]; readonly fields: readonly (string)[]; readonly leftFrom?: string; readonly leftUntil?: string }; // lists the persons, fields and dates of a request
  findNecessary: { readonly legalRequest: string; readonly reason: string }; // finds a disclosure necessary and says why
  approveLegalRequest: { readonly legalRequest: string }; // agrees to a disclosure as the second
  deliverLegalRequest: { readonly legalRequest: string; readonly how: string }; // records that the authority has the answer
  answerLegalRequest: { readonly legalRequest: string; readonly answer: 'no-data-held' | 'refused'; readonly reason: string }; // answers an authority without data
  seeLegalRequest: { readonly legalRequest: string; readonly from?: number }; // looks at the request of an authority
  seeOwnDisclosures: Record<never, never>; // looks at what was disclosed of them under law
  setGag: { readonly legalRequest: string; readonly gagUntil?: string; readonly reason: string }; // records until when telling the person is forbidden
  objectToRequest: { readonly legalRequest: string; readonly reason: string }; // objects to the authority and wants the request narrowed
  setHold: { readonly legalRequest: string; readonly until: string; readonly reason: string }; // keeps apart what is ordered to be kept
  pauseUse: Record<never, never>; // pauses the use of their data
  resumeUse: Record<never, never>; // lets the use of their data go on
  sealOwnData: { readonly password?: string }; // seals their data with a key of their own
  unsealOwnData: { readonly key: string }; // unseals their data
  computeAggregate: { readonly aggregate: string }; // computes an aggregate
  openDealing: { readonly purpose: string; readonly reference: string; readonly transfer?: { readonly provider: string; readonly method: string; readonly amount: number; readonly currency: string; readonly payee: string; readonly account?: string } }; // opens a dealing
  seeDealing: { readonly dealing: string }; // looks at a dealing
  joinDealing: { readonly dealing: string }; // joins a dealing
  endDealing: { readonly dealing: string }; // ends a dealing
  askFields: { readonly dealing: string; readonly fields: readonly (string)[] }; // asks for data for a dealing
  askFieldsOfMany: { readonly dealings: readonly (string)[]; readonly fields: readonly (string)[] }; // asks for the same fields for several dealings
  startTransfer: { readonly dealing: string } | { readonly transfer: { readonly provider: string; readonly method: string; readonly amount: number; readonly currency: string; readonly payee: string; readonly account?: string } }; // starts a transfer
  seeTransfer: { readonly transfer: string }; // looks at a transfer
  confirmTransfer: { readonly transfer: string; readonly shown: string; readonly password?: string }; // confirms a transfer
  cancelTransfer: { readonly transfer: string }; // cancels a transfer
  reportTransfer: { readonly transfer: string; readonly id: string; readonly status: 'paid' | 'failed' | 'refunded' }; // reports how a transfer went
  refundTransfer: { readonly transfer: string }; // asks for the money to go back
  askTransferFields: { readonly transfer: string; readonly fields: readonly (string)[] }; // asks for more data about a transfer
  stopMessages: { readonly topic?: string }; // stops messages
  undoStop: { readonly topic?: string; readonly token?: string }; // allows messages again
  addressWorks: Record<never, never>; // says that their address takes mail again
  seeOwnMessages: { readonly from?: string }; // looks at their messages
  signIn: { readonly identifier: string; readonly password: string; readonly seen?: { readonly device?: string; readonly agent?: string }; readonly work?: { readonly task: string; readonly solution?: string } }; // signs in to the account
  signInWithCode: { readonly step: string; readonly code: string; readonly seen?: { readonly device?: string; readonly agent?: string } }; // signs in with a one-time code
  signInWithPasskey: { readonly assertion: { readonly id: string; readonly rawId: string; readonly type: 'public-key'; readonly response: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string; readonly userHandle: string } }; readonly seen?: { readonly device?: string; readonly agent?: string } }; // signs in with a passkey
  recoverAccount: { readonly code: string; readonly request?: string; readonly second?: string; readonly password: string; readonly keepFactors?: boolean; readonly seen?: { readonly device?: string; readonly agent?: string } }; // recovers the account with a recovery code
  signOut: Record<never, never>; // signs out of the account
  renewPresence: { readonly assertion: { readonly id: string; readonly rawId: string; readonly type: 'public-key'; readonly response: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string; readonly userHandle: string } } } | { readonly password: string; readonly code?: string }; // shows once more that it is them
  changePassword: { readonly password?: string; readonly newPassword: string }; // changes the password
  seeOwnSessions: Record<never, never>; // looks at their sessions
  endOtherSessions: Record<never, never>; // ends all their other sessions
  endOwnSession: { readonly session: string }; // ends a session of their own
  seeOwnFactors: Record<never, never>; // looks at the ways to sign in
  addPasskey: { readonly attestation: { readonly id: string; readonly rawId: string; readonly type: 'public-key'; readonly response: { readonly clientDataJSON: string; readonly attestationObject: string; readonly transports?: readonly (string)[] } }; readonly name: string }; // adds a passkey
  removePasskey: { readonly passkey: string }; // removes a passkey
  prepareOneTimeCodes: Record<never, never>; // prepares one-time codes in an app
  confirmOneTimeCodes: { readonly code: string }; // turns one-time codes on
  removeOneTimeCodes: Record<never, never>; // turns one-time codes off
  makeRecoveryCodes: Record<never, never>; // gets new recovery codes
  seeOwnUnmaskings: Record<never, never>; // looks at who of the administration unmasked their data, and why
  askAddressCode: { readonly field: string }; // asks for a code to prove their address
  proveAddress: { readonly code: string; readonly move?: boolean }; // proves that an address is their own
  releaseAddress: { readonly field: string }; // takes back the proof of their address
  askMailboxCode: { readonly address: string }; // asks for a letter with a code to recover the account
  askStaffRecovery: Record<never, never>; // asks the staff to help recover the account
  cancelRecovery: Record<never, never>; // cancels a recovery of their account
  replayOwnHistory: { readonly version?: number }; // asks how another version would have decided their past
  checkSession: Record<never, never>; // whether a session lives, and nothing of whom it is: no act, no entry
}
