import { makeOwnerLink } from '../../promises/security/index.ts';
import { type Command, readArgs, withApp } from './command.ts';

/** A new one-time link with which an owner claims the console; the one before ends. An entry of the site's chain. */
export const ownerLink: Command = {
  name: 'owner-link',
  usage: ['owner-link [--by NAME]'],
  async run(args, io) {
    const { values } = readArgs(args, { by: { type: 'string' } });
    return await withApp(io, async ({ gate }) => {
      const { output } = await gate.pass(makeOwnerLink, { kind: 'host', by: values.by ?? null }, {});
      if (values.json) io.out(JSON.stringify({ address: output.address, expiresAt: output.expiresAt }));
      else for (const line of sayOwnerLink(output)) io.out(line);
      return 0;
    });
  },
};

/** What the operator reads on the terminal. */
export function sayOwnerLink(link: { readonly address: string; readonly expiresAt: Date }): readonly string[] {
  return [
    'The console has an owner once somebody opens this link, signed in with a passkey or a one-time code:',
    `  ${link.address}`,
    `It works once, until ${link.expiresAt.toISOString()}.`,
  ];
}
