import { AssertionError } from 'node:assert/strict';
import { createServer } from 'node:http';
import type { App } from '../../app.ts';
import { APART_FAULTS, openApart } from '../../bench/apart.ts';
import { BENCH_NAMES, type BenchName, bench, QUICK_BENCHES } from '../../bench/bench.ts';
import { openFaults, type Victim } from '../../bench/faults.ts';
import type { Figure } from '../../bench/figure.ts';
import { openMailFaults } from '../../bench/mail-faults.ts';
import { openOwnSite } from '../../bench/own-site.ts';
import { openSeveral } from '../../bench/several.ts';
import { openSharedSite } from '../../bench/several-servers.ts';
import type { CountedCopies } from '../../bench/store.ts';
import { openMailSink } from '../../prove/twin/mail-sink.ts';
import { listenerOf } from '../listener.ts';
import { signInTools } from '../oidc/sign-in-tools.ts';
import { type Command, type Io, readArgs, UsageError } from './command.ts';

/** How long one measurement takes: all of them together stay under a minute. */
const SECONDS = 2;
/** More than the hot ones, few enough to be made in seconds. */
const PEOPLE = 1000;
/** How far a site grows where nobody says: some minutes with the making of them. */
const GROWN = 100_000;
/** How far a ledger grows where nobody says. */
const LOGGED = 1_000_000;

/** Figures of this machine, measured on a site of their own in a temporary folder. */
export const benchCommand: Command = {
  name: 'bench',
  usage: [
    `bench [${[...BENCH_NAMES, 'faults'].join('|')}] [mail] [--persons N] [--entries N] [--rounds N] [--servers N] [--apart]`,
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {
      persons: { type: 'string' },
      entries: { type: 'string' },
      rounds: { type: 'string' },
      servers: { type: 'string' },
      apart: { type: 'boolean' },
    });
    const [name, ...more] = positionals;
    if (more.length > 0 && !(name === 'faults' && more.join() === 'mail'))
      throw new UsageError('there is one word too many');
    if (name === 'faults') {
      const rounds = positive(values.rounds ?? '50', '--rounds');
      if (more.length > 0) return await breakMail(rounds, io);
      const servers = positive(values.servers ?? '1', '--servers');
      if (values.apart) return await breakBetween(rounds, io);
      return await (servers === 1 ? breakThings(rounds, io) : breakSeveral({ rounds, servers }, io));
    }
    const names = name === undefined ? QUICK_BENCHES : [named(name)];
    const tell = values.json ? () => {} : (figure: Figure) => io.out(line(figure));
    const report = await bench(
      names,
      {
        serve: listenFor,
        signIn: signInTools,
        seconds: SECONDS,
        people: PEOPLE,
        persons: personsOf(values.persons),
        asked: values.persons === undefined ? undefined : personsOf(values.persons),
        entries: entriesOf(values.entries),
      },
      tell,
    );
    if (values.json) io.out(JSON.stringify(report, null, 2));
    else {
      const { cpu, cores, memoryGigabytes, node, postgres, load } = report.machine;
      io.out('');
      io.out(`${cores} × ${cpu}, ${memoryGigabytes} GB, Node ${node}, PostgreSQL ${postgres}, load before ${load}`);
    }
    return 0;
  },
};

/** Rounds of load in which a server or its PostgreSQL is killed: everything that was acknowledged must be there. */
async function breakThings(rounds: number, io: Io): Promise<number> {
  const site = openOwnSite();
  const victims: readonly Victim[] = ['server-killed', 'database-killed'];
  return await unlessBroken(site, io, async () => {
    const faults = await openFaults(site);
    let all = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const victim = victims[round % victims.length] ?? 'server-killed';
      const { acknowledged, back } = await faults.round(victim);
      all += acknowledged;
      const again = back === null ? '' : `, back in ${Math.round(back)} ms`;
      io.out(
        `round ${round}: ${victim.replace('-', ' ')}, ${acknowledged} acts acknowledged, all of them there${again}`,
      );
    }
    io.out(`${rounds} rounds, ${all} acts acknowledged, none lost; the ledger is whole after each`);
  });
}

