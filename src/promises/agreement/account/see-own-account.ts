import { z } from 'zod';
import { defineLook } from '../../../kernel/gate/look.ts';
import { readOverview } from './store.ts';

/**
 * What is on the first page of one's account: how much is held, how often it was asked for and given. It opens no value.
 * Permitted by the floor, one entry a session and day: whoever looks with a stolen session leaves a trace.
 */
export const seeOwnAccount = defineLook({
  name: 'seeOwnAccount',
  section: 'agreement',
  recipients: ['person'],
  opens: 'nothing',
  words: {
    ru: 'смотрит обзор своих данных',
    en: 'looks at the overview of their data',
    uk: 'переглядає огляд своїх даних',
  },
  path: '/own-account',
  input: z.strictObject({}),
  recording: 'session',
  read: (reads, { personId }) => readOverview(reads, personId),
  run: ({ fields, ...overview }, { version }) => ({
    fieldsHeld: fields.filter((field) => version.declarations.fields.some(({ id }) => id === field)).length,
    ...overview,
  }),
});
