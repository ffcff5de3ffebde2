import { z } from 'zod';
import { defineAct, type Reach, type Running } from '../../kernel/gate/act.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { Instead } from '../../kernel/gate/instead.ts';
import { type GateParts, versionInForce } from '../../kernel/gate/parts.ts';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Tag, writeTags } from '../../kernel/vault/store.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { type FieldValue, leftFieldsSchema, parseFields } from '../collection/index.ts';
import {
  type Identifier,
  insertSignIns,
  issueRecoveryCodes,
  keepPasskey,
  keepSalts,
  lockTags,
  type MadePasskey,
  makeAccountName,
  matchPairs,
  newPasskeySchema,
  personToBe,
  readVerifiers,
  refusePoorPassword,
  seenSchema,
  signIn,
  spendChallenge,
  startSession,
  tagsToKeep,
  verifierOrNone,
  verifyAttestation,
} from '../security/index.ts';
import { countryGiven, policyLinkShown } from './facts.ts';
import { leave } from './leave.ts';

const input = z.strictObject({
  fields: leftFieldsSchema,
  /** One of the two: a passkey, made for a challenge of a registration, or a password. */
  passkey: newPasskeySchema.optional(),
  password: z.string().min(PASSWORD_CHARACTERS_MIN).max(PASSWORD_CHARACTERS_MAX).optional(),
  /** The language the policy was linked in. */
  language: z.enum(LANGUAGES),
  /** The version whose link stood before the button. */
  policyVersion: z.int().min(1),
  /** What the browser shows of itself: for the person's own list of sessions. */
  seen: seenSchema.optional(),
});
type Input = z.infer<typeof input>;

interface SignInTag {
  readonly identifier: Identifier;
  readonly tag: Tag;
  readonly salt: Buffer;
  readonly verifier: Buffer;
}

interface Reached extends Reach {
  readonly personId: string;
  readonly newPerson: NonNullable<Reach['newPerson']>;
}

interface Prepared {
  /** Null: the account begins with a password. */
  readonly passkey: MadePasskey | null;
  readonly personId: string;
  readonly accountName: string;
  readonly values: readonly FieldValue[];
  readonly signIns: readonly SignInTag[];
}

/**
 * «Оставляя данные на сайте, Вы соглашаетесь»: registration is leaving data. Nothing is sent to anybody, and nothing
 * tells whether an address was left here before: no tag is unique, and a pair of address and password that exists
 * already is a sign-in (the caller tries that first; the lock below makes two at once one). With a passkey there is no
 * pair: the same address makes one more account, whoever left it before.
 */
export const register = defineAct({
  name: 'register',
  section: 'agreement',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [countryGiven, policyLinkShown],
  words: {
    ru: 'регистрируется и оставляет данные',
    en: 'registers and leaves data',
    uk: 'реєструється і залишає дані',
  },
  method: 'POST',
  path: '/registrations',
  input,
  recording: 'each',
  changesFacts: true,
  prepare,
  async reach(tx, _asker, { language }, { personId, values, passkey }): Promise<Reached> {
    // The person is drawn from the challenge: spent first, it makes nobody twice.
    if (passkey !== null) await spendChallenge(tx, passkey.challenge);
    const country = values.find(({ field }) => field.type === 'country')?.plaintext ?? null;
    return { personId, newPerson: { country, language } };
  },
  factsNow: async ({ reached, input: { policyVersion }, version }) => ({
    countryGiven: reached.newPerson.country !== null,
    policyLinkShown: policyVersion === version.number,
  }),
  run: makePerson,
});

async function prepare(parts: GateParts, asker: AskerIdentity, input: Input): Promise<Prepared> {
  const { password, passkey } = input;
  if ((password === undefined) === (passkey === undefined)) {
    throw new Refusal('invalid', 'give a `passkey` or a `password`, one of the two', { field: 'password' });
  }
  const version = await versionInForce(parts);
  const values = parseFields(version.declarations, input.fields);
  if (password !== undefined) {
    refusePoorPassword(password, [...values.map(({ plaintext }) => plaintext), version.declarations.site.name ?? '']);
  }
  const made =
    passkey === undefined ? null : await verifyAttestation(parts, { purpose: 'register', session: null }, passkey);
  const accountName = makeAccountName(parts.random);
  const signIns = await makeSignIns(parts, { accountName, values, password });
  if (password !== undefined) await refuseKnownPair(parts, asker, signIns, { ...input, password });
  const personId = made === null ? parts.random.uuid() : personToBe(parts, Buffer.from(made.challenge, 'base64url'));
  return { personId, accountName, values, signIns, passkey: made };
}

