import { z } from 'zod';
import { toWrite } from '../../kernel/db/writing.ts';
import type { Reach } from '../../kernel/gate/act.ts';
import { defineMaking, onlyMakes } from '../../kernel/gate/making.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { momentFact } from '../../kernel/policy/moment-fact.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tag } from '../../kernel/vault/store.ts';
import { newTags } from '../../kernel/vault/tags/store.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { type FieldValue, leftFieldsSchema, parseFields } from '../collection/index.ts';
import { addressTagsOfNew } from '../communication/index.ts';
import { broughtPasswordOfNew, readBroughtPassword, tagsAtHand } from '../security/index.ts';
import * as store from './store.ts';

const statementRecorded = momentFact(
  'statementRecorded',
  {
    ru: 'владелец записал, какой текст Политики действовал, когда эти данные оставили на сайте',
    en: 'the owner recorded which text of the policy was in force when the data were left on this site',
    uk: 'власник записав, який текст Політики діяв, коли ці дані залишили на сайті',
  },
  {
    ru: 'владелец не записал, какой текст Политики действовал тогда',
    en: 'the owner has not recorded which text of the policy was in force then',
    uk: 'власник не записав, який текст Політики діяв тоді',
  },
);
const broughtFromElsewhere = momentFact(
  'broughtFromElsewhere',
  {
    ru: 'данные помечены как пришедшие не с этого сайта',
    en: 'the data are marked as coming from elsewhere',
    uk: 'дані позначено як такі, що надійшли не з цього сайту',
  },
  {
    ru: 'данные не помечены как пришедшие не с этого сайта',
    en: 'the data are not marked as coming from elsewhere',
    uk: 'дані не позначено як такі, що надійшли не з цього сайту',
  },
);

interface Found {
  readonly version: Version;
  readonly values: readonly FieldValue[];
  readonly tags: readonly (Tag & { readonly index: 'email' | 'phone' })[];
}

/** What whoever brings a file has found in a row: as long as version and keys are the same, it is not looked for again. */
export class LookedAt {
  readonly #found: Found;
  constructor(found: Found) {
    this.#found = found;
  }
  stillHolds(version: Version, { indexEpochs }: { readonly indexEpochs: readonly number[] }): Found | undefined {
    const { tags } = this.#found;
    const current = tags.every(({ epoch }) => indexEpochs.length === 1 && epoch === indexEpochs[0]);
    return current && version === this.#found.version ? this.#found : undefined;
  }
}

interface Reached extends Reach {
  readonly personId: string;
}

/**
 * One person of an import. What they left on this site before counts as left where an owner recorded the text then in
 * force; anything else is brought, and used by nobody until the person confirms it. Nothing is sent.
 */
export const importPerson = defineMaking({
  name: 'importPerson',
  section: 'links',
  askers: ['host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [statementRecorded, broughtFromElsewhere],
  words: {
    ru: 'переносит на сайт данные, оставленные раньше или в другом месте',
    en: 'brings data that were left earlier or elsewhere',
    uk: 'переносить на сайт дані, залишені раніше або деінде',
  },
  method: 'POST',
  path: '/imports/{import}/persons',
  internal: true,
  input: z.strictObject({
    import: z.uuid(),
    row: z.int().min(1),
    fields: leftFieldsSchema,
    looked: z.instanceof(LookedAt).optional(),
    language: z.enum(LANGUAGES),
    /** The owner's statement; null: from elsewhere. */
    earlierText: z.uuid().nullable(),
    /** What the other system kept of their password. */
    passwordHash: z.string().max(500).optional(),
  }),
  recording: 'each',
  // A person who was not here before: nobody's facts change, and nothing is forgotten.
  changesFacts: false,
  async prepare(parts, _asker, { fields, looked, passwordHash }) {
    const version = await versionInForce(parts);
    const found = looked?.stillHolds(version, parts.keys);
    const values = found?.values ?? parseFields(version.declarations, fields);
    if (values.length === 0) throw new Refusal('invalid', '`fields` is empty', { field: 'fields' });
    const password = passwordHash === undefined ? null : readBroughtPassword(parts, passwordHash);
    const personId = parts.random.uuid();
    if (found !== undefined) return { personId, values, tags: found.tags, password };
    const tags = [];
    for (const { field, plaintext } of values) {
      if (field.type !== 'email' && field.type !== 'phone') continue;
      const kept = await tagsAtHand(parts, { kind: field.type, text: plaintext });
      tags.push(...kept.map((tag) => ({ ...tag, index: field.type })));
    }
    return { personId, values, tags, password };
  },
  async reach(_reads, _asker, { language, earlierText }, { personId, values }): Promise<Reached> {
    const country = values.find(({ field }) => field.type === 'country')?.plaintext ?? null;
    return { personId, newPerson: { country: earlierText === null ? null : country, language } };
  },
  factsNow: async ({ reads, input: { earlierText } }) => ({
    statementRecorded: earlierText !== null && (await store.hasEarlierText(reads, earlierText)),
    broughtFromElsewhere: earlierText === null,
  }),
  makes: ({ parts, reached: { personId }, prepared: { values, tags, password }, input }) => {
    const { import: importId, row, earlierText } = input;
    const origin = earlierText === null ? ('from-elsewhere' as const) : ('left-before' as const);
    return {
      values: values.map(({ field, plaintext }) => ({ field: field.id, plaintext, origin })),
      rows: [
        toWrite(store.newImportRows, { personId, importId, row, earlierText }),
        ...tags.map((tag) => toWrite(newTags, { personId, ...tag })),
        ...addressTagsOfNew(parts, personId, values),
        ...(password === null ? [] : [broughtPasswordOfNew(personId, password)]),
      ],
      output: {},
    };
  },
  run: onlyMakes,
});
