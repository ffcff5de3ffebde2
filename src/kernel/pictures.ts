import { type ChildProcess, fork } from 'node:child_process';
import { PROOF_IMAGE_SECONDS_MAX } from './limits.ts';
import { Refusal, type RefusalCode } from './refusal.ts';

/** What is written over a kept document. */
export interface Mark {
  /** The host name of the site. */
  readonly site: string;
  /** The day it was given, `2026-11-22`. */
  readonly day: string;
}

export interface PictureAsked {
  readonly bytes: Uint8Array;
  /** Of a document; absent for any other picture. */
  readonly mark?: Mark;
}

export type PictureAnswer =
  | { readonly made: Uint8Array }
  | { readonly refused: { readonly code: RefusalCode; readonly message: string; readonly field: string } };

/**
 * Pictures from outside are made anew by a program of its own: it has no key, no secret and no database, gives way to
 * everything else on this machine, and takes its memory along when it ends. What breaks a decoder breaks nothing else.
 */
export interface Pictures {
  /** @throws Refusal with a reason the person can act on */
  anew(asked: PictureAsked): Promise<Buffer>;
  close(): void;
}

export interface PictureProgram {
  /** Where it lies. */
  readonly path: string;
  /** Pictures that are made at once; the others wait. */
  readonly atOnce: number;
}

export function openPictures({ path, atOnce }: PictureProgram): Pictures {
  const makers = new Set<Maker>();
  const idle: Maker[] = [];
  const waiting: (() => void)[] = [];
  let working = 0;
  const takeMaker = () => {
    const free = idle.pop();
    if (free?.lives()) return free;
    const maker = startMaker(path, () => makers.delete(maker));
    makers.add(maker);
    return maker;
  };
  return {
    async anew(asked) {
      if (working < atOnce) working += 1;
      else await new Promise<void>((go) => waiting.push(go));
      try {
        const maker = takeMaker();
        const answer = await maker.make(asked);
        if (maker.lives()) idle.push(maker);
        if ('made' in answer) return Buffer.from(answer.made.buffer, answer.made.byteOffset, answer.made.byteLength);
        const { code, message, field } = answer.refused;
        throw new Refusal(code, message, { field });
      } finally {
        const next = waiting.shift();
        if (next === undefined) working -= 1;
        else next();
      }
    },
    close() {
      for (const maker of makers) maker.end();
    },
  };
}

interface Maker {
  make(asked: PictureAsked): Promise<PictureAnswer>;
  lives(): boolean;
  end(): void;
}

/** A PDF file may take its time twice: to be drawn, and to be made a picture of. */
const MILLISECONDS_MAX = 3 * PROOF_IMAGE_SECONDS_MAX * 1000;
/** To start the program again costs less than to hold its memory longer. */
const IDLE_MILLISECONDS = 10_000;
/** One arena: memory that a picture took is given back whole. Nothing of our own environment goes along. */
const LEAN = { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '2' };

function startMaker(path: string, gone: () => void): Maker {
  const child = fork(path, [], {
    env: LEAN,
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=1'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let living = true;
  let settle: ((answer: PictureAnswer) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const over = (answer: PictureAnswer) => {
    clearTimeout(timer);
    const settled = settle;
    settle = undefined;
    settled?.(answer);
  };
  const lost = (signal: NodeJS.Signals | null) => {
    living = false;
    gone();
    // Ended from outside it says nothing about the picture; ended by itself, the picture was what it could not bear.
    over({ refused: signal === 'SIGTERM' || signal === 'SIGKILL' ? ENDED : BROKE_IT });
  };
  child.on('message', (answer) => over(answer as PictureAnswer));
  child.on('error', () => lost('SIGKILL'));
  child.on('exit', (_code, signal) => lost(signal));
  return {
    make: (asked) =>
      new Promise((resolve) => {
        keepWaiting(child, true);
        settle = (answer) => {
          keepWaiting(child, false);
          timer = setTimeout(() => child.kill(), IDLE_MILLISECONDS).unref();
          resolve(answer);
        };
        clearTimeout(timer);
        timer = setTimeout(() => {
          living = false;
          child.kill('SIGKILL');
          over({ refused: BROKE_IT });
        }, MILLISECONDS_MAX);
        child.send(asked, (error) => error && lost('SIGKILL'));
      }),
    lives: () => living,
    end: () => {
      child.kill('SIGKILL');
    },
  };
}

/** It keeps no process alive that has nothing else to do. */
function keepWaiting(child: ChildProcess, waits: boolean): void {
  const how = waits ? 'ref' : 'unref';
  child[how]();
  child.channel?.[how]();
}

const BROKE_IT = {
  code: 'invalid',
  message: '`image` cannot be read as a picture: it is damaged or not what it says',
  field: 'image',
} as const;
const ENDED = { code: 'busy', message: '`image` cannot be taken just now; nothing was kept', field: 'image' } as const;
