import { answerConversation } from './answer-conversation.ts';
import { answerWithFile } from './conversation/answer-with-file.ts';
import { assignConversation } from './conversation/assign-conversation.ts';
import { attachFile } from './conversation/attach-file.ts';
import { dropCannedAnswer } from './conversation/drop-canned-answer.ts';
import { keepCannedAnswer } from './conversation/keep-canned-answer.ts';
import { readFile } from './conversation/read-file.ts';
import { seeFile } from './conversation/see-file.ts';
import { decideAtDesk } from './decide-at-desk.ts';
import { decideProof } from './decide-proof.ts';
import { demandProof } from './demand-proof.ts';
import { closeDeskPlace } from './desk/close-desk-place.ts';
import { keepDeskPlace } from './desk/keep-desk-place.ts';
import { seeDeskSlots } from './desk/see-desk-slots.ts';
import { forgetEvidence } from './forget-evidence.ts';
import { answerSubmission } from './inbox/answer-submission.ts';
import { askForCounts } from './inbox/ask-for-counts.ts';
import { endSubmission } from './inbox/end-submission.ts';
import { handOverCount } from './inbox/hand-over-count.ts';
import { listSubmissions } from './inbox/list-submissions.ts';
import { takeSubmission } from './inbox/take-submission.ts';
import { askForLetter } from './letter/ask-for-letter.ts';
import { enterProofCode } from './letter/enter-proof-code.ts';
import { makeLetter } from './letter/make-letter.ts';
import { listConversations } from './list-conversations.ts';
import { listDemands } from './list-demands.ts';
import { decideObjection } from './objection/decide-objection.ts';
import { objectToDecision } from './objection/object-to-decision.ts';
import { seeObjection } from './objection/see-objection.ts';
import { proveOnline } from './prove-online.ts';
import { readConversation } from './read-conversation.ts';
import { seeAtDesk } from './see-at-desk.ts';
import { seeConversation } from './see-conversation.ts';
import { seeConversations } from './see-conversations.ts';
import { seeDemands } from './see-demands.ts';
import { seeProof } from './see-proof.ts';
import { startConversation } from './start-conversation.ts';
import { takeDeskCode } from './take-desk-code.ts';
import { withdrawDemand } from './withdraw-demand.ts';
import { writeMessage } from './write-message.ts';

export * from './closed-lists.ts';
export { consoleEntries } from './console-entries.ts';
export { readCannedAnswers } from './conversation/store.ts';
export { demandByRule, heldTransfer, proofWanted } from './declared/proof-before.ts';
export { readOpenPlaces } from './desk/store.ts';
export {
  type FieldValue,
  type LeftFields,
  leftFieldsSchema,
  parseFields,
  stillFits,
  structured,
} from './field-values.ts';
export { parseFileValue, readFiles } from './file-values.ts';
export { forgetEvidenceJob } from './forget-evidence-job.ts';
export { INBOX_COUNT_JOB } from './inbox/ask-for-counts.ts';
export { sendCountJob } from './inbox/send-count-job.ts';
export { hasReminder, INBOX_STATES, newInInbox } from './inbox/store.ts';
export { plainText } from './plain-text.ts';
export { FORGET_EVIDENCE_JOB } from './prove-online.ts';
export { demandsWaiting, eraseCollection, holdsBack } from './store.ts';
export {
  answerConversation,
  answerSubmission,
  answerWithFile,
  askForCounts,
  askForLetter,
  assignConversation,
  attachFile,
  closeDeskPlace,
  decideAtDesk,
  decideObjection,
  decideProof,
  demandProof,
  dropCannedAnswer,
  endSubmission,
  enterProofCode,
  forgetEvidence,
  keepCannedAnswer,
  keepDeskPlace,
  listConversations,
  listDemands,
  listSubmissions,
  makeLetter,
  objectToDecision,
  proveOnline,
  readConversation,
  readFile,
  seeAtDesk,
  seeConversation,
  seeConversations,
  seeDemands,
  seeDeskSlots,
  seeFile,
  seeObjection,
  seeProof,
  startConversation,
  takeDeskCode,
  takeSubmission,
  withdrawDemand,
  writeMessage,
};

/** The acts of this promise. */
export const acts = [
  startConversation,
  writeMessage,
  seeConversations,
  seeConversation,
  listConversations,
  readConversation,
  answerConversation,
  attachFile,
  seeFile,
  readFile,
  answerWithFile,
  assignConversation,
  keepCannedAnswer,
  dropCannedAnswer,
  listSubmissions,
  takeSubmission,
  answerSubmission,
  endSubmission,
  askForCounts,
  handOverCount,
  demandProof,
  withdrawDemand,
  seeDemands,
  listDemands,
  proveOnline,
  takeDeskCode,
  seeProof,
  decideProof,
  seeAtDesk,
  decideAtDesk,
  forgetEvidence,
  seeDeskSlots,
  keepDeskPlace,
  closeDeskPlace,
  askForLetter,
  makeLetter,
  enterProofCode,
  objectToDecision,
  seeObjection,
  decideObjection,
] as const;
