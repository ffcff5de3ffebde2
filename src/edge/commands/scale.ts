import { EXPLAINED_TABLES } from '../../kernel/explained/all-tables.ts';
import { layOut } from '../../kernel/scale/lay-out.ts';
import { placeTables } from '../../kernel/scale/place-tables.ts';
import { extensionOf, readCatalog, readPlaced, runLayout } from '../../kernel/scale/store.ts';
import { type Command, readArgs, UsageError, withApp } from './command.ts';

/** How the tables lie on many machines. Without `--run` nothing is changed: it prints what it would do. */
export const scale: Command = {
  name: 'scale',
  usage: ['scale citus [--run]'],
  async run(args, io) {
    const { positionals, values } = readArgs(args, { run: { type: 'boolean' } });
    if (positionals.length !== 1 || positionals[0] !== 'citus') throw new UsageError('it is `scale citus`');
    return await withApp(io, async ({ parts: { db } }) => {
      const catalog = await readCatalog(db);
      const places = placeTables(EXPLAINED_TABLES, catalog);
      const { statements, told } = layOut(places, catalog, await readPlaced(db));
      if (values.run && (await extensionOf(db)) === 'absent') {
        io.err('This PostgreSQL does not have the extension citus; nothing was changed.');
        return 1;
      }
      if (values.json) io.out(JSON.stringify({ places: Object.fromEntries(places), statements, told }, null, 2));
      else if (!values.run) {
        for (const statement of statements) io.out(`${statement};`);
        for (const [table, place] of places) if (place.kind === 'here') io.out(`-- ${table} stays: ${place.because}`);
      }
      if (!values.json) for (const sentence of told) io.out(`-- not checked any more: ${sentence}`);
      if (values.run) await runLayout(db, statements);
      return 0;
    });
  },
};
