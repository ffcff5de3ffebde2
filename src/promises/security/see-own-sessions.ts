import { z } from 'zod';
import { defineLook } from '../../kernel/gate/look.ts';
import { readSealedFiles } from '../../kernel/vault/packed/store.ts';
import { IDLE_HOURS_MAX, SEEN_FIELD } from './sessions.ts';
import * as store from './store.ts';
import { textOf } from './text-of.ts';

/** The DPV category of what a browser shows of itself. */
const DEVICE = 'pd:DeviceBased';

const seenForm = z.object({ agent: z.string(), network: z.string() });

/** One's sessions and the sign-ins of the last 90 days, each as one would know it: browser, network, time, way. */
export const seeOwnSessions = defineLook({
  name: 'seeOwnSessions',
  section: 'security',
  recipients: ['person'],
  opens: 'own',
  categories: [DEVICE],
  words: { ru: 'смотрит свои сеансы', en: 'looks at their sessions', uk: 'переглядає свої сеанси' },
  path: '/own-sessions',
  input: z.strictObject({}),
  recording: 'session',
  async read(reads, { personId, session: current }) {
    const sessions = await store.readOwnSessions(reads, { personId, current, idleHours: IDLE_HOURS_MAX });
    const records = sessions.flatMap(({ seenRecord }) => seenRecord ?? []);
    return { sessions, kept: await readSealedFiles(reads, personId, records) };
  },
  fields: ({ sessions, kept }) =>
    sessions.map(({ seenRecord }) => {
      const row = kept.find(({ recordId }) => recordId === seenRecord);
      return { field: SEEN_FIELD, recordId: row?.recordId ?? null, category: DEVICE, row };
    }),
  run: ({ sessions }, { opened }) => ({
    sessions: sessions.map(({ seenRecord, sessionId, ...row }) => {
      const text = textOf(opened, seenRecord);
      const seen = text === '' ? undefined : seenForm.parse(JSON.parse(text));
      return { id: sessionId, ...row, agent: seen?.agent ?? '', network: seen?.network ?? '' };
    }),
  }),
});
