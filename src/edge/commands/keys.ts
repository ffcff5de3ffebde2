import type { App } from '../../app.ts';
import { type KeyStatus, keyStatus } from '../../kernel/safekeeping/key-status.ts';
import { type TurnStep, turnEpoch } from '../../promises/protection/index.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';
import { sayNowAndThen } from './progress.ts';
import { rewrapFiles } from './rewrap-files.ts';

/** How old each key is and what it protects, until when each key backup may exist; and turning the key of the epoch now. */
export const keys: Command = {
  name: 'keys',
  usage: ['keys status', 'keys rotate', 'keys rewrap'],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {});
    const [what, ...more] = positionals;
    if (more.length > 0 || (what !== 'status' && what !== 'rotate' && what !== 'rewrap')) {
      throw new UsageError('say what about the keys');
    }
    if (what === 'rewrap') return await rewrapFiles(io, values.json === true);
    return await withApp(io, async (app) => {
      if (what === 'rotate') return await rotate(app, io, values.json === true);
      const { parts, settings } = app;
      const status = await keyStatus(parts.db, { keyDir: settings.keyDir, epochDays: app.epochDays });
      if (values.json) io.out(JSON.stringify(status, null, 2));
      else for (const line of linesOf(status)) io.out(line);
      return 0;
    });
  },
};

/** Turns the key of the epoch beside a running server or without one; an interrupted turning is taken up. */
async function rotate({ gate }: App, io: Io, json: boolean): Promise<number> {
  const tell = sayNowAndThen(io);
  let all = 0;
  const hear = (step: TurnStep) => {
    if (json) io.out(JSON.stringify(step));
    else if (step.step === 'rewrapped') tell(`${step.keys} of ${all} keys wrapped anew`);
    else io.out(sentenceOf(step));
    if (step.step === 'begun' || step.step === 'resumed') all = step.keys;
  };
  await turnEpoch(gate, { asker: { kind: 'host', by: null }, hear });
  return 0;
}

function sentenceOf(step: Exclude<TurnStep, { step: 'rewrapped' }>): string {
  switch (step.step) {
    case 'begun':
      return `A new epoch has begun: the keys of ${step.keys} people are wrapped anew, and nothing is opened.`;
    case 'resumed':
      return `A turning that was interrupted is taken up: the keys of ${step.keys} people are still to be wrapped anew.`;
    case 'ended':
      return 'The former epoch has ended: nothing needs its key any more.';
    case 'destroyed':
      return `Destroyed: ${step.names.join(', ')}. Make a key backup now: the one before holds a key that is gone.`;
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
