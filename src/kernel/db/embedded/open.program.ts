// Opens the database of a DATA_DIR as a server or as a command, tells so, and obeys: `close` ends it in order, `ask NAME`
// counts the persons in it. Started by the tests of the launcher.
import { createInterface } from 'node:readline';
import { DatabaseError } from '../database-error.ts';
import { openDatabaseFor } from '../open-database-for.ts';
import { clusterOf } from './places.ts';
import { readPostmaster } from './postmaster.ts';
import { thisSystem } from './prepare-place.ts';
import type { Role } from './tenancy.ts';

const [dataDir = '', role = '', systemFolder = ''] = process.argv.slice(2);
const tell = (line: string) => process.stdout.write(`${line}\n`);
const system = systemFolder ? { ...thisSystem(), systemFolder, namespaces: false } : thisSystem();
try {
  const place = { dataDir, databaseUrl: process.env.PLACE_URL };
  const database = await openDatabaseFor(place, { role: role as Role, say: (line) => tell(`SAID ${line}`), system });
  tell(`OPEN ${readPostmaster(clusterOf(dataDir))?.pid}`);
  for await (const line of createInterface(process.stdin)) {
    const [word, name] = line.split(' ');
    if (word === 'ask') {
      const answer = await database.db.row<{ n: number }>('select count(*) as n from person').then(
        (row) => `${row?.n}`,
        (error: Error) => error.message,
      );
      tell(`ANSWER ${name} ${answer}`);
    }
    if (word === 'close') break;
  }
  await database.close();
  tell('CLOSED');
  process.exit(0);
} catch (error) {
  if (!(error instanceof DatabaseError)) throw error;
  tell(`REFUSED ${error.message}`);
  process.exit(1);
}
