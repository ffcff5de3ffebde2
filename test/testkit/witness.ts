import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/root.ts';
import { openTestFolder } from './folder.ts';
import { type Program, startProgram } from './process.ts';

/** The example witness as a process of its own, with its state in a folder that survives it. */
export interface TestWitness extends AsyncDisposable {
  readonly folder: string;
  readonly address: string;
  readonly vkey: string;
  readonly program: Program;
  /** The ledgers it watches from now on, by the lines of their keys. */
  watch(...keys: readonly string[]): void;
  /** `add-checkpoint`, as anybody may send it. */
  submit(body: string): Promise<{ readonly status: number; readonly type: string | null; readonly text: string }>;
  /** Ends it at once and starts it anew over the same folder. */
  killAndRestart(): Promise<void>;
}

export async function startWitness(name = 'witness.example/1'): Promise<TestWitness> {
  const own = openTestFolder();
  const folder = join(own.path, 'witness');
  mkdirSync(folder);
  let running = await start(name, folder);
  return {
    folder,
    get address() {
      return running.address;
    },
    get vkey() {
      return running.vkey;
    },
    get program() {
      return running.program;
    },
    watch: (...keys) => writeFileSync(join(folder, 'ledgers'), `${keys.join('\n')}\n`),
    async submit(body) {
      const answer = await fetch(`${running.address}/add-checkpoint`, { method: 'POST', body });
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
    },
    async killAndRestart() {
      running.program.kill('SIGKILL');
      await running.program.ended;
      running = await start(name, folder);
    },
    async [Symbol.asyncDispose]() {
      await running.program[Symbol.asyncDispose]();
      own[Symbol.dispose]();
    },
  };
}

export function witnessProgram(name: string, folder: string): Program {
  const env = { WITNESS_NAME: name, WITNESS_DIR: folder, PORT: '0' };
  return startProgram(join(root, 'examples/witness/witness.mjs'), [], { env });
}

async function start(name: string, folder: string) {
  const program = witnessProgram(name, folder);
  const [, address = ''] = await program.said(/answers at (\S+)\n/);
  const [, vkey = ''] = await program.said(/^(\S+\+[0-9a-f]{8}\+\S+)$/m);
  return { program, address, vkey };
}
