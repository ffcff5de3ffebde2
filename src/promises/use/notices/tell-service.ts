import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { pseudonymFor } from '../../../kernel/vault/pseudonym.ts';
import { purposeDeclared } from '../facts.ts';
import { noticeBody } from './notices.ts';
import * as store from './store.ts';

/**
 * A service is told that something happened: its own dealing, its own purpose, references and closed words only. Every
 * try is decided on, and stands in the person's history before the first byte leaves.
 */
export const tellService = defineAct({
  name: 'tellService',
  section: 'use',
  askers: ['worker'],
  recipients: ['service'],
  opens: 'nothing',
  names: 'service',
  facts: [purposeDeclared],
  words: {
    ru: 'извещает службу сайта о том, что произошло, без самих данных',
    en: 'tells a service of the site what happened, without the data',
    uk: 'сповіщає службу сайту про те, що сталося, без самих даних',
  },
  method: 'POST',
  path: '/notices/{notice}/hand-over',
  internal: true,
  /** `of`: the person; the site itself, where nobody is left. */
  input: z.strictObject({ of: z.uuid(), notice: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  async reach(tx, _asker, input) {
    const notice = await store.findNotice(tx, input.of, input.notice);
    if (notice === undefined) return undefined;
    const { service, purpose, pseudonym } = notice;
    return { personId: pseudonym === null ? input.of : null, notice, service: { id: service, purpose } };
  },
  run: async ({ parts, reached: { notice }, input }) => ({
    body: noticeBody(notice, notice.pseudonym ?? pseudonymFor(parts.keys, `service:${notice.service}`, input.of)),
  }),
});
