import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from './kernel/clock.ts';
import { openDatabaseFor } from './kernel/db/open-database-for.ts';
import { openDb } from './kernel/db/open-db.ts';
import { type Gate, openGate } from './kernel/gate/gate.ts';
import type { GateParts } from './kernel/gate/parts.ts';
import { openSystemRandom, type Random } from './kernel/ids.ts';
import { openWorker, type Worker } from './kernel/jobs.ts';
import { openCheckpointMemory } from './kernel/ledger/checkpoint-memory.ts';
import { integrate } from './kernel/ledger/sequencer.ts';
import { openSite } from './kernel/ledger/site.ts';
import { type Log, openLog } from './kernel/log.ts';
import { openMail } from './kernel/mail.ts';
import { type Outside, systemOutside } from './kernel/outside.ts';
import { openPasswordHasher } from './kernel/passwords.ts';
import { type Example, parseExamples } from './kernel/policy/examples.ts';
import { openFloor } from './kernel/policy/floor.ts';
import { readPolicyFolder } from './kernel/policy/folder.ts';
import { SECTIONS } from './kernel/policy/names.ts';
import { type PolicySource, sectionFolder } from './kernel/policy/policy-source.ts';
import { openShelf } from './kernel/policy/shelf.ts';
import { isGap, versionGap } from './kernel/policy/version-gap.ts';
import { type ScheduledBackups, scheduleBackups } from './kernel/safekeeping/scheduled-backups.ts';
import { openTombstones } from './kernel/safekeeping/tombstones.ts';
import { createBlindIndex } from './kernel/vault/blind-index.ts';
import { createHeldKeys } from './kernel/vault/held/held-keys.ts';
import { fileKeyProvider } from './kernel/vault/key-provider.ts';
import { createKeyring } from './kernel/vault/keyring.ts';
import { openKeys } from './kernel/vault/open-keys.ts';
import { createSiteSecrets } from './kernel/vault/site-secrets.ts';
import { programVersion } from './program-version.ts';
import { forgetAgain } from './promises/agreement/index.ts';
import { allActs } from './promises/all-acts.ts';
import { foundPolicy } from './promises/changes/index.ts';
import { eraseCollection, FORGET_EVIDENCE_JOB, forgetEvidenceJob } from './promises/collection/index.ts';
import { BULLETIN_JOB, eraseCommunication, sendBulletinJob } from './promises/communication/index.ts';
import { eraseProtection, PRODUCE_JOB, produceJob } from './promises/protection/index.ts';
import { eraseSecurity, securityJobs } from './promises/security/index.ts';
import { eraseUse, HAND_OVER_JOB, handOverJob, tellLostLedger } from './promises/use/index.ts';
import { root } from './root.ts';
import type { Settings } from './settings.ts';

/** The product, put together: everything a server or a command needs. */
export interface App {
  readonly settings: Settings;
  readonly parts: GateParts;
  readonly gate: Gate;
  readonly worker: Worker;
  /** Backups that a server makes by itself; null: nobody is named to encrypt them to, or they are switched off. */
  readonly backups: ScheduledBackups | null;
  /** What the start had to forget again, because an older database was brought back. */
  readonly forgottenAgain: { readonly erased: number; readonly forgotten: number };
  /** Tells the parts where people reach the site, once that is known. */
  reachedAt(baseUrl: string): void;
  /** Integrates what the ledger holds back; a command does so once before it ends. */
  sequence(): Promise<void>;
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
  /** What the operator should read on a terminal while it opens, a sentence at a time. */
  readonly say?: (sentence: string) => void;
}

/**
 * The composition root: settings → database → keys → policy → gate. Nothing else in the program makes a part.
 * @throws DatabaseError, KeyFileError, SettingError: one sentence for the operator
 */
