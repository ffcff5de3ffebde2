import { describeSettings, readSettings } from '../../settings.ts';
import { type Command, readArgs } from './command.ts';

/** Every setting with its default and one sentence; a wrong one in the environment is told. */
export const settingsCommand: Command = {
  name: 'settings',
  usage: ['settings [--json]'],
  async run(args, io) {
    const { values } = readArgs(args, {});
    readSettings(io.env);
    const all = describeSettings();
    if (values.json) io.out(JSON.stringify(all, null, 2));
    else {
      for (const one of all) {
        io.out(`${one.name} (${one.type}${one.default === undefined ? '' : `; default ${one.default}`})`);
        io.out(`    ${one.sentence}`);
      }
    }
    return 0;
  },
};
