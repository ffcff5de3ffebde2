import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { refuseWithoutAccount } from '../without-account.ts';
import { isOwnChallenge, spend } from './challenge.ts';
import { relyingParty } from './relying-party.ts';
import * as store from './store.ts';

/** The field under which the vault holds the name that a person gave a passkey. */
export const PASSKEY_NAME_FIELD = 'passkey/name';
/** More keys than anybody carries; a limit so that no list is without one. */
const PASSKEYS_MAX = 20;

const base64url = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax)
    .regex(/^[A-Za-z0-9_-]+$/);

/** What a browser answers when it has made a passkey (RegistrationResponseJSON). */
const attestationSchema = z.object({
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(12_000),
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});

/** «Ключ доступа, который не выманить на поддельной странице»: one more way in, for whoever has just proved presence. */
export const addPasskey = defineAct({
  name: 'addPasskey',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: { ru: 'добавляет ключ доступа', en: 'adds a passkey', uk: 'додає ключ доступу' },
  method: 'POST',
  path: '/own-passkeys',
  input: z.strictObject({ attestation: attestationSchema, name: z.string().trim().min(1).max(60) }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { attestation }) {
    assert(asker.kind === 'person', 'only a person has passkeys');
    const { origin, id } = relyingParty(parts.baseUrl());
    let challenge = '';
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
    const verified = await verifyRegistrationResponse({
      response: {
        ...attestation,
        response: { ...attestation.response, transports: attestation.response.transports ?? [] },
        clientExtensionResults: {},
      },
      expectedChallenge: (given) => {
        challenge = given;
        return isOwnChallenge(parts, { purpose: 'add-passkey', session: asker.session }, given);
      },
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
    }).catch(() => undefined);
    if (verified?.verified !== true) {
      throw new Refusal('invalid', '`attestation` is no answer to a challenge of this page', { field: 'attestation' });
    }
    return { challenge, ...verified.registrationInfo };
  },
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, reached: { personId }, prepared, parts, input }) {
    await spend(tx, prepared.challenge);
    await refuseWithoutAccount(tx, personId);
    if ((await store.readPasskeys(tx, personId)).length >= PASSKEYS_MAX) {
      throw new Refusal('conflict', `an account has at most ${PASSKEYS_MAX} passkeys`);
    }
    const [name] = await parts.keyring.store(tx, personId, [
      { field: PASSKEY_NAME_FIELD, plaintext: input.name, role: 'file' },
    ]);
    assert(name !== undefined, 'one value stored is one record');
    const passkeyId = parts.random.uuid();
    const made = await store.insertPasskey(tx, {
      personId,
      passkeyId,
      credentialId: Buffer.from(prepared.credential.id, 'base64url'),
      publicKey: Buffer.from(prepared.credential.publicKey),
      signCount: prepared.credential.counter,
      transports: prepared.credential.transports ?? [],
      backedUp: prepared.credentialBackedUp,
      nameRecord: name.recordId,
    });
    if (!made) throw new Refusal('conflict', 'this passkey is registered already');
    return { id: passkeyId };
  },
});
