import { z } from 'zod';
import { defineAct, type Moment } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { addressField } from '../address-field.ts';
import { undoIsTheirs } from '../facts.ts';
import { hashStopToken, STOP_TOKEN } from './stop-link.ts';
import * as store from './store.ts';

/**
 * Only the person takes a stop back, and only one that is surely theirs: made in this account, or with the link of a
 * message open (who holds it reads that mailbox), or of an address that was proved. Else somebody who registers with
 * another's address could bring the messages back that the other had stopped.
 */
export const undoStop = defineAct({
  name: 'undoStop',
  section: 'communication',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [undoIsTheirs],
  words: {
    ru: 'снова разрешает письма',
    en: 'allows messages again',
    uk: 'знову дозволяє листи',
  },
  method: 'DELETE',
  path: '/own-messages/stops',
  input: z.strictObject({
    /** Absent: the stop of all informational messages. */
    topic: z.string().max(40).optional(),
    /** Of the message whose link is open. */
    token: z.string().regex(STOP_TOKEN).optional(),
  }),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async (moment) => ({ undoIsTheirs: await isTheirs(moment) }),
  async run(running) {
    const { tx, reached } = running;
    const scopes = await scopesOf(running);
    if ((await standingIn(running, scopes)).length === 0) throw new Refusal('conflict', 'there is no such stop');
    await store.undoStops(tx, reached.personId, scopes);
    return {};
  },
});

interface Input {
  readonly topic?: string | undefined;
  readonly token?: string | undefined;
}

type UndoMoment = Moment<Input, { personId: string }, unknown>;

async function isTheirs(moment: UndoMoment): Promise<boolean> {
  const { tx, reached, version } = moment;
  const held = (await linkOf(moment))?.tag;
  const field = addressField(version.declarations);
  if (field !== undefined && (await store.addressProved(tx, reached.personId, field.id))) return true;
  const standing = await standingIn(moment, await scopesOf(moment));
  return standing.every(
    ({ own, how, tag }) => (own && how === 'account') || (held !== undefined && (tag === null || tag.equals(held))),
  );
}

/** The link that is open, where it is that of a message to this very person. */
async function linkOf({ tx, reached, input }: UndoMoment): Promise<store.StopLinkRow | undefined> {
  const link = input.token === undefined ? undefined : await store.findStopLink(tx, hashStopToken(input.token));
  return link?.personId === reached.personId ? link : undefined;
}

/** With a link open: what that link could have stopped. */
async function scopesOf(moment: UndoMoment): Promise<readonly (string | null)[]> {
  const link = await linkOf(moment);
  return link === undefined ? [moment.input.topic ?? null] : [null, link.topic];
}

async function standingIn({ tx, reached }: UndoMoment, scopes: readonly (string | null)[]) {
  const standing = await store.standingStops(tx, reached.personId);
  return standing.filter(({ topic }) => scopes.includes(topic));
}
