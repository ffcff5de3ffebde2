import assert from 'node:assert/strict';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { defineAct, type Moment } from '../../../kernel/gate/act.ts';
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
import { bodiesNameStop } from '../text/compile-bulletin.ts';
import { fillCopy } from '../text/copy-marks.ts';
import { relayIsDeclared } from './relay-is-declared.ts';
import * as store from './store.ts';

/**
 * One copy of a bulletin for one person: «если Вы указали электронную почту, на неё могут приходить информационные
 * письма». The entry "is being handed over" commits before the first byte leaves; a stop that was committed before it
 * refuses the copy, also in the middle of the bulletin. What came of it is another act.
 */
export const sendBulletin = defineAct({
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
    /** The declared field that messages go to; the moment checks that it is still the one. */
    field: z.string().max(40),
    /** The relay that would carry it, as the settings name it. */
    relay: z.strictObject({ host: z.string().max(253), loopback: z.boolean() }),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { bulletin, person, field }) {
    const copy = await store.findCopy(tx, person, bulletin, field);
    return copy && { personId: copy.personId, copy };
  },
  fields: async ({ reached, input }) => [{ field: input.field, recordId: reached.copy.addressRecord }],
  factsNow: (moment) => factsOfCopy(moment),
  async run({ tx, parts, reached, input, version, opened, entry }) {
    const { personId, copy } = reached;
    const { bulletinId, topic, subject, senderName, senderAddress, origin } = copy;
    const address = opened.get(input.field);
    assert(address !== undefined && entry !== null, 'an allowed copy has its address and its entry');
    const token = stopToken(parts.keys, personId, bulletinId);
    const tokenHash = hashStopToken(token);
    const { number } = version;
    const code = returnCode(parts.keys, personId, bulletinId);
    const links = { tokenHash, topic, returnHash: hashReturnCode(code) };
    const handedOver = { personId, bulletinId, entry, version: number, field: input.field, ...links };
    return {
      attempt: await store.insertHandOver(tx, handedOver),
      // Still sealed: the message that the worker writes is the sink.
      address,
      senderName,
      senderAddress,
      subject,
      html: fillCopy(copy.html, { token, entry, version: number }),
      plain: fillCopy(copy.plain, { token, entry, version: number }),
      origin,
      token,
      topic,
      /** Names the copy in its return path and its Message-ID: the same for every attempt, so that a repeat can be told. */
      code,
      messageId: `${code}@${domainToASCII(senderAddress.split('@')[1] ?? '') || 'localhost'}`,
      contact: version.declarations.site.contact,
    };
  },
});

type Reached = { readonly personId: string; readonly copy: store.CopyRow };
interface Input {
  readonly field: string;
  readonly relay: { readonly host: string; readonly loopback: boolean };
}

async function factsOfCopy({ tx, reached, input, version, person }: Moment<Input, Reached, unknown>) {
  const { personId, copy } = reached;
  const now = await store.readCopyFacts(tx, personId, copy.bulletinId, input.field);
  const asked = addressField(version.declarations)?.id === input.field;
  return {
    relayDeclared: relayIsDeclared(input.relay, version.declarations.site.mailRelay),
    stopNamed: bodiesNameStop(copy, copy.origin),
    bulletinConfirmed: now?.going ?? false,
    // Without its tag an address cannot be looked up in the list of stops, and is as good as not left.
    emailLeft: asked && now?.valueOrigin != null && now.tag !== null,
    originUsable: now?.valueOrigin != null && now.valueOrigin !== 'from-elsewhere',
    notStopped: now !== undefined && !now.stopped,
    addressTakesMail: now !== undefined && !now.silent,
    // A relay that put a copy off has surely not taken it; anything else could be a second copy.
    notSentBefore: now !== undefined && !now.settled && (now.attempt === 0 || now.outcome === 'deferred'),
    restricted: person?.restricted ?? false,
  };
}
