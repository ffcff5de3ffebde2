import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/root.ts';

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Starts it through another program, such as `asOrdinaryUser()`. */
  readonly through?: readonly string[];
}

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that a test started; disposing kills it. */
export interface Program {
  readonly pid: number;
  /** Waits for a line of its output; throws with all it said when it ends without one. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ending>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The built form of a `*.program.ts`, by its path from the project's root. */
export function builtProgram(source: string): string {
  return join(process.env.KRISTALUX_TEST_BUILD ?? '', source.replace(/\.tsx?$/, '.js'));
}

/** Starts a built JavaScript file with this Node; its environment is the test's own plus `env`. */
export function startProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const [command = '', ...rest] = [...(options.through ?? []), process.execPath, file, ...args];
  const child = spawn(command, rest, {
    cwd: options.cwd ?? root,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...options.env },
    stdio: 'pipe',
  });
  return programOver(child);
}

function programOver(child: ChildProcess): Program {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      child.emit('said');
    });
  }
  const ended = once(child, 'close').then(([code, signal]): Ending => ({ code, signal, ...said }));
  // A program that ended early is told by whoever waits for it.
  child.stdin?.on('error', () => {});
  return {
    pid: child.pid ?? 0,
    ended,
    tell: (line) => child.stdin?.write(`${line}\n`),
    kill: (signal) => child.kill(signal),
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(said.stdout);
        if (found) return found;
        const over = child.stdout?.closed || child.exitCode !== null || child.signalCode !== null;
        if (over) throw new Error(`it ended without saying ${pattern}:\n${said.stdout}${said.stderr}`);
        await Promise.race([once(child, 'said'), ended]);
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * What to start a program through so that it runs as an ordinary user: nothing when the tests do so themselves; as root
 * by a change of user, or, where that user could not read this folder, by a user namespace.
 */
export function asOrdinaryUser(): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const changed = ['setpriv', `--reuid=${ORDINARY}`, `--regid=${ORDINARY}`, '--clear-groups'];
  const reads = succeeds([...changed, process.execPath, '--check', join(root, 'tools/build.mjs')]);
  return reads ? changed : ['unshare', '--user', `--map-user=${ORDINARY}`, `--map-group=${ORDINARY}`];
}

/**
 * What to start a program through so that it takes itself for root: nothing when the tests run as root, else a user
 * namespace. Undefined where namespaces are forbidden.
 */
export function asRoot(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const mapped = ['unshare', '--user', '--map-root-user'];
  return succeeds([...mapped, 'true']) ? mapped : undefined;
}

// A user with a name on every system. Not `nobody`: in a namespace whatever belongs to strangers seems to be nobody's.
const ORDINARY = 1;

/** Neither root nor the ordinary user above: whoever owns what neither may change. */
export const STRANGER = 2;

function succeeds([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Whether a process lives; one that ended and that nobody has asked about yet does not. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}
