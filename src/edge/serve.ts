import { createServer, type RequestListener, type Server } from 'node:http';
import type { App } from '../app.ts';
import { openWitnessRounds } from '../kernel/ledger/witnesses/ask-witnesses.ts';
import { writeActivity } from '../kernel/watch/activity.ts';
import { tellTurnedAway } from '../promises/security/index.ts';
import { SettingError } from '../settings.ts';
import { openAnswerAndClose } from './answer-and-close.ts';
import { listenerOf, watchedFolders } from './listener.ts';
import { type MailIntake, openMailIntake } from './mail-intake.ts';
import { type MetricsServer, openMetricsServer } from './metrics-server.ts';

export interface Served {
  /** Where people reach it. */
  readonly address: string;
  /** The port of the listener for what comes back; undefined: it is off. */
  readonly intakePort: number | undefined;
  /** The port where numbers are read; undefined: it is off. */
  readonly metricsPort: number | undefined;
  /** Takes no more requests, lets those under way end, then closes the app. */
  stop(): Promise<void>;
}

/** How long the sequencer rests when nothing is pending: an entry is in a checkpoint within a second. */
const SEQUENCE_MILLISECONDS = 500;
/** From here on the machine's own clock is worth a word: what libraries sign and the log go by it. */
const CLOCKS_APART_MILLISECONDS = 5000;
/** How soon after a checkpoint its witnesses are asked. */
const WITNESS_MILLISECONDS = 500;
/** How often the site tells what was turned away at the door. */
const MINUTE_MILLISECONDS = 60_000;
/** How often it is looked whether a backup is due. */
const BACKUP_MILLISECONDS = 60_000;

/**
 * Listens, and lets worker and sequencer run. The answer to every request leaves after its commit.
 * @throws SettingError when the port is taken, or the site is unnamed and not on loopback; LedgerBehind
 */
export async function serve(app: App): Promise<Served> {
  const { settings, gate, worker } = app;
  await refuseUnnamedInPublic(app);
  // A database that lacks what was signed already is told here, before anybody is served out of it.
  await app.sequence();
  const server = settings.role === 'worker' ? undefined : await listenOn(app);
  const port = server === undefined ? settings.port : portOf(server.node);
  const address = settings.baseUrl ?? `http://localhost:${port}`;
  app.reachedAt(address);
  server?.open(address);
  const intake = settings.role === 'web' ? undefined : await openIntake(app);
  const numbers = await openNumbers(app);
  if (settings.role !== 'web') worker.start();
  const { log } = gate.parts;
  const sequencer = repeat(openRounds(app), {
    log,
    rest: SEQUENCE_MILLISECONDS,
    failed: 'sequencer-failed',
  });
  // Apart from the sequencer: a witness that does not answer keeps no entry waiting.
  const { round } = openWitnessRounds(gate.parts);
  const witnesses =
    gate.parts.witnesses === null || settings.role === 'web'
      ? undefined
      : repeat(round, { log, rest: WITNESS_MILLISECONDS, failed: 'witness-round-failed' });
  const { backups } = app;
  const scheduled =
    backups === null || settings.role === 'web'
      ? undefined
      : repeat(() => backups.look(), { log, rest: BACKUP_MILLISECONDS, failed: 'backup-round-failed' });
  const counter = repeat(() => tellCounts(gate), { log, rest: MINUTE_MILLISECONDS, failed: 'count-failed' });
  return {
    address,
    intakePort: intake?.port,
    metricsPort: numbers?.port,
    async stop() {
      await server?.answerAndClose();
      await intake?.close();
      await numbers?.close();
      await worker.stop();
      await scheduled?.stop();
      await witnesses?.stop();
      await counter.stop();
      await tellCounts(gate).catch(() => gate.parts.log.warn('count-failed', { reason: 'stopping' }));
      await sequencer.stop();
      await app.sequence();
      await app.close();
    },
  };
}

