import { open, rm } from 'node:fs/promises';
import type { App } from '../../app.ts';
import { SafekeepingError } from '../../kernel/safekeeping/safekeeping-error.ts';
import {
  eraseOnRequest,
  exportOnRequest,
  seeCopyRequests,
  seeErasureRequests,
} from '../../promises/agreement/index.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';

const HOST = { kind: 'host', by: null } as const;

/** Erases or copies whoever asked for it: without the person's own open request there is nobody to erase or to copy. */
export const person: Command = {
  name: 'person',
  usage: ['person requests', 'person erase PERSON', 'person export PERSON FILE'],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {});
    const [what, personId, path, ...more] = positionals;
    const json = values.json === true;
    if (more.length === 0 && path === undefined) {
      if (what === 'erase' && personId !== undefined) {
        return await withApp(io, (app) => erase(app, personId, { io, json }));
      }
      if (what === 'requests' && personId === undefined) return await withApp(io, (app) => requests(app, { io, json }));
    }
    if (what === 'export' && personId !== undefined && path !== undefined && more.length === 0) {
      return await withApp(io, (app) => exportTo(app, { personId, path }, { io, json }));
    }
    throw new UsageError('say whether to list the requests, to erase one person, or to copy one into a file');
  },
};

interface Answer {
  readonly io: Io;
  readonly json: boolean;
}

async function erase({ gate }: App, personId: string, { io, json }: Answer): Promise<number> {
  const { output } = await gate.pass(eraseOnRequest, HOST, { personId });
  if (json) io.out(JSON.stringify(output));
  else io.out(`Erased. No old copy opens it after ${output.finalBy.toISOString().slice(0, 10)}.`);
  return 0;
}

/** The file is there before the request is answered: one request is one file, and none is lost to a full disk's first byte. */
async function exportTo(
  { gate }: App,
  { personId, path }: { readonly personId: string; readonly path: string },
  { io, json }: Answer,
): Promise<number> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'is there already: name another' : `cannot be written (${error.code})`;
    throw new SafekeepingError(`the file ${path} ${why}`);
  });
  try {
    const { output } = await gate.pass(exportOnRequest, HOST, { personId });
    const bytes = Buffer.from(output.archive, 'base64');
    await file.writeFile(bytes);
    await file.sync();
    if (json) io.out(JSON.stringify({ path, bytes: bytes.length }));
    else io.out(`The copy is in ${path}. Only the person opens it, with what they named in their request.`);
    return 0;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function requests({ gate }: App, { io, json }: Answer): Promise<number> {
  const { output: erasures } = await gate.pass(seeErasureRequests, HOST, {});
  const { output: copies } = await gate.pass(seeCopyRequests, HOST, {});
  if (json) {
    io.out(JSON.stringify({ erasures, copies }));
    return 0;
  }
  if (erasures.length === 0) io.out('Nobody asks to be erased.');
  for (const { personId, at } of erasures) io.out(`${personId}  asks to be erased since ${day(at)}`);
  if (copies.length === 0) io.out('Nobody asks for a copy of their data.');
  for (const { personId, at } of copies) io.out(`${personId}  asks for a copy since ${day(at)}`);
  return 0;
}

const day = (at: Date): string => at.toISOString().slice(0, 10);
