import { readFileSync } from 'node:fs';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { Gate } from '../../kernel/gate/gate.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { endCredential, issueCredential, listCredentials } from '../../promises/security/index.ts';
import { replaceSignInKey } from '../../promises/use/index.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';

/** Secrets of declared services and providers, shown once; each is an entry of the site's chain. */
export const credentials: Command = {
  name: 'credentials',
  usage: [
    'credentials issue service|provider NAME [--given FILE]',
    'credentials end service|provider NAME [--older]',
    'credentials leaked service|provider NAME [--given FILE]',
    'credentials leaked sign-in',
    'credentials list',
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {
      by: { type: 'string' },
      older: { type: 'boolean' },
      given: { type: 'string' },
    });
    const [what, kind, name, ...more] = positionals;
    const host = { kind: 'host', by: values.by ?? null } as const;
    if (what === 'list' && kind === undefined) {
      return await withApp(io, async ({ parts }) => {
        const rows = await listCredentials(parts.db);
        if (values.json) io.out(JSON.stringify(rows, null, 2));
        else
          for (const row of rows)
            io.out(
              [
                `${row.kind} ${row.name}: since ${row.createdAt.toISOString()}`,
                row.lastUsedAt === null ? 'never used' : `last used ${row.lastUsedAt.toISOString()}`,
                ...(row.endedAt === null ? [] : [`ended ${row.endedAt.toISOString()}`]),
              ].join(', '),
            );
        return 0;
      });
    }
    if (what === 'leaked' && kind === 'sign-in' && name === undefined) return await replaceKey(io, host, values.json);
    if (
      (what !== 'issue' && what !== 'end' && what !== 'leaked') ||
      (kind !== 'service' && kind !== 'provider') ||
      name === undefined ||
      more.length > 0
    ) {
      throw new UsageError('say what to do with which credential');
    }
    return await withApp(io, async ({ gate }) => {
      if (what === 'end') {
        const { output } = await gate.pass(endCredential, host, { kind, name, older: values.older ?? false });
        io.out(values.json ? JSON.stringify(output) : `${output.ended} ended`);
        return 0;
      }
      // INVARIANT: the old one is worth nothing before there is a new one.
      if (what === 'leaked') await endAll(gate, host, kind, name);
      const given = values.given === undefined ? {} : { given: JSON.parse(readFileSync(values.given, 'utf8')) };
      const { output } = await gate.pass(issueCredential, host, { kind, name, ...given });
      if (values.json) io.out(JSON.stringify(output));
      else {
        io.out('Shown once; keep it where only that program reads it:');
        io.out(`  secret          ${output.secret}`);
        if (output.signingSecret !== null) io.out(`  signing secret  ${output.signingSecret}`);
      }
      return 0;
    });
  },
};

type Host = Extract<AskerIdentity, { kind: 'host' }>;

async function endAll(gate: Gate, host: Host, kind: 'service' | 'provider', name: string): Promise<void> {
  try {
    await gate.pass(endCredential, host, { kind, name });
  } catch (error) {
    // There was none: then nothing can be of use to anybody.
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  }
}

/** What signs sign-ins to services: nothing that another key signed is believed any more. */
async function replaceKey(io: Io, host: Host, json = false): Promise<number> {
  return await withApp(io, async ({ gate }) => {
    const { output } = await gate.pass(replaceSignInKey, host, {});
    io.out(json ? JSON.stringify(output) : `A new key signs sign-ins from now on: ${output.kid}`);
    return 0;
  });
}
