import { confirmOrigin } from './confirm-origin.ts';
import { eraseOwnData } from './erase-own-data.ts';
import { leaveData } from './leave-data.ts';
import { leaveForm } from './leave-form.ts';
import { openAccount } from './open-account.ts';
import { register } from './register.ts';
import { repeatErasure } from './repeat-erasure.ts';
import { repeatForgetting } from './repeat-forgetting.ts';
import { seeOwnData } from './see-own-data.ts';
import { seeOwnHistory } from './see-own-history.ts';
import { takeReceipt } from './take-receipt.ts';
import { takeReceipts } from './take-receipts.ts';
import { takeRecord } from './take-record.ts';
import { takeStatement } from './take-statement.ts';
import { useOwnKey } from './use-own-key.ts';

export { consoleEntries } from './console-entries.ts';
export { HORIZON_DAYS } from './erase-own-data.ts';
export { forgetAgain } from './forget-again.ts';
export { makeFormNonce, readFormNonce } from './form-nonce.ts';
export { recordDocument } from './record-document.ts';
export { countPersons, countSubmissions, latestSubmissionVersion, readFormRefusals } from './store.ts';
export {
  confirmOrigin,
  eraseOwnData,
  leaveData,
  leaveForm,
  openAccount,
  register,
  seeOwnData,
  seeOwnHistory,
  takeReceipt,
  takeReceipts,
  takeRecord,
  takeStatement,
  useOwnKey,
};

/** The acts of this promise. */
export const acts = [
  register,
  leaveData,
  leaveForm,
  confirmOrigin,
  useOwnKey,
  openAccount,
  seeOwnData,
  seeOwnHistory,
  takeReceipt,
  takeReceipts,
  takeStatement,
  takeRecord,
  eraseOwnData,
  repeatErasure,
  repeatForgetting,
] as const;

/** Acts whose entry explains why texts before it in the chain are gone. */
export const ERASURES: readonly string[] = [eraseOwnData.name, repeatErasure.name];
