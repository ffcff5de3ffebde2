import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { IDLE_HOURS_MAX, SEEN_FIELD } from './sessions.ts';
import * as store from './store.ts';
import { textOf } from './text-of.ts';

/** The DPV category of what a browser shows of itself. */
const DEVICE = 'pd:DeviceBased';

const seenForm = z.object({ agent: z.string(), network: z.string() });

/** One's sessions and the sign-ins of the last 90 days, each as one would know it: browser, network, time, way. */
export const seeOwnSessions = defineAct({
  name: 'seeOwnSessions',
  section: 'security',
  askers: ['person'],
  recipients: ['person'],
  opens: 'own',
  categories: [DEVICE],
  facts: [],
  words: { ru: 'смотрит свои сеансы', en: 'looks at their sessions', uk: 'переглядає свої сеанси' },
  method: 'GET',
  path: '/own-sessions',
  input: z.strictObject({}),
  recording: 'session',
  changesFacts: false,
  reach: ownReach,
  async fields({ tx, reached, asker }) {
    assert(asker.kind === 'person', 'only a person has sessions');
    const rows = await store.readOwnSessions(tx, reached.personId, asker.session, IDLE_HOURS_MAX);
    return rows.map(({ seenRecord }) => ({ field: SEEN_FIELD, recordId: seenRecord, category: DEVICE }));
  },
  async run({ tx, reached, asker, opened }) {
    assert(asker.kind === 'person', 'only a person has sessions');
    const rows = await store.readOwnSessions(tx, reached.personId, asker.session, IDLE_HOURS_MAX);
    return {
      sessions: rows.map(({ seenRecord, sessionId, ...row }) => {
        const text = textOf(opened, seenRecord);
        const seen = text === '' ? undefined : seenForm.parse(JSON.parse(text));
        return { id: sessionId, ...row, agent: seen?.agent ?? '', network: seen?.network ?? '' };
      }),
    };
  },
});