export async function openApp(settings: Settings, options: OpenAppOptions): Promise<App> {
  const { role, clock = systemClock, random = openSystemRandom(), log = openLog(settings.logLevel) } = options;
  const { outside = systemOutside } = options;
  const database = await openDatabaseFor(settings, { role, say: options.say ?? (() => {}) });
  const { db, address } = database;
  // A version is opened while its readers hold connections of the pool: it must never wait for one of those.
  const shelfDb = openDb(address, { connections: 2 });
  const mail = settings.smtpUrl === undefined ? null : openMail(settings.smtpUrl);
  const close = async () => {
    mail?.close();
    await shelfDb.close();
    await database.close();
  };
  try {
    const site = await openSite(db, random);
    const keys = await openKeys(db, {
      folder: settings.keyDir,
      siteId: site.siteId,
      provider: fileKeyProvider,
      random,
    });
    const keyring = createKeyring({ keys, random });
    let baseUrl = settings.baseUrl ?? `http://localhost:${settings.port}`;
    const reachedAt = (address: string) => {
      baseUrl = address;
    };
    let examples: readonly Example[] | undefined;
    const parts: GateParts = {
      baseUrl: () => baseUrl,
      db,
      site,
      shelf: openShelf({ sql: shelfDb }),
      floor: openFloor(allActs),
      acts: allActs,
      get shippedExamples() {
        examples ??= shippedExamples();
        return examples;
      },
      keys,
      keyring,
      heldKeys: createHeldKeys({ keys, random }),
      blindIndex: createBlindIndex(keys),
      siteSecrets: createSiteSecrets({ keys, keyring }),
      tombstones: openTombstones({ db, keyDir: settings.keyDir, siteId: site.siteId, random }),
      sequencer: { db, key: keys.ledger, origin: site.origin, memory: openCheckpointMemory(settings.keyDir) },
      passwords: openPasswordHasher(),
      outside,
      erasers: [eraseUse, eraseProtection, eraseCollection, eraseCommunication, eraseSecurity],
      random,
      clock,
      log,
    };
    await foundPolicy(parts, shippedPolicy, 'kristalux');
    await warnOfOlderPolicy(parts);
    const gate = openGate(parts, allActs);
    // INVARIANT: an older database that was brought back serves nothing before what was forgotten is forgotten again.
    await parts.tombstones.settle();
    await parts.tombstones.notice();
    const forgottenAgain = await forgetAgain(gate);
    const { erased, forgotten } = forgottenAgain;
    if (erased + forgotten > 0) log.warn('forgotten-again', { erased, forgotten });
    await tellLostLedger(gate);
    const handlers = new Map([
      [HAND_OVER_JOB, handOverJob(gate)],
      [PRODUCE_JOB, produceJob(gate)],
      ...securityJobs(gate, mail),
      [BULLETIN_JOB, sendBulletinJob(gate, mail)],
      [FORGET_EVIDENCE_JOB, forgetEvidenceJob(gate)],
    ]);
    const worker = openWorker({ db, log, handlers });
    const sequence = async () => {
      // What an act forgot by the way (a session's device) is taken along here at the latest.
      await parts.tombstones.settle();
      await integrate(parts.sequencer);
    };
    const backups = backupsOf(settings, parts, sequence);
    return { settings, parts, gate, worker, backups, forgottenAgain, reachedAt, sequence, close };
  } catch (error) {
    await close();
    throw error;
  }
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

/** Its examples alone: a start needs neither them nor the rest. */
function shippedExamples(): readonly Example[] {
  return SECTIONS.flatMap((section) => {
    const file = `${sectionFolder(section)}/examples.md`;
    return parseExamples(readFileSync(join(root, 'policy', file), 'utf8'), file, section).examples;
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

/** The policy that comes with the program. Anything wrong with it is a defect of the package. */
function shippedPolicy(): PolicySource {
  const { source, problems } = readPolicyFolder(join(root, 'policy'));
  if (source === null || problems.length > 0)
    throw new Error(`the shipped policy cannot be read: ${problems.join('; ')}`);
  return source;
}