/** A bulletin under way while its server and its database are ended: nobody twice, everybody counted. */
async function breakMail(rounds: number, io: Io): Promise<number> {
  const sink = await openMailSink();
  const site = openOwnSite({ SMTP_URL: `smtp://127.0.0.1:${sink.port}` });
  const say = ({ accepted, pending, refused, unknown }: CountedCopies) =>
    `${accepted} sent, ${pending} pending, ${refused} refused, ${unknown} unknown`;
  try {
    return await unlessBroken(site, io, async () => {
      const faults = await openMailFaults(site, sink, rounds);
      for (let round = 1; round <= rounds; round += 1) {
        const victim = round % 2 === 0 ? 'database' : 'server';
        io.out(`round ${round}: ${victim} killed in mid-campaign, ${say(await faults.round(victim))}`);
      }
      io.out(`${rounds} rounds, nobody twice, everybody counted; at the end ${say(await faults.settle())}`);
    });
  } finally {
    await sink.close();
  }
}

/** Several servers on one database, of which one after the other is killed: no act is lost or doubled. */
async function breakSeveral({ rounds, servers }: { rounds: number; servers: number }, io: Io): Promise<number> {
  const site = await openSharedSite(servers);
  return await unlessBroken(site, io, async () => {
    const several = await openSeveral(site);
    for (let round = 1; round <= rounds; round += 1) {
      const back = Math.round(await several.round(round % servers));
      io.out(
        `round ${round}: server ${(round % servers) + 1} of ${servers} killed, the others went on, back in ${back} ms`,
      );
    }
    io.out(`${rounds} rounds, ${await several.settle()} acts, none lost, none doubled; the ledger is whole`);
  });
}

/** Web server, worker and database apart: each of them, and the network between, breaks in turn. */
async function breakBetween(rounds: number, io: Io): Promise<number> {
  const apart = await openApart();
  return await unlessBroken(apart, io, async () => {
    for (let round = 1; round <= rounds; round += 1) {
      const fault = APART_FAULTS[(round - 1) % APART_FAULTS.length] ?? 'network-cut';
      io.out(`round ${round}: ${fault.replaceAll('-', ' ')}, ${await apart.round(fault)}`);
    }
    io.out(`${rounds} rounds, ${await apart.settle()} acts, none lost, none doubled; the ledger is whole`);
  });
}

/** Tells what is not as it should be, as the exit code of the command. */
async function unlessBroken(site: { close(): Promise<void> }, io: Io, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    io.err(`NOT AS IT SHOULD BE: ${error.message}`);
    return 1;
  } finally {
    await site.close();
  }
}

function positive(given: string, option: string): number {
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`${option} is a number from 1 on`);
  return number;
}

function personsOf(given: string | undefined): number {
  const persons = Number(given ?? GROWN);
  if (!Number.isSafeInteger(persons) || persons < 1000 || persons > 10_000_000) {
    throw new UsageError('--persons is a number from 1000 to 10000000');
  }
  return persons;
}

function entriesOf(given: string | undefined): number {
  const entries = Number(given ?? LOGGED);
  if (!Number.isSafeInteger(entries) || entries < 1000 || entries > 100_000_000) {
    throw new UsageError('--entries is a number from 1000 to 100000000');
  }
  return entries;
}

function named(name: string): BenchName {
  const known = BENCH_NAMES.find((one) => one === name);
  if (known === undefined) throw new UsageError(`a bench is one of ${[...BENCH_NAMES, 'faults'].join(', ')}`);
  return known;
}

function line({ name, value, unit, p50, p99, ratio }: Figure): string {
  const latency = p50 === null ? '' : `  p50 ${p50} ms, p99 ${p99} ms`;
  const compared = ratio === null ? '' : `  ${Math.round(ratio * 100)} % of its baseline`;
  return `${name.padEnd(38)} ${String(value).padStart(9)} ${unit}${latency}${compared}`;
}

async function listenFor(app: App): Promise<{ address: string; end(): Promise<void> }> {
  const server = createServer(listenerOf(app, 'http://localhost'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
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
