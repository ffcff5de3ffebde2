import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Clock } from './kernel/clock.ts';
import { openBearings } from './kernel/db/bearings.ts';
import { migrationNumbers } from './kernel/db/migrate.ts';
import { type OpenDatabase, openDatabaseFor } from './kernel/db/open-database-for.ts';
import { openSharedReads } from './kernel/db/shared-reads.ts';
import { openSidePools } from './kernel/db/side-pools.ts';
import { type Gate, openGate } from './kernel/gate/gate.ts';
import type { GateParts } from './kernel/gate/parts.ts';
import { openTurnedAway } from './kernel/gate/turned-away.ts';
import { openSystemRandom, type Random } from './kernel/ids.ts';
import { type JobHandler, keepRecurring, openWorker, type Worker } from './kernel/jobs.ts';
import { openCheckpointMemory } from './kernel/ledger/checkpoint-memory.ts';
import { integrate } from './kernel/ledger/sequencer.ts';
import { openSite } from './kernel/ledger/site.ts';
import { readWitnessPolicy, type WitnessPolicy, WitnessPolicyError } from './kernel/ledger/witnesses/witness-policy.ts';
import { type Log, openLog } from './kernel/log.ts';
import { type Mail, openMail } from './kernel/mail/open-mail.ts';
import type { SigningKey } from './kernel/mail/sign-message.ts';
import { openSigningKeys } from './kernel/mail/signing-keys.ts';
import { type Names, openNames } from './kernel/names.ts';
import { type Outside, systemOutside } from './kernel/outside.ts';
import { openPasswordHasher } from './kernel/passwords.ts';
import { openPictures } from './kernel/pictures.ts';
import type { Example } from './kernel/policy/examples.ts';
import { openFloor } from './kernel/policy/floor.ts';
import { openShelf } from './kernel/policy/shelf.ts';
import { isGap, versionGap } from './kernel/policy/version-gap.ts';
import { openRate } from './kernel/rate.ts';
import { epochDaysOf } from './kernel/safekeeping/key-terms.ts';
import { type ScheduledBackups, scheduleBackups } from './kernel/safekeeping/scheduled-backups.ts';
import { openTombstones } from './kernel/safekeeping/tombstones.ts';
import { createBlindIndex } from './kernel/vault/blind-index.ts';
import { createHeldKeys } from './kernel/vault/held/held-keys.ts';
import { createHolds } from './kernel/vault/hold/holds.ts';
import { openKeyTurning } from './kernel/vault/key-turning.ts';
import { createKeyring } from './kernel/vault/keyring.ts';
import type { LiveKeys } from './kernel/vault/live-keys.ts';
import { openElsewhere } from './kernel/vault/open-elsewhere.ts';
import { openKeys } from './kernel/vault/open-keys.ts';
import { openKeyProvider } from './kernel/vault/providers/open-key-provider.ts';
import { openSealElsewhere } from './kernel/vault/seal-elsewhere.ts';
import { createSiteSecrets } from './kernel/vault/site-secrets.ts';
import { openClamav } from './kernel/virus-scanner.ts';
import { openMetrics } from './kernel/watch/open-metrics.ts';
import { openOtlpTrace } from './kernel/watch/open-otlp-trace.ts';
import { noTrace, type Trace } from './kernel/watch/trace.ts';
import { tracedDb, tracedMail, tracedOutside, watchedHandlers } from './kernel/watch/traced.ts';
import { programVersion } from './program-version.ts';
import {
  COMPLETE_ERASURE_JOB,
  completeErasureJob,
  forgetAgain,
  RETENTION_JOB,
  retentionJob,
} from './promises/agreement/index.ts';
import { allActs } from './promises/all-acts.ts';
import { foundPolicy } from './promises/changes/index.ts';
import {
  eraseCollection,
  FORGET_EVIDENCE_JOB,
  forgetEvidenceJob,
  INBOX_COUNT_JOB,
  sendCountJob,
} from './promises/collection/index.ts';
import { BULLETIN_JOB, eraseCommunication, sendBulletinJob } from './promises/communication/index.ts';
import { eraseLinks } from './promises/links/index.ts';
import {
  COUNT_REFUSALS_JOB,
  eraseProtection,
  legalJobs,
  SEALED_DAY_JOB,
  TURN_KEYS_JOB,
  turnKeysJob,
} from './promises/protection/index.ts';
import { eraseSecurity, securityJobs } from './promises/security/index.ts';
import {
  CHECK_JOB,
  checkJob,
  EXPIRE_JOB,
  eraseUse,
  expireJob,
  FOLD_COUNTS_JOB,
  foldCountsJob,
  HAND_OVER_JOB,
  handOverJob,
  NOTICE_UPKEEP_JOB,
  noticeUpkeepJob,
  REFUND_JOB,
  refundJob,
  SIGN_IN_UPKEEP_JOB,
  sealOldPayees,
  signInUpkeepJob,
  TELL_SERVICE_JOB,
  tellLostLedger,
  tellOfData,
  tellOfErasure,
  tellServiceJob,
} from './promises/use/index.ts';
import { root } from './root.ts';
import { SettingError, type Settings } from './settings.ts';
import { shippedExamples, shippedPolicy } from './shipped-policy.ts';

