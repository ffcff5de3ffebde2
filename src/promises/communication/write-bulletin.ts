import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { findSender } from './course/store.ts';
import { BULLETIN_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from './limits.ts';
import * as store from './store.ts';
import { problemsOf } from './text/compile-bulletin.ts';

/** A bulletin in one language, as its author leaves it. Nothing is sent, and whom it reaches is only counted. */
export const writeBulletin = defineAct({
  name: 'writeBulletin',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'пишет рассылку', en: 'writes a bulletin', uk: 'пише розсилку' },
  method: 'PUT',
  path: '/bulletins',
  internal: true,
  input: z.strictObject({
    /** Absent: a new one. */
    bulletin: z.uuid().optional(),
    topic: z.string().max(40),
    /** The address of a named sender. */
    sender: z.string().trim().max(254),
    /** Countries of activity; absent or empty: every one. */
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .max(250)
      .default([]),
    proven: z.enum(['any', 'proven', 'unproven']).default('any'),
    language: z.enum(LANGUAGES),
    subject: z.string().trim().max(SUBJECT_CHARACTERS_MAX),
    /** Empty: the bulletin is not in this language. */
    markdown: z.string().max(BULLETIN_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, parts, input }) {
    const { topic, language, subject, markdown } = input;
    if (!(await store.listTopics(tx)).some((one) => one.topic === topic))
      throw wrong('topic', 'must be a topic of this site');
    const sender = await findSender(tx, input.sender);
    if (sender === undefined) throw wrong('sender', 'must be a named sender of this site');
    const bulletinId = input.bulletin ?? parts.random.uuid();
    const row: store.Draft = {
      bulletinId,
      topic,
      senderName: sender.name,
      senderAddress: sender.address,
      countries: input.countries.length === 0 ? null : [...new Set(input.countries)].sort(),
      proven: input.proven === 'any' ? null : input.proven === 'proven',
    };
    if (input.bulletin === undefined) await store.insertBulletin(tx, row);
    else {
      const standing = await store.lockBulletin(tx, bulletinId);
      if (standing === undefined) throw new Refusal('not_found', 'there is no such bulletin');
      if (standing.confirmedAt !== null || standing.endedAt !== null) {
        throw new Refusal('conflict', 'a confirmed bulletin stays as it is');
      }
      await store.updateBulletin(tx, row);
    }
    if (markdown.trim() === '') await store.removeText(tx, bulletinId, language);
    else await store.putText(tx, bulletinId, { language, ...checked(subject, markdown) });
    return { bulletin: bulletinId };
  },
});

function checked(subject: string, markdown: string): { subject: string; markdown: string } {
  if (subject === '') throw wrong('subject', 'is missing');
  if (/\p{C}/u.test(subject)) throw wrong('subject', 'must be one line, free of control and invisible characters');
  const problem = problemsOf(markdown)[0];
  if (problem !== undefined) throw wrong('markdown', PROBLEMS[problem]);
  return { subject, markdown: markdown.replace(/\r\n?/g, '\n') };
}

const PROBLEMS = {
  image: 'must hold no image: it would load from elsewhere and tell who opened the message',
  html: 'must hold no HTML',
  address: 'must hold only links to http, https and mailto',
  character: 'must be free of control and invisible characters',
} as const;

function wrong(field: string, what: string): Refusal {
  return new Refusal('invalid', `\`${field}\` ${what}`, { field });
}
