import {
  endServiceEndpoint,
  readEndpoints,
  repeatNotices,
  setServiceEndpoint,
  turnNoticeSecret,
} from '../../promises/use/index.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';

/** What services of the site are told by themselves (webhooks): where to, by which secret, and once more. */
export const notices: Command = {
  name: 'notices',
  usage: [
    'notices set SERVICE ADDRESS',
    'notices secret SERVICE [--leaked]',
    'notices again SERVICE [--days N]',
    'notices end SERVICE',
    'notices list',
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {
      by: { type: 'string' },
      leaked: { type: 'boolean' },
      days: { type: 'string' },
    });
    const [what, service, address, ...more] = positionals;
    const json = values.json ?? false;
    if (what === 'list' && service === undefined) return await list(io, json);
    const known = ['set', 'secret', 'again', 'end'].includes(what ?? '');
    if (!known || service === undefined || more.length > 0 || (address !== undefined) !== (what === 'set')) {
      throw new UsageError('say what to do with the notices to which service');
    }
    const host = { kind: 'host', by: values.by ?? null } as const;
    return await withApp(io, async ({ gate }) => {
      if (what === 'set') {
        return tellSecret(io, json, (await gate.pass(setServiceEndpoint, host, { service, address })).output);
      }
      if (what === 'secret') {
        const overlapHours = values.leaked === true ? 0 : 24;
        return tellSecret(io, json, (await gate.pass(turnNoticeSecret, host, { service, overlapHours })).output);
      }
      if (what === 'again') {
        const { output } = await gate.pass(repeatNotices, host, { service, days: Number(values.days ?? 0) });
        io.out(json ? JSON.stringify(output) : `${output.again} are sent again`);
        return 0;
      }
      const { output } = await gate.pass(endServiceEndpoint, host, { service });
      io.out(json ? JSON.stringify(output) : `${service} is sent no more notices`);
      return 0;
    });
  },
};

async function list(io: Io, json: boolean): Promise<number> {
  return await withApp(io, async ({ parts }) => {
    const rows = await readEndpoints(parts.db);
    if (json) io.out(JSON.stringify(rows, null, 2));
    else
      for (const { service, address, heardAt, waiting, givenUp } of rows) {
        const last = heardAt === null ? 'none taken yet' : `last taken ${heardAt.toISOString()}`;
        io.out(`${service}: ${address}, ${last}, ${waiting} on the way, ${givenUp} not taken`);
      }
    return 0;
  });
}

function tellSecret(
  io: Io,
  json: boolean,
  output: { readonly service: string; readonly secret: string | null },
): number {
  if (json) io.out(JSON.stringify(output));
  else if (output.secret === null) io.out(`${output.service} is sent its notices there; its secret stays.`);
  else {
    io.out('Shown once; keep it where only that program reads it:');
    io.out(`  secret of notices  ${output.secret}`);
  }
  return 0;
}