/** The product, put together: everything a server or a command needs. */
export interface App {
  readonly settings: Settings;
  readonly parts: GateParts;
  readonly gate: Gate;
  readonly worker: Worker;
  /** Backups that a server makes by itself; null: nobody is named to encrypt them to, or they are switched off. */
  readonly backups: ScheduledBackups | null;
  /** How long an epoch of keys is, with this key provider. */
  readonly epochDays: number;
  /** The site's own signatures of mail. */
  readonly signingKeys: readonly SigningKey[];
  /** The way to the names of the network. */
  readonly names: Names;
  /** What the start had to forget again, because an older database was brought back. */
  readonly forgottenAgain: { readonly erased: number; readonly forgotten: number };
  /** Tells the parts where people reach the site, once that is known. */
  reachedAt(baseUrl: string): void;
  /** Integrates what the ledger holds back; a command does so once before it ends. Without `wait` it is left to who does so already. */
  sequence(options?: { readonly wait?: boolean }): Promise<void>;
  /** Closes everything it opened; a database it did not start goes on. */
  close(): Promise<void>;
}

export interface OpenAppOptions {
  /** `serve`: the one server of this folder. `command`: beside it, or with a database of its own for a moment. */
  readonly role: 'serve' | 'command';
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  readonly outside?: Outside;
  readonly names?: Names;
  readonly trace?: Trace;
  /** The database of the settings, where its opening has begun already. */
  readonly database?: Promise<OpenDatabase>;
  /** What the operator should read on a terminal while it opens, a sentence at a time. */
  readonly say?: (sentence: string) => void;
}

/**
 * The composition root: settings → database → keys → policy → gate. Nothing else in the program makes a part.
 * @throws DatabaseError, KeyFileError, SettingError: one sentence for the operator
 */
