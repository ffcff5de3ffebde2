import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { momentFact } from '../../../kernel/policy/moment-fact.ts';
import { readHeldFields } from '../../../kernel/vault/held/store.ts';
import { pseudonymFor } from '../../../kernel/vault/pseudonym.ts';
import { fileName, isFile } from '../copy/copy.ts';
import { plainRow } from '../copy/copy-archive.ts';
import { COPY_CATEGORIES, gatherFields, gatherTables, gatherTexts, recordsToOpen } from '../copy/gather-copy.ts';
import * as store from './store.ts';

const ownerOrdered = momentFact(
  'ownerOrdered',
  {
    ru: 'владелец сайта распорядился о переносе, и распоряжение ещё в силе',
    en: 'the owner of the site ordered the move, and the order still stands',
    uk: 'власник сайту розпорядився про перенесення, і розпорядження ще чинне',
  },
  {
    ru: 'владелец сайта о переносе не распоряжался',
    en: 'the owner of the site ordered no move',
    uk: 'власник сайту про перенесення не розпоряджався',
  },
);

/**
 * Everything that is kept of one person, for the file that the owner's key alone opens: one entry in the person's own
 * history, before anything is opened. What the person sealed with a key of their own stays closed.
 */
export const exportPerson = defineAct({
  name: 'exportPerson',
  section: 'agreement',
  askers: ['worker'],
  recipients: ['staff'],
  opens: 'fields',
  categories: COPY_CATEGORIES,
  facts: [ownerOrdered],
  words: {
    ru: 'переносит данные человека в другую систему по распоряжению владельца сайта',
    en: 'takes the data of a person to another system at the order of the owner of the site',
    uk: 'переносить дані людини до іншої системи за розпорядженням власника сайту',
  },
  method: 'POST',
  path: '/site-exports/{export}/persons/{personId}',
  internal: true,
  input: z.strictObject({ export: z.uuid(), personId: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  reach: async (_tx, _asker, { personId }) => ({ personId }),
  fields: ({ tx, reached, version }) => recordsToOpen(tx, reached.personId, version),
  factsNow: async ({ tx, input }) => ({ ownerOrdered: await store.isOpen(tx, input.export) }),
  async run(running) {
    const { tx, parts, reached, person } = running;
    const { personId } = reached;
    const named = (outsider: string) => pseudonymFor(parts.keys, outsider, personId);
    const services = await store.servicesOf(tx, personId);
    const texts = await gatherTexts(running);
    const tables = await gatherTables(tx, personId);
    const line = {
      person: named('export:site'),
      country: person?.country ?? null,
      language: person?.language ?? null,
      paused: person?.restricted ?? false,
      sealed: (await readHeldFields(tx, personId)).length,
      services: Object.fromEntries(services.map((service) => [service, named(`service:${service}`)])),
      fields: (await gatherFields(running)).map(({ words: _words, ...field }) => field),
      texts: texts.map((one) => ({
        recordId: one.recordId,
        what: one.field,
        ...(isFile(one) ? { file: fileName(one) } : { text: one.bytes.toString('utf8') }),
      })),
      tables: Object.fromEntries(tables.map(({ table, rows }) => [table, rows.map(plainRow)])),
    };
    return { line, files: texts.filter(isFile).map((one) => ({ name: fileName(one), content: one.bytes })) };
  },
});
