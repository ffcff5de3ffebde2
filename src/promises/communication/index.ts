import { confirmBulletin } from './confirm-bulletin.ts';
import { recordBulletinOutcomes } from './copies/record-bulletin-outcomes.ts';
import { seeOwnMessages } from './copies/see-own-messages.ts';
import { sendBulletin } from './copies/send-bulletin.ts';
import { nameSender } from './course/name-sender.ts';
import { pauseBulletin } from './course/pause-bulletin.ts';
import { removeSender } from './course/remove-sender.ts';
import { resumeBulletin } from './course/resume-bulletin.ts';
import { tryBulletin } from './course/try-bulletin.ts';
import { endBulletin } from './end-bulletin.ts';
import { nameTopic } from './name-topic.ts';
import { previewBulletin } from './preview-bulletin.ts';
import { addressWorks } from './returns/address-works.ts';
import { recordReturn } from './returns/record-return.ts';
import { seeBulletins } from './see-bulletins.ts';
import { stopByLetter } from './stops/stop-by-letter.ts';
import { stopByLink } from './stops/stop-by-link.ts';
import { stopMessages } from './stops/stop-messages.ts';
import { undoStop } from './stops/undo-stop.ts';
import { writeBulletin } from './write-bulletin.ts';

export { addressField } from './address-field.ts';
export { BULLETIN_JOB } from './confirm-bulletin.ts';
export { consoleEntries } from './console-entries.ts';
export { relayIsDeclared } from './copies/relay-is-declared.ts';
export { sendBulletinJob } from './copies/send-bulletin-job.ts';
export { listSenders } from './course/store.ts';
export { checkMailDns } from './dns/check-mail-dns.ts';
export { relayDeclared } from './facts.ts';
export { BULLETIN_CHARACTERS_MAX } from './limits.ts';
export { lookAt } from './look-at.ts';
export { isKnownCode, type LetterAddress, letterAddress, takeLetter } from './returns/take-letter.ts';
export { acceptStop } from './stops/accept-stop.ts';
export { addressTagsOfNew, keepAddressTags } from './stops/keep-address-tags.ts';
export { eraseCommunication, forgetAddressTags } from './stops/store.ts';
export { problemsOf as problemsOfText } from './text/compile-bulletin.ts';
export {
  addressWorks,
  confirmBulletin,
  endBulletin,
  nameSender,
  nameTopic,
  pauseBulletin,
  previewBulletin,
  removeSender,
  resumeBulletin,
  seeBulletins,
  seeOwnMessages,
  stopByLetter,
  stopByLink,
  stopMessages,
  tryBulletin,
  undoStop,
  writeBulletin,
};

/** The acts of this promise. */
export const acts = [
  writeBulletin,
  previewBulletin,
  tryBulletin,
  confirmBulletin,
  pauseBulletin,
  resumeBulletin,
  endBulletin,
  seeBulletins,
  nameTopic,
  nameSender,
  removeSender,
  sendBulletin,
  recordBulletinOutcomes,
  recordReturn,
  stopByLink,
  stopByLetter,
  stopMessages,
  undoStop,
  addressWorks,
  seeOwnMessages,
] as const;
