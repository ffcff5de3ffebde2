import type { Server } from 'node:http';
import { serve as listen } from '@hono/node-server';
import type { App } from '../../app.ts';
import { BENCH_NAMES, type BenchName, bench } from '../../bench/bench.ts';
import type { Figure } from '../../bench/figure.ts';
import { webOf } from '../serve.ts';
import { type Command, readArgs, UsageError } from './command.ts';

/** How long one measurement takes: all of them together stay under a minute. */
const SECONDS = 2;
/** More than the hot ones, few enough to be made in seconds. */
const PEOPLE = 1000;

/** Figures of this machine, measured on a site of their own in a temporary folder. */
export const benchCommand: Command = {
  name: 'bench',
  usage: [`bench [${BENCH_NAMES.join('|')}] [--people N]`],
  async run(args, io) {
    const { positionals, values } = readArgs(args, { people: { type: 'string' } });
    const [name, ...more] = positionals;
    if (more.length > 0) throw new UsageError('there is one word too many');
    const names = name === undefined ? BENCH_NAMES : [named(name)];
    const tell = values.json ? () => {} : (figure: Figure) => io.out(line(figure));
    const report = await bench(names, { serve: listenFor, seconds: SECONDS, people: peopleOf(values.people) }, tell);
    if (values.json) io.out(JSON.stringify(report, null, 2));
    else {
      const { cpu, cores, memoryGigabytes, node, postgres, load } = report.machine;
      io.out('');
      io.out(`${cores} × ${cpu}, ${memoryGigabytes} GB, Node ${node}, PostgreSQL ${postgres}, load before ${load}`);
    }
    return 0;
  },
};

function peopleOf(given: string | undefined): number {
  if (given === undefined) return PEOPLE;
  if (!/^[1-9]\d{1,5}$/.test(given)) throw new UsageError('people: a number from 10 to 999999');
  return Number(given);
}

function named(name: string): BenchName {
  const known = BENCH_NAMES.find((one) => one === name);
  if (known === undefined) throw new UsageError(`a bench is one of ${BENCH_NAMES.join(', ')}`);
  return known;
}

function line({ name, value, unit, p50, p99, ratio }: Figure): string {
  const latency = p50 === null ? '' : `  p50 ${p50} ms, p99 ${p99} ms`;
  const compared = ratio === null ? '' : `  ${Math.round(ratio * 100)} % of its baseline`;
  return `${name.padEnd(38)} ${String(value).padStart(9)} ${unit}${latency}${compared}`;
}

async function listenFor(app: App): Promise<{ address: string; end(): Promise<void> }> {
  const server = await new Promise<Server>((resolve) => {
    const made = listen(
      {
        hostname: '127.0.0.1',
        port: 0,
        fetch: (request: Request, env: object) => web.fetch(request, env),
      },
      () => resolve(made as Server),
    );
    const web = webOf(app, 'http://localhost');
  });
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('a server that listens has a port');
  return {
    address: `http://127.0.0.1:${at.port}`,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
