import { openDatabaseFor } from '../../kernel/db/open-database-for.ts';
import { readSettings } from '../../settings.ts';
import { type Command, readArgs } from './command.ts';

/** The server: until it is told to stop. */
export const serveCommand: Command = {
  name: 'serve',
  usage: ['serve'],
  async run(args, io) {
    readArgs(args, {});
    const settings = readSettings(io.env);
    // The database starts in a process of its own, and this one loads the rest of the program meanwhile.
    const database = openDatabaseFor(settings, { role: 'serve', say: io.err });
    database.catch(() => {});
    const { runServer } = await import('./run-server.ts');
    return await runServer(settings, database, io);
  },
};
