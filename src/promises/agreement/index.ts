import { seeOwnAccount } from './account/see-own-account.ts';
import { confirmOrigin } from './confirm-origin.ts';
import { exportOnRequest, seeCopyRequests } from './copy/export-on-request.ts';
import { requestCopy, withdrawCopyRequest } from './copy/request-copy.ts';
import { completeErasure } from './erasure/complete-erasure.ts';
import { eraseOnRequest, seeErasureRequests } from './erasure/erase-on-request.ts';
import { eraseOwnData } from './erasure/erase-own-data.ts';
import { eraseOwnFields } from './erasure/erase-own-fields.ts';
import { forgetExpired } from './erasure/forget-expired.ts';
import { requestErasure, withdrawErasureRequest } from './erasure/request-erasure.ts';
import { leaveData } from './leave-data.ts';
import { leaveForm } from './leave-form.ts';
import { endSiteExport } from './moving-out/end-site-export.ts';
import { exportPerson } from './moving-out/export-person.ts';
import { orderSiteExport } from './moving-out/order-site-export.ts';
import { openAccount } from './open-account.ts';
import { register } from './register.ts';
import { repeatErasure } from './repeat-erasure.ts';
import { repeatForgetting } from './repeat-forgetting.ts';
import { seeOwnData } from './see-own-data.ts';
import { seeOwnHistory } from './see-own-history.ts';
import { takeCopy } from './take-copy.ts';
import { takeReceipt } from './take-receipt.ts';
import { takeReceipts } from './take-receipts.ts';
import { takeRecord } from './take-record.ts';
import { takeStatement } from './take-statement.ts';
import { useOwnKey } from './use-own-key.ts';

export { consoleEntries } from './console-entries.ts';
export { completeErasureJob } from './erasure/complete-erasure.ts';
export { COMPLETE_ERASURE_JOB, HORIZON_DAYS } from './erasure/erase-person.ts';
export { ERASURES } from './erasure/erasures.ts';
export { RETENTION_JOB, retentionJob } from './erasure/forget-expired.ts';
export { forgetAgain } from './forget-again.ts';
export { makeFormNonce, readFormNonce } from './form-nonce.ts';
export { lastExport, openExport } from './moving-out/store.ts';
export { writeSiteExport } from './moving-out/write-site-export.ts';
export { recordDocument } from './record-document.ts';
export {
  countPersons,
  countSubmissions,
  hasErasureRequest,
  readCopyRequest,
  readFormRefusals,
} from './store.ts';
export {
  confirmOrigin,
  eraseOnRequest,
  eraseOwnData,
  eraseOwnFields,
  exportOnRequest,
  leaveData,
  leaveForm,
  openAccount,
  orderSiteExport,
  register,
  requestCopy,
  requestErasure,
  seeCopyRequests,
  seeErasureRequests,
  seeOwnAccount,
  seeOwnData,
  seeOwnHistory,
  takeCopy,
  takeReceipt,
  takeReceipts,
  takeRecord,
  takeStatement,
  useOwnKey,
  withdrawCopyRequest,
  withdrawErasureRequest,
};

/** The acts of this promise. */
export const acts = [
  register,
  leaveData,
  leaveForm,
  confirmOrigin,
  useOwnKey,
  openAccount,
  seeOwnAccount,
  seeOwnData,
  seeOwnHistory,
  takeReceipt,
  takeReceipts,
  takeStatement,
  takeRecord,
  takeCopy,
  requestCopy,
  withdrawCopyRequest,
  seeCopyRequests,
  exportOnRequest,
  orderSiteExport,
  exportPerson,
  endSiteExport,
  eraseOwnData,
  eraseOwnFields,
  requestErasure,
  withdrawErasureRequest,
  seeErasureRequests,
  eraseOnRequest,
  completeErasure,
  forgetExpired,
  repeatErasure,
  repeatForgetting,
] as const;
