import { eraseOnRequest, seeErasureRequests } from '../../promises/agreement/index.ts';
import { type Command, readArgs, UsageError, withApp } from './command.ts';

const HOST = { kind: 'host', by: null } as const;

/** Erases whoever asked for it, where nobody of staff can: without the person's own open request there is nobody to erase. */
export const person: Command = {
  name: 'person',
  usage: ['person requests', 'person erase PERSON'],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {});
    const [what, personId, ...more] = positionals;
    const erase = what === 'erase' && personId !== undefined;
    if (more.length > 0 || (!erase && (what !== 'requests' || personId !== undefined))) {
      throw new UsageError('say whether to list the requests or to erase one person');
    }
    return await withApp(io, async ({ gate }) => {
      if (erase) {
        const { output } = await gate.pass(eraseOnRequest, HOST, { personId });
        if (values.json) io.out(JSON.stringify(output));
        else io.out(`Erased. No old copy opens it after ${output.finalBy.toISOString().slice(0, 10)}.`);
        return 0;
      }
      const { output } = await gate.pass(seeErasureRequests, HOST, {});
      if (values.json) io.out(JSON.stringify(output));
      else if (output.length === 0) io.out('Nobody asks to be erased.');
      else for (const { personId: id, at } of output) io.out(`${id}  since ${at.toISOString().slice(0, 10)}`);
      return 0;
    });
  },
};
