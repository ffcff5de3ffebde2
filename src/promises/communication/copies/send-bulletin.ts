import assert from 'node:assert/strict';
import { z } from 'zod';
import { toWrite } from '../../../kernel/db/writing.ts';
import { leftFields } from '../../../kernel/gate/left-fields.ts';
import { defineOpening } from '../../../kernel/gate/opening.ts';
import { asciiDomain } from '../../../kernel/mail/compose-message.ts';
import type { Keys } from '../../../kernel/vault/keys.ts';
import { LANGUAGES } from '../../../kernel/words.ts';
import { addressField } from '../address-field.ts';
import {
  addressTakesMail,
  bulletinConfirmed,
  emailLeft,
  notSentBefore,
  notStopped,
  originUsable,
  relayDeclared,
  restricted,
  stopNamed,
} from '../facts.ts';
import { hashReturnCode, returnCode } from '../returns/return-code.ts';
import { hashStopToken, stopToken } from '../stops/stop-link.ts';
import { fillCopy } from '../text/copy-marks.ts';
import { relayIsDeclared } from './relay-is-declared.ts';
import * as store from './store.ts';

/**
 * One copy of a bulletin for one person: «если Вы указали электронную почту, на неё могут приходить информационные
 * письма». The entry "is being handed over" commits before the first byte leaves, with the row that takes the recipient;
 * a stop that was committed before it refuses the copy, also in the middle of the bulletin. What came of it is another act.
 */
export const sendBulletin = defineOpening({
  name: 'sendBulletin',
  section: 'communication',
  askers: ['worker'],
  recipients: ['mail-relay'],
  opens: 'fields',
  facts: [
    relayDeclared,
    stopNamed,
    bulletinConfirmed,
    emailLeft,
    originUsable,
    notStopped,
    addressTakesMail,
    notSentBefore,
    restricted,
  ],
  words: { ru: 'отдаёт письмо на доставку', en: 'hands a message over for delivery', uk: 'віддає лист на доставку' },
  method: 'POST',
  path: '/bulletins/{bulletin}/copies',
  internal: true,
  input: z.strictObject({
    bulletin: z.uuid(),
    person: z.uuid(),
    /** In which the copy was written down; the moment checks it. */
    language: z.enum(LANGUAGES),
    /** Which of the worker's connections it goes over. */
    lane: z.uuid(),
    /** The declared field that messages go to; the moment checks that it is still the one. */
    field: z.string().max(40),
    /** The relay that would carry it, as the settings name it. */
    relay: z.strictObject({ host: z.string().max(253), loopback: z.boolean() }),
  }),
  recording: 'each',
  changesFacts: false,
  together: (_asker, { bulletin, person, field, language }) =>
    store.readCopyTogether({ person, bulletin, field, language }),
  async reach(reads, _asker, { bulletin, person: personId, language }) {
    const text = await store.findText(reads, bulletin, language);
    return text && { personId, bulletinId: bulletin, text };
  },
  fields: ({ reads, reached, input }) => leftFields(reads, reached.personId, [input.field]),
  async factsNow({ reads, reached, input, version, person }) {
    const { personId, bulletinId, text } = reached;
    const { field, relay, language } = input;
    const now = await store.readCopyFacts(reads, { person: personId, bulletin: bulletinId, field, language });
    return {
      relayDeclared: relayIsDeclared(relay, version.declarations.site.mailRelay),
      stopNamed: text.namesStop,
      bulletinConfirmed: now?.going ?? false,
      // Without its tag an address cannot be looked up in the list of stops, and is as good as not left.
      emailLeft: addressField(version.declarations)?.id === field && now?.valueOrigin != null && now.tag !== null,
      originUsable: now?.valueOrigin != null && now.valueOrigin !== 'from-elsewhere',
      notStopped: now !== undefined && !now.stopped,
      addressTakesMail: now !== undefined && !now.silent,
      // A relay that put a copy off has surely not taken it; anything else could be a second copy.
      notSentBefore: now !== undefined && !now.settled && (now.attempt === 0 || now.outcome === 'deferred'),
      restricted: person?.restricted ?? false,
    };
  },
  writes({ parts, reached, input, version }, entry) {
    const { personId, bulletinId, text } = reached;
    const { token, code } = namesOf(parts.keys, reached);
    const hashes = { tokenHash: hashStopToken(token), returnHash: hashReturnCode(code) };
    const links = { ...hashes, topic: text.topic, lane: input.lane };
    return toWrite(store.handOvers, {
      ...{ personId, bulletinId, entry, version: version.number, field: input.field },
      ...links,
    });
  },
  run({ parts, reached, input, version, opened, entry, written }) {
    const { senderName, senderAddress, topic, subject, html, plain, origin } = reached.text;
    const address = opened.get(input.field);
    assert(address !== undefined && entry !== null, 'an allowed copy has its address and its entry');
    const { token, code } = namesOf(parts.keys, reached);
    const { number } = version;
    return {
      attempt: written.attempt,
      // Still sealed: the message that the worker writes is the sink.
      address,
      senderName,
      senderAddress,
      subject,
      html: fillCopy(html, { token, entry, version: number }),
      plain: fillCopy(plain, { token, entry, version: number }),
      origin,
      token,
      topic,
      /** Names the copy in its return path and its Message-ID: the same for every attempt, so that a repeat can be told. */
      code,
      messageId: `${code}@${asciiDomain(senderAddress.split('@')[1] ?? '') || 'localhost'}`,
      contact: version.declarations.site.contact,
    };
  },
});

/** What a copy is known by where somebody stops it or it comes back. */
function namesOf(keys: Keys, { personId, bulletinId }: { readonly personId: string; readonly bulletinId: string }) {
  return { token: stopToken(keys, personId, bulletinId), code: returnCode(keys, personId, bulletinId) };
}
