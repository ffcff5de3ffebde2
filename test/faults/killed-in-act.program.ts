// Asks for an act in a process of its own that is killed at a named step of it, as by a power cut. Started by tests.

import { type App, openApp } from '../../src/app.ts';
import type { AskerIdentity } from '../../src/kernel/gate/asker.ts';
import type { Trace } from '../../src/kernel/watch/trace.ts';
import { allActs } from '../../src/promises/all-acts.ts';
import { turnEpoch } from '../../src/promises/protection/index.ts';
import { personOfSession } from '../../src/promises/security/index.ts';
import { readSettings } from '../../src/settings.ts';

/** In their order. The last three are of what an act forgot: on its way into the file that outlives the database. */
export type ActStep = 'recorded' | 'done' | 'committed' | 'taken' | 'written' | 'noted';

export interface ActOrder {
  readonly env: Readonly<Record<string, string>>;
  readonly at: ActStep;
  /** Null: the start itself acts. `turnEpoch`: what turns the keys does, by several acts. */
  readonly act: string | null;
  /** How many acts are done before the one that is meant. */
  readonly skip?: number;
  readonly input: object;
  /** A session, or somebody who has none. */
  readonly asker: string | AskerIdentity;
}

const { env, at, act: name, skip = 0, input, asker } = JSON.parse(process.argv[2] ?? '') as ActOrder;
let acting = name === null;

function dieAt(step: ActStep): void {
  if (acting && step === at) process.kill(process.pid, 'SIGKILL');
}

/** The program tells whoever watches it what it is doing; this one watches for a step. */
function deadlyTrace(): Trace {
  let [ran, committed] = [false, false];
  let left = skip;
  const before = (summary: unknown) => {
    if (committed && summary === 'insert tombstone_file') dieAt('written');
  };
  const after = (span: string, summary: unknown) => {
    if (acting && span === 'run' && left-- > 0) return;
    if (left > 0) return;
    if (span === 'entry') dieAt('recorded');
    if (span === 'run') {
      dieAt('done');
      ran = acting;
    }
    if (committed && summary === 'delete tombstone') dieAt('taken');
    if (span !== 'transaction' || !ran) return;
    dieAt(committed ? 'noted' : 'committed');
    committed = true;
  };
  return {
    span(span, attributes, work) {
      const summary = attributes['db.query.summary'];
      before(summary);
      const result = work();
      if (result instanceof Promise) return result.finally(() => after(span, summary)) as typeof result;
      after(span, summary);
      return result;
    },
    close: async () => {},
  };
}

async function askerIn({ parts }: App): Promise<AskerIdentity> {
  if (typeof asker !== 'string') return asker;
  const person = await personOfSession(parts.db, asker);
  if (person === undefined) throw new Error('the session is there');
  return person;
}

const app = await openApp(readSettings(env), { role: 'command', trace: deadlyTrace() });
const act = allActs.find((one) => one.name === name);
const identity = await askerIn(app);
acting = true;
if (name === 'turnEpoch') await turnEpoch(app.gate, { asker: { kind: 'host', by: 'test' } });
if (act === undefined) throw new Error('nobody was killed');
await app.gate.pass(act as unknown as Parameters<App['gate']['pass']>[0], identity, input as never);
process.exit(0);
