import { z } from 'zod';
import { defineAct, type Running } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { removeTags, writeTags } from '../../kernel/vault/store.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { type FieldValue, leftFieldsSchema, parseFields, readFiles } from '../collection/index.ts';
import {
  insertSignIns,
  keepSalts,
  removeSignIns,
  requirePresence,
  tagsToKeep,
  verifierOrNone,
} from '../security/index.ts';
import { leave } from './leave.ts';
import { updateCountry } from './store.ts';

const input = z.strictObject({
  fields: leftFieldsSchema,
  language: z.enum(LANGUAGES),
  /** Needed to change an address one signs in by. */
  password: z.string().max(PASSWORD_CHARACTERS_MAX).optional(),
});
type Input = z.infer<typeof input>;
interface Prepared {
  readonly values: readonly FieldValue[];
  readonly addresses: readonly NewAddress[];
}
interface NewAddress {
  readonly kind: 'email' | 'phone';
  readonly tag: Buffer;
  readonly epoch: number;
  readonly verifier: Buffer;
}

/** Leaving more data, or correcting what was left: the old value is forgotten with its key. */
export const leaveData = defineAct({
  name: 'leaveData',
  section: 'agreement',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [
    {
      kind: 'of-the-moment',
      name: 'restricted',
      values: 'yes-no',
      tell: 'asker',
      words: {
        ru: 'использование данных приостановлено',
        en: 'use of the data is paused',
        uk: 'використання даних призупинено',
      },
      wordsNot: {
        ru: 'использование данных не приостановлено',
        en: 'use of the data is not paused',
        uk: 'використання даних не призупинено',
      },
    },
  ],
  words: {
    ru: 'оставляет или исправляет свои данные',
    en: 'leaves or corrects their data',
    uk: 'залишає або виправляє свої дані',
  },
  method: 'PUT',
  path: '/own-data',
  holdsFiles: true,
  input,
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { fields, password }): Promise<Prepared> {
    const version = await versionInForce(parts);
    const values = parseFields(version.declarations, fields, await readFiles(parts, version.declarations, fields));
    const changed = values.filter(({ field }) => field.type === 'email' || field.type === 'phone');
    if (changed.length === 0) return { values, addresses: [] };
    // An address one signs in by is a factor: changing it takes the password again (ASVS 7.5.1).
    await requirePresence(parts, asker, { password, why: 'the password is needed to change an address' });
    const tagged = [];
    for (const { field, plaintext } of changed) {
      const kind = field.type === 'email' ? ('email' as const) : ('phone' as const);
      const tags = await tagsToKeep(parts, { kind, text: plaintext });
      tagged.push(...tags.map(({ tag, epoch }) => ({ kind, tag, epoch })));
    }
    const fresh = tagged.map(({ tag }) => ({ tag, salt: parts.random.bytes(16) }));
    const salts = await parts.db.transaction((tx) => keepSalts(tx, fresh));
    const addresses = await Promise.all(
      tagged.map(async (one) => {
        const salt = salts.find(({ tag }) => tag.equals(one.tag))?.salt;
        if (salt === undefined) throw new Error('a tag has a salt once it was kept');
        return { ...one, verifier: await verifierOrNone(parts, password, salt) };
      }),
    );
    return { values, addresses };
  },
  reach: ownReach,
  factsNow: async ({ person }) => ({ restricted: person?.restricted ?? false }),
  async run(running: Running<Input, { personId: string }, Prepared>) {
    const { tx, reached, prepared, input: given } = running;
    if (prepared.values.length === 0) throw new Refusal('invalid', '`fields` is empty', { field: 'fields' });
    for (const kind of ['email', 'phone'] as const) {
      const tags = prepared.addresses.filter((one) => one.kind === kind);
      if (tags.length === 0) continue;
      await removeSignIns(tx, reached.personId, kind);
      await removeTags(tx, reached.personId, kind);
      await insertSignIns(tx, reached.personId, tags);
      await writeTags(tx, reached.personId, kind, tags);
    }
    const country = prepared.values.find(({ field }) => field.type === 'country');
    if (country !== undefined) await updateCountry(tx, reached.personId, country.plaintext);
    const form = { form: 'profile', values: prepared.values, language: given.language };
    const submissionId = await leave(running, reached.personId, form);
    return { submissionId, fields: prepared.values.map(({ field }) => field.id) };
  },
});
