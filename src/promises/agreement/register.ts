import { z } from 'zod';
import { defineAct, type Reach, type Running } from '../../kernel/gate/act.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { Instead } from '../../kernel/gate/instead.ts';
import { type GateParts, versionInForce } from '../../kernel/gate/parts.ts';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.ts';
import { type Tag, writeTags } from '../../kernel/vault/store.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { type FieldValue, leftFieldsSchema, parseFields } from '../collection/index.ts';
import {
  type Identifier,
  insertSignIns,
  issueRecoveryCodes,
  keepSalts,
  lockTags,
  makeAccountName,
  matchPairs,
  readVerifiers,
  refusePoorPassword,
  seenSchema,
  signIn,
  startSession,
  tagsOf,
  verifierOf,
} from '../security/index.ts';
import { countryGiven, policyLinkShown } from './facts.ts';
import { leave } from './leave.ts';

const input = z.strictObject({
  fields: leftFieldsSchema,
  password: z.string().min(PASSWORD_CHARACTERS_MIN).max(PASSWORD_CHARACTERS_MAX),
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
  readonly personId: string;
  readonly accountName: string;
  readonly values: readonly FieldValue[];
  readonly signIns: readonly SignInTag[];
}

/**
 * «Оставляя данные на сайте, Вы соглашаетесь»: registration is leaving data. Nothing is sent to anybody, and nothing
 * tells whether an address was left here before: no tag is unique, and a pair of address and password that exists
 * already is a sign-in (the caller tries that first; the lock below makes two at once one).
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
  async reach(_tx, _asker, { language }, { personId, values }): Promise<Reached> {
    const country = values.find(({ field }) => field.type === 'country')?.plaintext ?? null;
    return { personId, newPerson: { country, language } };
  },
  factsNow: async ({ reached, input: { policyVersion }, version }) => ({
    countryGiven: reached.newPerson.country !== null,
    policyLinkShown: policyVersion === version.number,
  }),
  run: makePerson,
});

async function prepare(parts: GateParts, asker: AskerIdentity, { fields, password, seen }: Input): Promise<Prepared> {
  const version = await versionInForce(parts);
  const values = parseFields(version.declarations, fields);
  const everybodyKnows = [...values.map(({ plaintext }) => plaintext), version.declarations.site.name ?? ''];
  refusePoorPassword(password, everybodyKnows);
  const accountName = makeAccountName(parts.random);
  const identifiers: Identifier[] = [{ kind: 'account-name', text: accountName }];
  for (const { field, plaintext } of values) {
    if (field.type === 'email' || field.type === 'phone') identifiers.push({ kind: field.type, text: plaintext });
  }
  const tagged = identifiers.flatMap((identifier) => {
    const tags = tagsOf(parts.blindIndex, identifier);
    return tags.map((tag) => ({ identifier, tag, salt: parts.random.bytes(16) }));
  });
  // The salt of a tag stands before the hash is made, so that two registrations of one address share it.
  const salts = await parts.db.transaction((tx) =>
    keepSalts(
      tx,
      tagged.map(({ tag, salt }) => ({ tag: tag.tag, salt })),
    ),
  );
  const signIns = await Promise.all(
    tagged.map(async ({ identifier, tag }) => {
      const salt = salts.find((one) => one.tag.equals(tag.tag))?.salt;
      if (salt === undefined) throw new Error('a tag has a salt once it was kept');
      return { identifier, tag, salt, verifier: await verifierOf(parts, password, salt) };
    }),
  );
  const pairs = signIns.filter(({ identifier }) => identifier.kind !== 'account-name');
  const network = asker.kind === 'anyone' ? asker.network : asker.kind;
  const known = await matchPairs(
    parts,
    pairs.map(({ identifier, tag, verifier }) => ({ identifier, tag: tag.tag, verifier })),
    network,
  );
  if (known !== undefined) throw new Instead(signIn, { identifier: known.text, password, seen });
  return { personId: parts.random.uuid(), accountName, values, signIns };
}

async function makePerson(running: Running<Input, Reached, Prepared>) {
  const { tx, parts, reached, prepared } = running;
  const { signIns } = prepared;
  const tags = signIns.map(({ tag }) => tag.tag);
  await lockTags(tx, tags);
  const standing = await readVerifiers(tx, tags);
  const known = signIns.find((own) => standing.some(({ verifier }) => own.verifier.equals(verifier)));
  // Another request with this pair was first: this one makes nobody.
  if (known !== undefined) {
    throw new Instead(signIn, {
      identifier: known.identifier.text,
      password: running.input.password,
      seen: running.input.seen,
    });
  }
  await insertSignIns(
    tx,
    reached.personId,
    signIns.map(({ identifier, tag, verifier }) => ({ tag: tag.tag, kind: identifier.kind, verifier })),
  );
  await writeIndexTags(running);
  await leave(running, reached.personId, {
    form: 'registration',
    values: prepared.values,
    language: running.input.language,
  });
  const recoveryCodes = await issueRecoveryCodes(tx, parts.random, reached.personId);
  const start = { how: 'registration', strong: false, seen: running.input.seen } as const;
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
