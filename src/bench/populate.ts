import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EntryBody } from '../kernel/ledger/entry.ts';
import { integrate } from '../kernel/ledger/sequencer.ts';
import { joinDealing, openDealing } from '../promises/use/index.ts';
import { makePerson } from '../prove/twin/people.ts';
import { root } from '../root.ts';
import { makeMany, type ToMake } from './make-many.ts';
import { type BenchPerson, type Place, SERVICE } from './open-place.ts';
import { readBodies } from './store.ts';

/** Fewer are made before another process would have begun. */
const WORTH_A_PROCESS = 10_000;

/** What a process that makes people is told. */
export interface MakersTask extends ToMake {
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Many people as registrations and joined dealings would have left them: values sealed and keys wrapped one by one, tags,
 * submission, dealing, and their chains of entries with salts, commitments and links, taken into the public tree at the
 * end. Only passwords are missing: one takes longer than all the rest of a person. Sealing is two thirds of the work, so
 * each processor gets a process of its own.
 *
 * @returns everybody, or an even sample where they are very many
 */
export async function populate(place: Place, count: number, sampleMax = 50_000): Promise<readonly BenchPerson[]> {
  const task = { templates: await templatesOf(place), every: Math.ceil(count / sampleMax) };
  const makers = count < WORTH_A_PROCESS ? 0 : availableParallelism();
  const people =
    makers === 0
      ? await makeMany(place.app, { ...task, count })
      : (
          await Promise.all(shares(count, makers).map((share) => makeElsewhere(place, { ...task, count: share })))
        ).flat();
  await integrate(place.app.parts.sequencer, { wait: true });
  return people;
}

function shares(count: number, makers: number): readonly number[] {
  return Array.from(
    { length: makers },
    (_, n) => Math.floor(((n + 1) * count) / makers) - Math.floor((n * count) / makers),
  );
}

async function makeElsewhere({ env }: Place, task: ToMake): Promise<readonly BenchPerson[]> {
  const child = fork(join(root, 'dist/people-maker.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    const told: MakersTask = { ...task, env };
    child.send(told);
    const ended = once(child, 'exit').then(() => {
      throw new Error('a process that makes people ended before they were made');
    });
    const [people] = (await Promise.race([once(child, 'message'), ended])) as [readonly BenchPerson[]];
    return people;
  } finally {
    child.kill();
  }
}

/** The entries of somebody who registers and joins a dealing by the gate itself. */
async function templatesOf({ app, service }: Place): Promise<readonly EntryBody[]> {
  const person = await makePerson(app.gate);
  const { output } = await app.gate.pass(openDealing, service.asker, { purpose: SERVICE, reference: 'bench' });
  await app.gate.pass(joinDealing, person.asker, { dealing: output.id });
  const bodies = await readBodies(app.parts.db, person.personId);
  return bodies.map((text) => JSON.parse(text) as EntryBody);
}