export async function openApp(settings: Settings, options: OpenAppOptions): Promise<App> {
  const { role, random = openSystemRandom(), log = openLog(settings.logLevel) } = options;
  const { names = openNames(), trace = openTraceFor(settings) } = options;
  const outside = tracedOutside(options.outside ?? systemOutside, trace);
  const { say = () => {}, database: opening = openDatabaseFor(settings, { role, say }) } = options;
  const database = await opening;
  const db = tracedDb(database.db, trace);
  const { shelfDb, sharing } = openSidePools(database, trace);
  const reads = openSharedReads(sharing);
  const { mail, signingKeys } = await openPost(settings, trace);
  const apart = openApart();
  const close = async () => {
    mail?.close();
    await apart.close();
    await shelfDb.close();
    await sharing.close();
    await database.close();
    await trace.close();
  };
  try {
    const site = await openSite(db, random);
    const bearings = await openBearings(db, migrationNumbers().length, options.clock);
    const provider = await openKeyProvider(settings, outside);
    const epochDays = epochDaysOf(provider);
    const keyParts = { folder: settings.keyDir, siteId: site.siteId, provider, random };
    const keys = await openKeys(db, keyParts);
    let baseUrl = settings.baseUrl ?? `http://localhost:${settings.port}`;
    const reachedAt = (address: string) => {
      baseUrl = address;
    };
    let examples: readonly Example[] | undefined;
    const parts: GateParts = {
      baseUrl: () => baseUrl,
      db,
      bearings,
      reads,
      site,
      shelf: openShelf({ sql: shelfDb, reads: openSharedReads(shelfDb) }),
      floor: openFloor(allActs),
      acts: allActs,
      get shippedExamples() {
        examples ??= shippedExamples();
        return examples;
      },
      keys,
      keyTurning: openKeyTurning({ db, keys, ...keyParts }),
      ...apart.parts,
      ...openVault({ keys, random }),
      tombstones: openTombstones({ db, reads, keyDir: settings.keyDir, siteId: site.siteId, random, log }),
      sequencer: sequencerOf({ db, keys, site, settings }),
      witnesses: witnessesOf(settings),
      passwords: openPasswordHasher(),
      rate: openRate(bearings.clock),
      outside,
      scanner: settings.clamavSocket === undefined ? null : openClamav(settings.clamavSocket),
      ...WITH_PERSONS,
      privateServices: settings.privateServices,
      turnedAway: openTurnedAway(),
      metrics: openMetrics(),
      trace,
      random,
      clock: bearings.clock,
      log,
    };
    await foundPolicy(parts, shippedPolicy, 'kristalux');
    await warnOfOlderPolicy(parts);
    const gate = openGate(parts, allActs, { sharing });
    const forgottenAgain = await settlePast(gate);
    for (const [kind, { id, begins }] of Object.entries(RECURRING)) await keepRecurring(db, id, kind, begins);
    const worker = workerOf(gate, { mail, intake: settings.intakeDomain ?? null, epochDays });
    const sequence: App['sequence'] = (options) => sequenceOnce(parts, options);
    const past = { epochDays, forgottenAgain, backups: backupsOf(settings, parts, sequence) };
    return { settings, parts, gate, worker, signingKeys, names, ...past, reachedAt, sequence, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What works beside this thread. Pictures take half of the processors at most: the other half answers people meanwhile. */
function openApart() {
  const elsewhere = openElsewhere();
  const sealElsewhere = openSealElsewhere();
  const atOnce = Math.max(1, Math.floor(availableParallelism() / 2));
  const pictures = openPictures({ path: join(root, 'dist/picture-program.js'), atOnce });
  const close = async () => {
    pictures.close();
    await elsewhere.close();
    await sealElsewhere.close();
  };
  return { parts: { elsewhere, sealElsewhere, pictures }, close };
}

/** What the promises do as a person's data changes and as it is erased; who is told of it is asked first. */
const WITH_PERSONS: Pick<GateParts, 'erasers' | 'dataListeners'> = {
  erasers: [tellOfErasure, eraseUse, eraseProtection, eraseCollection, eraseCommunication, eraseLinks, eraseSecurity],
  dataListeners: [tellOfData],
};

function openVault(given: { readonly keys: LiveKeys; readonly random: Random }) {
  const keyring = createKeyring(given);
  return {
    keyring,
    heldKeys: createHeldKeys(given),
    holds: createHolds(given),
    blindIndex: createBlindIndex(given.keys),
    siteSecrets: createSiteSecrets({ keys: given.keys, keyring }),
  };
}

/** The keys are asked for at each signing: they may be turned while the server runs. */
function sequencerOf({
  db,
  keys,
  site,
  settings,
}: Pick<GateParts, 'db' | 'keys' | 'site'> & { readonly settings: Settings }): GateParts['sequencer'] {
  return {
    db,
    get key() {
      return keys.ledger;
    },
    get former() {
      return keys.formerLedger;
    },
    refresh: () => keys.refresh(),
    origin: site.origin,
    memory: openCheckpointMemory(settings.keyDir),
  };
}

/** Read at the start: a policy that is changed counts from the next start on. */
function witnessesOf({ witnessPolicy }: Settings): WitnessPolicy | null {
  try {
    return witnessPolicy === undefined ? null : readWitnessPolicy(witnessPolicy);
  } catch (error) {
    throw error instanceof WitnessPolicyError ? new SettingError('WITNESS_POLICY', error.message) : error;
  }
}

async function sequenceOnce(
  { bearings, keys, tombstones, sequencer }: GateParts,
  { wait = true }: { readonly wait?: boolean } = {},
): Promise<void> {
  await bearings.look();
  // The newer program does all this from here on.
  if (bearings.isOvertaken()) return;
  // Keys that another process turned are taken up, and those that ended are let go of.
  await keys.refresh();
  // What an act forgot by the way (a session's device) is taken along here at the latest.
  await tombstones.settle();
  await integrate(sequencer, { wait });
}

async function openPost({ smtpUrl, dkimSelector, keyDir, mailPerDomain }: Settings, trace: Trace) {
  const signingKeys = dkimSelector === undefined ? [] : await openSigningKeys(keyDir, dkimSelector);
  const options = { keys: signingKeys, domainPerMinute: mailPerDomain };
  return { signingKeys, mail: smtpUrl === undefined ? null : tracedMail(openMail(smtpUrl, options), trace) };
}

/** Traces go where the settings say, and nowhere where they say nothing. */
function openTraceFor({ otlpEndpoint: endpoint, otlpHeaders: headers, otlpShare: share }: Settings): Trace {
  if (endpoint === undefined) return noTrace;
  return openOtlpTrace({ endpoint, headers, share, version: programVersion(), outside: systemOutside });
}

/** INVARIANT: an older database that was brought back serves nothing before what was forgotten is forgotten again. */
async function settlePast(gate: Gate): Promise<App['forgottenAgain']> {
  const { tombstones, log } = gate.parts;
  await tombstones.settle();
  await tombstones.notice();
  const again = await forgetAgain(gate);
  if (again.erased + again.forgotten > 0) log.warn('forgotten-again', { ...again });
  await tellLostLedger(gate);
  await sealOldPayees(gate.parts);
  return again;
}

/** An upgrade never publishes: what the version in force has not heard of stays refused, and that is said. */
async function warnOfOlderPolicy({ shelf, log }: GateParts): Promise<void> {
  const version = await shelf.inForce();
  const gap = version && versionGap(version.vocabulary, allActs);
  if (!gap || !isGap(gap)) return;
  const { newActs, newFacts, goneFacts } = gap;
  log.warn('policy-older-than-program', {
    version: version.number,
    newActs: newActs.join(' '),
    newFacts: newFacts.join(' '),
    goneFacts: goneFacts.join(' '),
  });
}

function backupsOf(settings: Settings, parts: GateParts, sequence: App['sequence']): ScheduledBackups | null {
  const { backupRecipient: recipient, backupDir: folder, backupHours: hours, backupKeep: keep, keyDir } = settings;
  if (recipient === undefined || hours === 0) return null;
  const { db, random, log } = parts;
  return scheduleBackups({
    db,
    random,
    log,
    keyDir,
    recipient,
    folder,
    hours,
    keep,
    sequence,
    program: programVersion(),
  });
}

interface Carriers {
  readonly mail: Mail | null;
  /** The domain whose returned mail comes to our own listener. */
  readonly intake: string | null;
  readonly epochDays: number;
}

function workerOf(gate: Gate, carriers: Carriers): Worker {
  const { db, log } = gate.parts;
  return openWorker({ db, log, handlers: watchedHandlers(handlersOf(gate, carriers), gate.parts) });
}

function handlersOf(gate: Gate, { mail, intake, epochDays }: Carriers): ReadonlyMap<string, JobHandler> {
  return new Map([
    [HAND_OVER_JOB, handOverJob(gate)],
    [EXPIRE_JOB, expireJob(gate)],
    ...legalJobs(gate),
    [CHECK_JOB, checkJob(gate)],
    [REFUND_JOB, refundJob(gate)],
    [FOLD_COUNTS_JOB, foldCountsJob(gate.parts.db)],
    [SIGN_IN_UPKEEP_JOB, signInUpkeepJob(gate.parts)],
    [TELL_SERVICE_JOB, tellServiceJob(gate)],
    [NOTICE_UPKEEP_JOB, noticeUpkeepJob(gate.parts)],
    ...securityJobs(gate, mail),
    [BULLETIN_JOB, sendBulletinJob(gate, { mail, intake })],
    [FORGET_EVIDENCE_JOB, forgetEvidenceJob(gate)],
    [INBOX_COUNT_JOB, sendCountJob(gate, mail)],
    [COMPLETE_ERASURE_JOB, completeErasureJob(gate)],
    [RETENTION_JOB, retentionJob(gate)],
    [TURN_KEYS_JOB, turnKeysJob(gate, epochDays)],
  ]);
}

/** Jobs that are always there, each under an id of its own, so that there is one however many processes start. */
const RECURRING = {
  [TURN_KEYS_JOB]: { id: '00000000-0000-4000-8000-000000000001', begins: 'now' },
  [RETENTION_JOB]: { id: '00000000-0000-4000-8000-000000000002', begins: 'now' },
  [FOLD_COUNTS_JOB]: { id: '00000000-0000-4000-8000-000000000095', begins: 'now' },
  [COUNT_REFUSALS_JOB]: { id: '00000000-0000-4000-8000-000000000151', begins: 'now' },
  [SIGN_IN_UPKEEP_JOB]: { id: '00000000-0000-4000-8000-000000000135', begins: 'now' },
  [NOTICE_UPKEEP_JOB]: { id: '00000000-0000-4000-8000-000000000160', begins: 'now' },
  [SEALED_DAY_JOB]: { id: '00000000-0000-4000-8000-000000000105', begins: 'at-midnight' },
} as const;