interface Account {
  readonly accountName: string;
  readonly values: readonly FieldValue[];
  readonly password: string | undefined;
}

/** What the person signs in by: the account name and every address left. Without a password none of it opens anything yet. */
async function makeSignIns(
  parts: GateParts,
  { accountName, values, password }: Account,
): Promise<readonly SignInTag[]> {
  const identifiers: Identifier[] = [{ kind: 'account-name', text: accountName }];
  for (const { field, plaintext } of values) {
    if (field.type === 'email' || field.type === 'phone') identifiers.push({ kind: field.type, text: plaintext });
  }
  const tagged: Omit<SignInTag, 'verifier'>[] = [];
  for (const identifier of identifiers) {
    const tags = await tagsToKeep(parts, identifier);
    tagged.push(...tags.map((tag) => ({ identifier, tag, salt: parts.random.bytes(16) })));
  }
  // The salt of a tag stands before the hash is made, so that two registrations of one address share it.
  const salts = await parts.db.transaction((tx) =>
    keepSalts(
      tx,
      tagged.map(({ tag, salt }) => ({ tag: tag.tag, salt })),
    ),
  );
  return await Promise.all(
    tagged.map(async ({ identifier, tag }) => {
      const salt = salts.find((one) => one.tag.equals(tag.tag))?.salt;
      if (salt === undefined) throw new Error('a tag has a salt once it was kept');
      return { identifier, tag, salt, verifier: await verifierOrNone(parts, password, salt) };
    }),
  );
}

/** @throws Instead where somebody signs in by this pair of address and password already */
async function refuseKnownPair(
  parts: GateParts,
  asker: AskerIdentity,
  signIns: readonly SignInTag[],
  { password, seen }: { readonly password: string; readonly seen?: Input['seen'] },
): Promise<void> {
  const pairs = signIns.filter(({ identifier }) => identifier.kind !== 'account-name');
  const network = asker.kind === 'anyone' ? asker.network : asker.kind;
  const known = await matchPairs(
    parts,
    pairs.map(({ identifier, tag, verifier }) => ({ identifier, tag: tag.tag, verifier })),
    network,
  );
  if (known !== undefined) throw new Instead(signIn, { identifier: known.text, password, seen });
}

async function makePerson(running: Running<Input, Reached, Prepared>) {
  const { tx, parts, reached, prepared, input: given } = running;
  const { signIns, passkey } = prepared;
  const tags = signIns.map(({ tag }) => tag.tag);
  await lockTags(tx, tags);
  const standing = await readVerifiers(tx, tags);
  const known = signIns.find((own) => standing.some(({ verifier }) => own.verifier.equals(verifier)));
  // Another request with this pair was first: this one makes nobody.
  if (known !== undefined && given.password !== undefined) {
    throw new Instead(signIn, { identifier: known.identifier.text, password: given.password, seen: given.seen });
  }
  await insertSignIns(
    tx,
    reached.personId,
    signIns.map(({ identifier, tag, verifier }) => ({
      tag: tag.tag,
      kind: identifier.kind,
      verifier,
      password: passkey === null ? ('long' as const) : ('none' as const),
    })),
  );
  if (passkey !== null) await keepPasskey(running, reached.personId, passkey);
  await writeIndexTags(running);
  await leave(running, reached.personId, {
    form: 'registration',
    values: prepared.values,
    language: given.language,
  });
  const recoveryCodes = await issueRecoveryCodes(tx, parts.random, reached.personId);
  // A passkey counts as two factors: its device verified its holder.
  const start = { how: 'registration', strong: passkey !== null, seen: given.seen } as const;
  const { session, device } = await startSession(running, reached.personId, start);
  return { accountName: prepared.accountName, recoveryCodes, session, device, version: running.version.number };
}

async function writeIndexTags({ tx, reached, prepared }: Running<Input, Reached, Prepared>): Promise<void> {
  for (const [kind, index] of [
    ['account-name', 'account'],
    ['email', 'email'],
    ['phone', 'phone'],
  ] as const) {
    const tags = prepared.signIns.filter(({ identifier }) => identifier.kind === kind).map(({ tag }) => tag);
    if (tags.length > 0) await writeTags(tx, reached.personId, index, tags);
  }
}
