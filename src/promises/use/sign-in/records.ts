import { createHmac, hash } from 'node:crypto';
import type { Answer } from '../../../kernel/db/reading.ts';
import { openSharedWrites } from '../../../kernel/db/shared-writes.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { openEnvelope, sealEnvelope } from '../../../kernel/vault/envelope.ts';
import { hkdfExpand } from '../../../kernel/vault/hkdf-expand.ts';
import { lengthPrefixed } from '../../../kernel/vault/length-prefixed.ts';
import { askedAnswer } from '../asking/store.ts';
import * as store from './store.ts';

/** What a protocol of sign-in keeps for a while, under a name that only the outsider holds. */
export interface SignInRecords {
  /**
   * All of them at once; given instead of another one, they are there only if that was not used before, and it is used then.
   * @returns false when it was used before, and nothing is kept
   */
  save(records: readonly SavedRecord[], instead?: RecordName): Promise<boolean>;
  find(kind: string, key: string): Promise<OpenedRecord | undefined>;
  /** With what its service is about to ask of its dealing. @param lately The fields that each service asked for last */
  findToAsk(kind: string, key: string, lately: ReadonlyMap<string, string>): Promise<RecordToAsk | undefined>;
  findByUid(kind: string, uid: string): Promise<OpenedRecord | undefined>;
  /** @returns false when it was used before */
  use(kind: string, key: string): Promise<boolean>;
  drop(kind: string, key: string): Promise<void>;
  dropOfDealing(kind: string, dealingId: string): Promise<void>;
}

/** What a thing is and the name by which the outsider holds it. */
export interface RecordName {
  readonly kind: string;
  readonly key: string;
}

export interface SavedRecord extends RecordName {
  readonly uid: string | null;
  readonly personId: string | null;
  readonly dealingId: string | null;
  readonly payload: object;
  readonly seconds: number;
}

export interface OpenedRecord {
  readonly payload: Readonly<Record<string, unknown>>;
  /** When it was used up; null: it was not. */
  readonly usedAt: Date | null;
  /** What the grant says under which it was given, read in the same moment. */
  readonly grant?: Readonly<Record<string, unknown>>;
  /** The number of the version in force at that moment, where it was read with it. */
  readonly version?: number;
}

export interface RecordToAsk extends OpenedRecord {
  /** What the gate would read for the same fields; nothing of it is opened. */
  readonly ahead: readonly Answer[];
}

/** The database holds neither a token nor what a token stands for: the one as its hash, the other sealed. */
export function openSignInRecords({ db, reads, keys, random }: GateParts): SignInRecords {
  const writes = openSharedWrites(db, store.exchanges);
  const key = hkdfExpand('sha256', keys.signIn, Buffer.from('kristalux/service-sign-in/v1'), 32);
  // One key for one record: that of the server, bound to the record's own hash.
  const sealing = (keyHash: Buffer) => createHmac('sha256', key).update(keyHash).digest();
  const place = (kind: string, keyHash: Buffer) =>
    lengthPrefixed(['kristalux/service-sign-in/v1', keys.siteId, kind, keyHash.toString('hex')]);
  const payloadOf = (kind: string, keyHash: Buffer, sealed: Buffer) =>
    JSON.parse(openEnvelope(sealing(keyHash), place(kind, keyHash), sealed).toString('utf8')) as Record<
      string,
      unknown
    >;
  const opened = (kind: string, row: Found | undefined): OpenedRecord | undefined => {
    if (row === undefined) return undefined;
    const { keyHash, sealed, usedAt, grantHash = null, grantSealed = null } = row;
    return {
      ...{ payload: payloadOf(kind, keyHash, sealed), usedAt },
      ...(row.version === undefined ? {} : { version: row.version }),
      ...(grantHash === null || grantSealed === null ? {} : { grant: payloadOf('Grant', grantHash, grantSealed) }),
    };
  };
  const sealedRecord = ({ kind, key: name, uid, payload, ...of }: SavedRecord) => {
    const keyHash = hashed(name);
    const sealed = sealEnvelope(sealing(keyHash), place(kind, keyHash), Buffer.from(JSON.stringify(payload)), random);
    return { ...of, kind, keyHash, uidHash: uid === null ? null : hashed(uid), sealed };
  };
  return {
    async save(records, instead) {
      const used = instead === undefined ? null : { kind: instead.kind, keyHash: hashed(instead.key) };
      return (await writes.write({ records: records.map(sealedRecord), instead: used })) !== undefined;
    },
    find: async (kind, name) => opened(kind, await store.findRecord(reads, { kind, keyHash: hashed(name) })),
    async findToAsk(kind, name, lately) {
      const row = await store.findRecordToAsk(reads, { kind, keyHash: hashed(name), lately });
      if (row === undefined) return undefined;
      const { sealed, version, read, dealingId } = row;
      const ahead = read === null ? [] : [askedAnswer({ dealingId, fields: read.split(',') }, row)];
      const { keyHash, usedAt, grantHash, grantSealed } = row;
      const found = { keyHash, sealed, usedAt, grantHash, grantSealed, ...(version === null ? {} : { version }) };
      return { ...(opened(kind, found) as OpenedRecord), ahead };
    },
    findByUid: async (kind, uid) => opened(kind, await store.findRecordByUid(db, kind, hashed(uid))),
    use: (kind, name) => store.useRecord(db, kind, hashed(name)),
    drop: (kind, name) => store.dropRecord(db, kind, hashed(name)),
    dropOfDealing: (kind, dealingId) => store.dropRecordsOfDealing(db, kind, dealingId),
  };
}

type Found = NonNullable<Awaited<ReturnType<typeof store.findRecordByUid>>> &
  Partial<NonNullable<Awaited<ReturnType<typeof store.findRecord>>>>;

const hashed = (name: string): Buffer => hash('sha256', name, 'buffer');