/** The ledger's rounds, which also look at the database's clock; an operator is told once of a machine whose own is wrong. */
function openRounds({ gate, sequence }: App): () => Promise<void> {
  const { bearings, log } = gate.parts;
  let told = false;
  return async () => {
    await sequence({ wait: false });
    const seconds = Math.round(bearings.ahead() / 1000);
    const wrong = Math.abs(bearings.ahead()) > CLOCKS_APART_MILLISECONDS;
    if (wrong && !told) log.warn('clock-differs', { seconds, todo: 'let this machine follow a time server' });
    told = wrong;
  };
}

/** Version 1 speaks for nobody: while the site is unnamed only this machine itself may be served. */
async function refuseUnnamedInPublic({ settings, gate }: App): Promise<void> {
  const version = await gate.parts.shelf.inForce();
  const base = settings.baseUrl;
  if (version?.declarations.site.name != null || base === undefined) return;
  const { hostname } = new URL(base);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  throw new SettingError(
    'BASE_URL',
    'is public, but the policy names no site: name it in policy/declarations/site.json and publish',
  );
}

async function openIntake(app: App): Promise<MailIntake | undefined> {
  return await openMailIntake(app).catch((error: NodeJS.ErrnoException) => {
    const { intakePort } = app.settings;
    if (error.code === 'EADDRINUSE')
      throw new SettingError('MAIL_INTAKE_PORT', `${intakePort} is in use on this machine`);
    if (error.code === 'EACCES')
      throw new SettingError('MAIL_INTAKE_PORT', `${intakePort} may be opened by root alone`);
    throw error;
  });
}

/** What this process counted: what was turned away as an entry of the site, and how often each act was done on a day. */
async function tellCounts(gate: App['gate']): Promise<void> {
  await tellTurnedAway(gate);
  await writeActivity(gate.parts);
}

async function openNumbers({ settings, gate }: App): Promise<MetricsServer | undefined> {
  const { metricsPort: port, metricsHost: host, metricsToken: token = null } = settings;
  if (port === undefined) return undefined;
  const folders = watchedFolders(settings);
  return await openMetricsServer({ parts: gate.parts, host, port, token, folders }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new SettingError('METRICS_PORT', `${port} is in use on this machine: choose another`);
  });
}

interface Listening {
  readonly node: Server;
  answerAndClose(): Promise<void>;
  /** Until the port is known there is no address to put into cookies and links: requests wait for this. */
  open(address: string): void;
}

async function listenOn(app: App): Promise<Listening> {
  const { settings } = app;
  let listener: RequestListener | undefined;
  let opened: (() => void) | undefined;
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const node = createServer((request, response) => {
    if (listener === undefined) void open.then(() => listener?.(request, response));
    else listener(request, response);
  });
  const answerAndClose = openAnswerAndClose(node);
  // A slow reader of headers holds nothing for long, and a body has to arrive.
  node.headersTimeout = 10_000;
  node.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    node.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new SettingError('PORT', `${settings.port} is in use on this machine: choose another`)
          : error,
      );
    });
    node.listen(settings.port, settings.host, resolve);
  });
  return {
    node,
    answerAndClose,
    open(address) {
      listener = listenerOf(app, address);
      opened?.();
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server that listens has a port');
  return address.port;
}

interface Repeating {
  readonly log: App['parts']['log'];
  /** Between two rounds, milliseconds. */
  readonly rest: number;
  /** What a round that failed is called in the log. */
  readonly failed: string;
}

/** The system's own word where there is one, such as ENOSPC: a message may hold more than a log should. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && /^E[A-Z]+$/.test(String(error.code)) ? String(error.code) : error.name;
}

function repeat(work: () => Promise<void>, { log, rest, failed }: Repeating) {
  let stopped = false;
  let wake: (() => void) | undefined;
  const loop = (async () => {
    while (!stopped) {
      await work().catch((error: unknown) => log.warn(failed, { reason: reasonOf(error) }));
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rest);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake?.();
      await loop;
    },
  };
}
