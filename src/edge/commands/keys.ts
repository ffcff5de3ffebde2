import { type KeyStatus, keyStatus } from '../../kernel/safekeeping/key-status.ts';
import { type Command, readArgs, UsageError, withApp } from './command.ts';

/** How old each key is and what it protects, and until when each key backup may exist. */
export const keys: Command = {
  name: 'keys',
  usage: ['keys status'],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {});
    if (positionals.join(' ') !== 'status') throw new UsageError('say what about the keys');
    return await withApp(io, async ({ parts, settings }) => {
      const status = await keyStatus(parts.db, settings.keyDir);
      if (values.json) io.out(JSON.stringify(status, null, 2));
      else for (const line of linesOf(status)) io.out(line);
      return 0;
    });
  },
};

function linesOf({ keys: files, backups }: KeyStatus): readonly string[] {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  return [
    ...files.flatMap(({ name, file, madeAt, ageDays, protects, dueAt, overdue }) => [
      `${name}  ${file}`,
      `    since ${day(madeAt)} (${ageDays} days): ${protects}`,
      ...(dueAt === null ? [] : [`    ${overdue ? 'OVERDUE: was' : 'is'} to be replaced by ${day(dueAt)}`]),
    ]),
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
