import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Tx } from '../../../kernel/db/db.ts';
import { defineAct, type Moment } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { holdIndex, tagNow } from '../../../kernel/vault/tags/store.ts';
import { relayDeclared, relayIsDeclared } from '../../communication/index.ts';
import { codeWasAsked } from '../facts.ts';
import { livingTags } from '../identifiers.ts';
import { hashLetterCode, LETTERS_A_DAY_MAX, makeLetterCode } from './letter-code.ts';
import * as store from './store.ts';

const input = z.strictObject({
  purpose: z.enum(['prove', 'recover']),
  /** Who asked to prove an address, in which session. */
  person: z.uuid().optional(),
  session: z.uuid().optional(),
  /** Who asked to recover. */
  request: z.uuid().optional(),
  relay: z.strictObject({ host: z.string().max(253), loopback: z.boolean() }),
});
type Input = z.infer<typeof input>;

interface Reached {
  readonly personId: string;
  readonly field: string;
  readonly recordId: string;
  /** What the browser that asked to recover holds, hashed. */
  readonly requestHash?: Buffer;
}

/**
 * One letter with one code, which somebody asked for just now: to the address they are proving, or to one that was
 * proved. Nothing is sent to an address that was only typed, unless its account asks in a session of its own.
 */
export const sendAddressCode = defineAct({
  name: 'sendAddressCode',
  section: 'security',
  askers: ['worker'],
  recipients: ['mail-relay'],
  opens: 'fields',
  facts: [relayDeclared, codeWasAsked],
  words: {
    ru: 'отправляет письмо с кодом, который попросили',
    en: 'sends a letter with a code that was asked for',
    uk: 'надсилає лист із кодом, який попросили',
  },
  method: 'POST',
  path: '/address-codes',
  internal: true,
  input,
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, given) => reachOf(tx, given),
  fields: async ({ reached: { field, recordId } }) => [{ field, recordId }],
  factsNow: async (moment) => ({
    relayDeclared: relayIsDeclared(moment.input.relay, moment.version.declarations.site.mailRelay),
    codeWasAsked: await isStillTheAddress(moment),
  }),
  async run({ tx, reached: { personId, field, recordId, requestHash }, input: given, opened, parts, version, person }) {
    const address = opened.get(field);
    assert(address !== undefined && person !== null, 'what was asked about is held');
    const tags = await livingTags(parts, { kind: 'email', text: address.unseal('comparison') });
    // While the index turns an address has one of two tags: the one under which the person left it.
    await holdIndex(tx);
    const tag = (await tagNow(tx, 'email', tags)) ?? tags.at(-1)?.tag;
    if (tag === undefined) throw new Refusal('invalid', 'nothing can be sent to this address');
    if ((await store.countLetters(tx, tag)) >= LETTERS_A_DAY_MAX) {
      throw new Refusal('too_often', 'this address got its letters for today');
    }
    await store.noteLetter(tx, tag);
    const code = makeLetterCode(parts.random);
    const { session: sessionId } = given;
    if (sessionId !== undefined) {
      const row = { personId, sessionId, field, recordId };
      await store.writeAddressCode(tx, row, tag, hashLetterCode(parts, code, [personId, sessionId, recordId]));
    } else if (requestHash !== undefined) {
      const codeHash = hashLetterCode(parts, code, [requestHash.toString('hex')]);
      await store.writeMailboxCode(tx, requestHash, personId, codeHash);
    }
    const { site } = version.declarations;
    // Still sealed: the letter that the worker writes is the sink.
    return { address, code, language: person.language, siteName: site.name, contact: site.contact };
  },
});

async function reachOf(tx: Tx, { purpose, person, session, request }: Input): Promise<Reached | undefined> {
  if (purpose === 'prove' && person !== undefined && session !== undefined) {
    const row = await store.findAddressCode(tx, person, session);
    // A second try of the same job sends no second letter.
    return row?.codeHash === null ? row : undefined;
  }
  return request === undefined ? undefined : await store.findMailboxRequest(tx, request);
}

async function isStillTheAddress({ tx, reached }: Moment<Input, Reached, unknown>): Promise<boolean> {
  const [value] = await readSealed(tx, reached.personId, [reached.field]);
  return value?.recordId === reached.recordId;
}
