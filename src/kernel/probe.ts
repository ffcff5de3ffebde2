import type { AskerIdentity } from './gate/asker.ts';
import type { Gate } from './gate/gate.ts';
import type { StaffRole } from './gate/store.ts';
import type { FsckReport } from './ledger/fsck.ts';
import type { Declarations } from './policy/declarations.ts';
import type { Section } from './policy/names.ts';
import type { Version } from './policy/open-version.ts';
import type { PolicySource } from './policy/policy-source.ts';
import { Refusal } from './refusal.ts';
import type { Words } from './words.ts';

/**
 * One demonstration of a promise: what holds, what is done to show it, and what was seen. A probe that writes runs on a
 * twin (the same program and the same published version over throw-away data and keys); on the live server probes only
 * read.
 */
export type Probe = TwinProbe | LiveProbe;

interface ProbeBase {
  /** kebab-case, unique in its section, never changed: results are kept under it. */
  readonly name: string;
  /** What holds: one sentence in the present. It stands beside the section at `/policy`. */
  readonly sentence: Words;
  /** What is done to show it; known before it runs. */
  readonly did: Words;
  /** Shipped examples that it shows. Where the operator dropped one by name, not passing is a change and no failure. */
  readonly examples?: readonly string[];
}

export interface TwinProbe extends ProbeBase {
  readonly where: 'twin';
  /**
   * Runs on a twin of its own, because it breaks something or counts all that happened there; with a name, on one that the
   * probes of the section with this name share, because all of them publish the same. Else on the one of the section.
   */
  readonly apart?: true | string;
  run(twin: Twin): Promise<Seen>;
}

export interface LiveProbe extends ProbeBase {
  readonly where: 'live';
  run(live: Live): Promise<Seen>;
}

export interface Seen {
  readonly passed: boolean;
  /** No value of a person stands here, not even an invented one. */
  readonly saw: Words;
}

/** The same program over a copy of the published version. All that leaves it ends in sinks of its own. */
export interface Twin {
  readonly gate: Gate;
  /** The version it was opened with: same number and digest as the published one. */
  readonly version: Version;
  readonly outside: TwinOutside;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  /** Registers somebody through the gate; without fields, with an invented value for every declared one. */
  person(fields?: Readonly<Record<string, unknown>>): Promise<TwinPerson>;
  /** Somebody of the staff, in a session that two factors stand behind. They left no e-mail address. */
  staff(role: StaffRole): Promise<TwinPerson>;
  /** A credential of a declared service or provider. */
  credential(kind: 'service' | 'provider', name: string): Promise<TwinCredential>;
  /**
   * Approves and publishes a changed policy, as the host does. Shipped examples may fail then: they are dropped by name.
   * For probes with a twin of their own.
   */
  publish(change: (source: PolicySource) => PolicySource): Promise<Version>;
  /** The same with one rule more in a section. */
  addRule(section: Section, rule: string): Promise<Version>;
  /** The same for the declarations alone. */
  declare(change: (declarations: Declarations) => Declarations): Promise<Version>;
  /** Lets the worker run until nothing is due. */
  drain(): Promise<void>;
  /** Takes pending entries into the public log. */
  sequence(): Promise<void>;
  /** Asks the twin's own server; redirects are not followed. */
  get(path: string, init?: RequestInit): Promise<Got>;
  /** Checks files of the ledger with the verifier that shares no code with the writer. */
  verify(files: readonly { readonly name: string; readonly text: string }[]): boolean;
  fsck(): Promise<FsckReport>;
}

export interface TwinOutside {
  /** What reached the declared providers' addresses. */
  readonly calls: readonly OutsideCall[];
  /** Messages as the mail relay took them. */
  readonly mails: readonly string[];
  /** `host:port` of every other connection that was tried; all of them failed. */
  readonly refused: readonly string[];
  /** The status with which providers answer from now on; 202 at first. */
  answer(status: number): void;
}

export interface OutsideCall {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TwinPerson {
  readonly asker: Extract<AskerIdentity, { kind: 'person' }>;
  readonly personId: string;
  readonly accountName: string;
  readonly password: string;
  /** The token of the session. */
  readonly session: string;
  /** What they left, by field. */
  readonly left: Readonly<Record<string, unknown>>;
}

export interface TwinCredential {
  readonly asker: AskerIdentity;
  readonly secret: string;
  readonly signingSecret: string | null;
}

/** The running server, read only. */
export interface Live {
  /** The version in force, as its database says. */
  readonly version: Version;
  readonly origin: string;
  get(path: string): Promise<Got>;
  /** The records in DNS by which receivers tell the site's mail from a forgery; null: no relay is set, nothing is sent. */
  mailRecords(): Promise<readonly MailRecord[] | null>;
}

export interface MailRecord {
  /** `TXT example.org`: where it stands. */
  readonly at: string;
  readonly state: 'right' | 'missing' | 'wrong' | 'unknown';
}

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One text in the three languages. */
export function say(ru: string, en: string, uk: string): Words {
  return { ru, en, uk };
}

/** The refusal with which it ended, or undefined where it was done. Defects go on. */
export async function refusalOf(asking: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await asking;
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** What a page says, in letters and digits alone: markup, escapes and hyphens are left out. */
export function lettersOf(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/&[#\w]+;/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .toLowerCase()
    .trim();
}

/** One after another: what is asked of one person at once would only wait for itself. */
export async function each<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = [];
  for (const one of list) done.push(await work(one));
  return done;
}

/** Every text within a value that somebody left, such as the lines of an address. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
