import { answerLegalRequest } from './answer-legal-request.ts';
import { approveLegalRequest } from './approve-legal-request.ts';
import { authenticateLegalRequest } from './authenticate-legal-request.ts';
import { completeProduction } from './complete-production.ts';
import { deliverLegalRequest } from './deliver-legal-request.ts';
import { endHold } from './end-hold.ts';
import { beginEpoch } from './epochs/begin-epoch.ts';
import { endEpoch } from './epochs/end-epoch.ts';
import { rewrapKeys } from './epochs/rewrap-keys.ts';
import { findNecessary } from './find-necessary.ts';
import { beginIndexEpoch } from './index-key/begin-index-epoch.ts';
import { endIndexEpoch } from './index-key/end-index-epoch.ts';
import { renewTags } from './index-key/renew-tags.ts';
import { beginLedgerKey } from './ledger-key/begin-ledger-key.ts';
import { endLedgerKey } from './ledger-key/end-ledger-key.ts';
import { objectToRequest } from './object-to-request.ts';
import { openSealedEntry } from './open-sealed-entry.ts';
import { produceForAuthority } from './produce-for-authority.ts';
import { receiveLegalRequest } from './receive-legal-request.ts';
import { scopeLegalRequest } from './scope-legal-request.ts';
import { seeLegalRequest } from './see-legal-request.ts';
import { seeLegalRequests } from './see-legal-requests.ts';
import { seeOwnDisclosures } from './see-own-disclosures.ts';
import { setGag } from './set-gag.ts';
import { setHold } from './set-hold.ts';
import { takeLegalArchive } from './take-legal-archive.ts';
import { tellOfProcess } from './tell-of-process.ts';

export { answerLetter } from './answer-letter.ts';
export { consoleEntries } from './console-entries.ts';
export { type TurnOptions, type TurnStep, turnEpoch } from './epochs/turn-epoch.ts';
export { TURN_KEYS_JOB, turnKeysJob } from './epochs/turn-keys-job.ts';
export { explainStorage } from './explain-storage.ts';
export { turnIndex } from './index-key/turn-index.ts';
export { type LedgerKeyStep, turnLedgerKey } from './ledger-key/turn-ledger-key.ts';
export { legalJobs } from './legal-jobs.ts';
export { type Matrix, type MatrixLine, matrixOf, narrowed, rowsOf } from './matrix.ts';
export { COUNT_REFUSALS_JOB, registerOfRefusals } from './refusals/count-refusals-job.ts';
export { openReport, type ReportLine } from './report.ts';
export { reportCsv, sayBandPlainly } from './report-files.ts';
export { SEALED_DAY_JOB } from './sealed-day-job.ts';
export { countOfficers, disclosuresCounted, eraseProtection, officersSince } from './store.ts';
export {
  answerLegalRequest,
  approveLegalRequest,
  authenticateLegalRequest,
  deliverLegalRequest,
  findNecessary,
  objectToRequest,
  receiveLegalRequest,
  scopeLegalRequest,
  seeLegalRequest,
  seeLegalRequests,
  seeOwnDisclosures,
  setGag,
  setHold,
  takeLegalArchive,
};

/** The acts of this promise. */
export const acts = [
  receiveLegalRequest,
  authenticateLegalRequest,
  scopeLegalRequest,
  findNecessary,
  approveLegalRequest,
  produceForAuthority,
  completeProduction,
  takeLegalArchive,
  deliverLegalRequest,
  answerLegalRequest,
  seeLegalRequests,
  seeLegalRequest,
  seeOwnDisclosures,
  setGag,
  openSealedEntry,
  objectToRequest,
  setHold,
  endHold,
  tellOfProcess,
  beginEpoch,
  rewrapKeys,
  endEpoch,
  beginIndexEpoch,
  renewTags,
  endIndexEpoch,
  beginLedgerKey,
  endLedgerKey,
] as const;
