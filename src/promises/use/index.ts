import { askTransferFields } from './ask-transfer-fields.ts';
import { askFields } from './asking/ask-fields.ts';
import { cancelTransfer } from './cancel-transfer.ts';
import { computeAggregate } from './compute-aggregate.ts';
import { confirmTransfer } from './confirm-transfer.ts';
import { continueLedger } from './continue-ledger.ts';
import { endDealing } from './end-dealing.ts';
import { handOverTransfer } from './hand-over-transfer.ts';
import { joinDealing } from './join-dealing.ts';
import { endServiceEndpoint } from './notices/end-service-endpoint.ts';
import { repeatNotices } from './notices/repeat-notices.ts';
import { setServiceEndpoint } from './notices/set-service-endpoint.ts';
import { tellService } from './notices/tell-service.ts';
import { turnNoticeSecret } from './notices/turn-notice-secret.ts';
import { openDealing } from './open-dealing.ts';
import { pauseUse } from './pause-use.ts';
import { recordTransferOutcome } from './record-transfer-outcome.ts';
import { refundTransfer } from './refund-transfer.ts';
import { reportTransfer } from './report-transfer.ts';
import { resumeUse } from './resume-use.ts';
import { sealOwnData } from './seal-own-data.ts';
import { seeDealing } from './see-dealing.ts';
import { seeTransfer } from './see-transfer.ts';
import { settleTransfer } from './settle-transfer.ts';
import { enterService } from './sign-in/enter-service.ts';
import { replaceSignInKey } from './sign-in/replace-sign-in-key.ts';
import { startTransfer } from './start-transfer.ts';
import { unsealOwnData } from './unseal-own-data.ts';

export { checkJob, refundJob } from './check-job.ts';
export { AGGREGATE_DAYS } from './compute-aggregate.ts';
export { EXPIRE_JOB, HAND_OVER_JOB } from './confirm-transfer.ts';
export { consoleEntries } from './console-entries.ts';
export { tellLostLedger } from './continue-ledger.ts';
export { expireJob } from './expire-job.ts';
export { handOverByForm } from './hand-over-by-form.ts';
export { handOverJob } from './hand-over-job.ts';
export { NOTICE_UPKEEP_JOB, noticeUpkeepJob } from './notices/notice-upkeep-job.ts';
export { DESCRIBED_NOTICES } from './notices/notices.ts';
export { readEndpoints, TELL_SERVICE_JOB } from './notices/store.ts';
export { tellServiceJob } from './notices/tell-service-job.ts';
export { tellOfData, tellOfErasure } from './notices/tell-services.ts';
export { sealOldPayees } from './old-payees/seal-old-payees.ts';
export { FOLD_COUNTS_JOB, foldCountsJob } from './quality/fold-job.ts';
export { readProviderReport } from './read-provider-report.ts';
export { REFUND_JOB } from './refund-transfer.ts';
export { CHECK_JOB } from './report-transfer.ts';
export {
  openSignInRecords,
  type RecordName,
  type RecordToAsk,
  type SavedRecord,
  type SignInRecords,
} from './sign-in/records.ts';
export { type ClaimedField, claimedFields, claimValue, SCOPE_CLAIMS } from './sign-in/scopes.ts';
export { readSignInKeys, type SignInKey, turnSignInKeys } from './sign-in/signing-keys.ts';
export { findEntry, SIGN_IN_REFERENCE } from './sign-in/store.ts';
export { SIGN_IN_UPKEEP_JOB, signInUpkeepJob } from './sign-in/upkeep-job.ts';
export {
  dealingsOfPerson,
  eraseUse,
  transferOfDealing,
  transfersOfPerson,
  transfersWaiting,
  unsettledTransfers,
} from './store.ts';
export { transferState } from './transfer-state.ts';
export {
  askFields,
  askTransferFields,
  cancelTransfer,
  computeAggregate,
  confirmTransfer,
  endDealing,
  endServiceEndpoint,
  enterService,
  joinDealing,
  openDealing,
  pauseUse,
  refundTransfer,
  repeatNotices,
  replaceSignInKey,
  reportTransfer,
  resumeUse,
  sealOwnData,
  seeDealing,
  seeTransfer,
  setServiceEndpoint,
  settleTransfer,
  startTransfer,
  turnNoticeSecret,
  unsealOwnData,
};

/** The acts of this promise. */
export const acts = [
  pauseUse,
  resumeUse,
  sealOwnData,
  unsealOwnData,
  computeAggregate,
  openDealing,
  seeDealing,
  joinDealing,
  endDealing,
  enterService,
  askFields,
  startTransfer,
  seeTransfer,
  confirmTransfer,
  cancelTransfer,
  handOverTransfer,
  recordTransferOutcome,
  reportTransfer,
  settleTransfer,
  refundTransfer,
  askTransferFields,
  setServiceEndpoint,
  turnNoticeSecret,
  endServiceEndpoint,
  repeatNotices,
  tellService,
  replaceSignInKey,
  continueLedger,
] as const;
