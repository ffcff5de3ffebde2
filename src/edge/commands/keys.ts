import type { App } from '../../app.ts';
import { type KeyStatus, keyStatus } from '../../kernel/safekeeping/key-status.ts';
import {
  type LedgerKeyStep,
  type TurnStep,
  turnEpoch,
  turnIndex,
  turnLedgerKey,
} from '../../promises/protection/index.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';
import { sayNowAndThen } from './progress.ts';
import { rewrapFiles } from './rewrap-files.ts';

const OPTIONS = { 'at-once': { type: 'boolean' } } as const;

/** How old each key is and what it protects, until when each key backup may exist; and turning a key now. */
export const keys: Command = {
  name: 'keys',
  usage: ['keys status', 'keys rotate [index]', 'keys rotate signing [--at-once]', 'keys rewrap'],
  async run(args, io) {
    const { positionals, values } = readArgs(args, OPTIONS);
    const [what, which, ...more] = positionals;
    const atOnce = values['at-once'] === true;
    const turned = which ?? 'epoch';
    if (more.length > 0 || (what !== 'rotate' && which !== undefined) || (atOnce && turned !== 'signing')) {
      throw new UsageError('say what about the keys');
    }
    if (what === 'rewrap') return await rewrapFiles(io, values.json === true);
    if (what !== 'status' && what !== 'rotate') throw new UsageError('say what about the keys');
    if (turned !== 'epoch' && turned !== 'index' && turned !== 'signing') throw new UsageError('say which key to turn');
    const json = values.json === true;
    return await withApp(io, async (app) => {
      if (what === 'rotate') {
        if (turned === 'signing') return await rotateSigning(app, io, { json, atOnce });
        return await rotate(app, io, { json, turned });
      }
      const { parts, settings } = app;
      const status = await keyStatus(parts.db, { keyDir: settings.keyDir, epochDays: app.epochDays });
      if (values.json) io.out(JSON.stringify(status, null, 2));
      else for (const line of linesOf(status)) io.out(line);
      return 0;
    });
  },
};

/** Turns the key of the epoch or of the index, beside a running server or without one; an interrupted turning is taken up. */
async function rotate(
  { gate }: App,
  io: Io,
  { json, turned }: { readonly json: boolean; readonly turned: 'epoch' | 'index' },
): Promise<number> {
  const say = turned === 'epoch' ? OF_EPOCH : OF_INDEX;
  const tell = sayNowAndThen(io);
  let all = 0;
  const hear = (step: TurnStep) => {
    if (json) io.out(JSON.stringify(step));
    else if (step.step === 'rewrapped') tell(`${step.keys} of ${all} ${say.wrapped}`);
    else if (step.step === 'destroyed') io.out(destroyed(step.names));
    else io.out(step.step === 'ended' ? say.ended : say[step.step](step.keys));
    if (step.step === 'begun' || step.step === 'resumed') all = step.keys;
  };
  await (turned === 'epoch' ? turnEpoch : turnIndex)(gate, { asker: { kind: 'host', by: null }, hear });
  return 0;
}

const OF_EPOCH = {
  wrapped: 'keys wrapped anew',
  begun: (keys: number) => `A new epoch has begun: the keys of ${keys} people are wrapped anew, and nothing is opened.`,
  resumed: (keys: number) =>
    `A turning that was interrupted is taken up: the keys of ${keys} people are still to be wrapped anew.`,
  ended: 'The former epoch has ended: nothing needs its key any more.',
};

const OF_INDEX = {
  wrapped: 'tags renewed',
  begun: (tags: number) => `The index has a new key: ${tags} tags are renewed, and nobody’s address is opened.`,
  resumed: (tags: number) => `A turning that was interrupted is taken up: ${tags} tags are still to be renewed.`,
  ended: 'The former key of the index has ended: nobody is found by it any more.',
};

const destroyed = (names: readonly string[]) =>
  `Destroyed: ${names.join(', ')}. Make a key backup now: the one before holds a key that is gone.`;

/** Gives the ledger a new key, or ends the former one when both have signed long enough. */
async function rotateSigning(
  { gate }: App,
  io: Io,
  { json, atOnce }: { readonly json: boolean; readonly atOnce: boolean },
): Promise<number> {
  const hear = (step: LedgerKeyStep) => io.out(json ? JSON.stringify(step) : ofSigning(step));
  await turnLedgerKey(gate, { asker: { kind: 'host', by: null }, hear, atOnce });
  return 0;
}

function ofSigning(step: LedgerKeyStep): string {
  switch (step.step) {
    case 'begun':
      return `The ledger has a new key, and the former one has signed that. Both sign until ${step.until.toISOString().slice(0, 10)}: tell your witnesses, and whoever keeps the key. The note is at /ledger/key-changes.`;
    case 'ended':
      return 'The former key of the ledger signs no longer. What it signed stays as valid as it was.';
    case 'destroyed':
      return destroyed(step.names);
  }
}

function linesOf({ keys: files, ended, backups }: KeyStatus): readonly string[] {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  return [
    ...files.flatMap(({ name, file, madeAt, ageDays, protects, dueAt, overdue }) => [
      `${name}  ${file}`,
      `    since ${day(madeAt)} (${ageDays} days): ${protects}`,
      ...(dueAt === null ? [] : [`    ${overdue ? 'OVERDUE: was' : 'is'} to be replaced by ${day(dueAt)}`]),
    ]),
    ...ended.map(({ name, endedAt, destroyedAt, goneAt }) =>
      destroyedAt === null
        ? `${name}  ended ${day(endedAt)}: OVERDUE: its file and what wraps it are still to be destroyed`
        : `${name}  ended ${day(endedAt)}, destroyed ${day(destroyedAt)}, gone ${day(goneAt ?? destroyedAt)}`,
    ),
    '',
    ...(backups.length === 0
      ? ['No key backup was ever made: losing KEY_DIR would lose every value.']
      : ['Key backups:']),
    ...backups.map(
      ({ fileName, destroyBy, overdue }) =>
        `    ${fileName}: ${overdue ? 'MUST BE GONE: every copy was to be destroyed' : 'destroy every copy'} by ${day(destroyBy)}`,
    ),
  ];
}
