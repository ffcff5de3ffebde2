import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../root.ts';
import { closedLoop, type Loop, type Measured } from './closed-loop.ts';
import { hotOpens, type Place } from './open-place.ts';

/** What the second process is told: where the place is, and what to ask there. */
export interface SecondCaller {
  readonly env: Readonly<Record<string, string>>;
  readonly asking: Pick<Place, 'service' | 'fields' | 'people'>;
  readonly loop: Loop;
}

/** Two processes ask about the same few people at the same time; opens a second of both together. */
export async function twoProcesses(place: Place, loop: Loop): Promise<number> {
  const child = fork(join(root, 'dist/second-caller.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    const { env, service, fields, people } = place;
    const told: SecondCaller = { env, asking: { service, fields, people }, loop };
    child.send(told);
    await heard(child);
    child.send('go');
    const own = closedLoop(loop, hotOpens(place.app.gate, place));
    const [mine, theirs] = await Promise.all([own, heard(child)]);
    return mine.perSecond + (theirs as Pick<Measured, 'perSecond'>).perSecond;
  } finally {
    child.kill();
  }
}

async function heard(child: ReturnType<typeof fork>): Promise<unknown> {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('the second process ended before it had measured');
    }),
  ]);
  return message;
}
