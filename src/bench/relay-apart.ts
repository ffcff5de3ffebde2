import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../root.ts';

/**
 * A relay that takes every message and keeps none, in a process of its own: what it does is not done by
 * the thread that is measured, and its processor time is told apart.
 */
export interface RelayApart {
  readonly port: number;
  seen(): Promise<SeenByRelay>;
  close(): void;
}

export interface SeenByRelay {
  /** Messages since its start. */
  readonly taken: number;
  /** Processor time since its start, milliseconds. */
  readonly cpu: number;
}

export async function openRelayApart(): Promise<RelayApart> {
  const child = fork(join(root, 'dist/mail-relay.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the relay of the measurement ended before it was told to');
  });
  ended.catch(() => {});
  const heard = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  const { port } = (await heard()) as { port: number };
  return {
    port,
    async seen() {
      const answer = heard();
      child.send('seen?');
      return (await answer) as SeenByRelay;
    },
    close: () => void child.kill(),
  };
}
