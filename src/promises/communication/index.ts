import { confirmBulletin } from './confirm-bulletin.ts';
import { recordBulletinOutcomes } from './copies/record-bulletin-outcomes.ts';
import { seeOwnMessages } from './copies/see-own-messages.ts';
import { sendBulletin } from './copies/send-bulletin.ts';
import { endBulletin } from './end-bulletin.ts';
import { nameTopic } from './name-topic.ts';
import { previewBulletin } from './preview-bulletin.ts';
import { seeBulletins } from './see-bulletins.ts';
import { stopByLetter } from './stops/stop-by-letter.ts';
import { stopByLink } from './stops/stop-by-link.ts';
import { stopMessages } from './stops/stop-messages.ts';
import { undoStop } from './stops/undo-stop.ts';
import { writeBulletin } from './write-bulletin.ts';

export { BULLETIN_JOB } from './confirm-bulletin.ts';
export { consoleEntries } from './console-entries.ts';
export { relayIsDeclared } from './copies/relay-is-declared.ts';
export { sendBulletinJob } from './copies/send-bulletin-job.ts';
export { relayDeclared } from './facts.ts';
export { acceptStop } from './stops/accept-stop.ts';
export { keepAddressTags } from './stops/keep-address-tags.ts';
export { eraseCommunication } from './stops/store.ts';
export {
  confirmBulletin,
  endBulletin,
  nameTopic,
  previewBulletin,
  seeBulletins,
  seeOwnMessages,
  stopByLetter,
  stopByLink,
  stopMessages,
  undoStop,
  writeBulletin,
};

/** The acts of this promise. */
export const acts = [
  writeBulletin,
  previewBulletin,
  confirmBulletin,
  endBulletin,
  seeBulletins,
  nameTopic,
  sendBulletin,
  recordBulletinOutcomes,
  stopByLink,
  stopByLetter,
  stopMessages,
  undoStop,
  seeOwnMessages,
] as const;
