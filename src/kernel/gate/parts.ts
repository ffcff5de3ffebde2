import assert from 'node:assert/strict';
import type { Clock } from '../clock.ts';
import type { Bearings } from '../db/bearings.ts';
import type { Db, Tx } from '../db/db.ts';
import type { Reads } from '../db/reading.ts';
import type { Random } from '../ids.ts';
import type { SequencerParts } from '../ledger/sequencer.ts';
import type { Site } from '../ledger/store.ts';
import type { WitnessPolicy } from '../ledger/witnesses/witness-policy.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { PasswordHasher } from '../passwords.ts';
import type { Pictures } from '../pictures.ts';
import type { ActDescription } from '../policy/act-description.ts';
import type { Example } from '../policy/examples.ts';
import type { Floor } from '../policy/floor.ts';
import type { Version } from '../policy/open-version.ts';
import type { Shelf } from '../policy/shelf.ts';
import type { Rate } from '../rate.ts';
import type { Tombstones } from '../safekeeping/tombstones.ts';
import type { BlindIndex } from '../vault/blind-index.ts';
import type { HeldKeys } from '../vault/held/held-keys.ts';
import type { Holds } from '../vault/hold/holds.ts';
import type { KeyTurning } from '../vault/key-turning.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { LiveKeys } from '../vault/live-keys.ts';
import type { Elsewhere } from '../vault/open-elsewhere.ts';
import type { SealElsewhere } from '../vault/seal-elsewhere.ts';
import type { SiteSecrets } from '../vault/site-secrets.ts';
import type { VirusScanner } from '../virus-scanner.ts';
import type { Metrics } from '../watch/open-metrics.ts';
import type { Trace } from '../watch/trace.ts';
import type { TurnedAway } from './turned-away.ts';

/** Deletes everything a promise keeps of a person. Values, keys and tags are the vault's and go by themselves. */
export type Eraser = (tx: Tx, personId: string, parts: GateParts) => Promise<void>;

/** Hears, in the same transaction, that the person left, corrected or erased these fields. */
export type DataListener = (tx: Tx, personId: string, fields: readonly string[], parts: GateParts) => Promise<void>;

/** What the gate and the acts are built from: made once in app.ts, passed by name. */
export interface GateParts {
  /** Where the site is reached, e.g. `https://example.org`: what a passkey is bound to. Known once the port is. */
  readonly baseUrl: () => string;
  readonly db: Db;
  /** What this process knows of the database it stands on. */
  readonly bearings: Bearings;
  /** Readings shared by all who ask at the same time. */
  readonly reads: Reads;
  readonly site: Site;
  readonly shelf: Shelf;
  readonly floor: Floor;
  /** Every act of the program: what a version's vocabulary is made from. */
  readonly acts: readonly ActDescription[];
  /** The examples of the shipped policy, which every published one keeps or drops by name. */
  readonly shippedExamples: readonly Example[];
  readonly keys: LiveKeys;
  /** What turning the keys does to their files. */
  readonly keyTurning: KeyTurning;
  /** Where values are opened when many wait together. */
  readonly elsewhere: Elsewhere;
  /** Where values are sealed when many people are made together. */
  readonly sealElsewhere: SealElsewhere;
  readonly keyring: Keyring;
  readonly blindIndex: BlindIndex;
  readonly siteSecrets: SiteSecrets;
  /** What was forgotten, written where no restored database can take it back. */
  readonly tombstones: Tombstones;
  /** What integrates pending entries into the public tree. */
  readonly sequencer: SequencerParts;
  /** Who else signs the ledger's checkpoints; null: nobody is asked. */
  readonly witnesses: WitnessPolicy | null;
  readonly passwords: PasswordHasher;
  /** The brake on floods of open forms. */
  readonly rate: Rate;
  /** The way to other people's servers. */
  readonly outside: Outside;
  /** Keys that persons hold themselves, while their data is sealed. */
  readonly heldKeys: HeldKeys;
  /** What the law orders to be kept apart, while erasure goes on. */
  readonly holds: Holds;
  /** What makes pictures from outside anew. */
  readonly pictures: Pictures;
  /** The operator's virus scanner; null where there is none. */
  readonly scanner: VirusScanner | null;
  /** What each promise does at an erasure, within its transaction. */
  readonly erasers: readonly Eraser[];
  /** What each promise does when a person changed what they left. */
  readonly dataListeners: readonly DataListener[];
  /** Hosts inside the operator's own network that services of the site may be told at. */
  readonly privateServices: readonly string[];
  /** What was turned away without an entry, until the site tells it. */
  readonly turnedAway: TurnedAway;
  readonly random: Random;
  /** What this process counts of its own work. */
  readonly metrics: Metrics;
  readonly trace: Trace;
  /** The database's time. */
  readonly clock: Clock;
  readonly log: Log;
}

/** The version in force, for work before the moment; the moment itself reads it again. */
export async function versionInForce({ shelf }: GateParts): Promise<Version> {
  const version = await shelf.inForce();
  assert(version !== null, 'a policy is published before anything is asked');
  return version;
}
