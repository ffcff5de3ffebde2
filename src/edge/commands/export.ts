import { existsSync } from 'node:fs';
import { writeSiteExport } from '../../promises/agreement/index.ts';
import { type Command, readArgs, UsageError, withApp } from './command.ts';

/** Everything that people left here, at an owner's order, in one file that the owner's key alone opens. */
export const exportCommand: Command = {
  name: 'export',
  usage: ['export FILE'],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {});
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name the file to write');
    if (existsSync(file)) throw new UsageError(`${file} is there already`);
    return await withApp(io, async ({ gate }) => {
      const hear = (persons: number) => {
        if (process.stderr.isTTY) io.err(`${persons} persons`);
      };
      const made = await writeSiteExport(gate, file, hear);
      if (values.json) io.out(JSON.stringify(made));
      else {
        io.out(`${made.persons} persons, ${made.bytes} bytes, SHA-256 ${made.digest}`);
        io.out(`manifest ${made.manifest}, which is also in the site's chain`);
      }
      return 0;
    });
  },
};
