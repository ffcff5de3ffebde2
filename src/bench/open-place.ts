import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../app.ts';
import type { AskerIdentity } from '../kernel/gate/asker.ts';
import type { Gate } from '../kernel/gate/gate.ts';
import { insertPerson } from '../kernel/gate/store.ts';
import { openLog } from '../kernel/log.ts';
import type { Declarations } from '../kernel/policy/declarations.ts';
import { say } from '../kernel/probe.ts';
import { keepAddressTags } from '../promises/communication/index.ts';
import { askFields } from '../promises/use/index.ts';
import { insertDealing, joinDealing } from '../promises/use/store.ts';
import { changePolicy } from '../prove/twin/change-policy.ts';
import { inventFields } from '../prove/twin/invent-fields.ts';
import { makeCredential } from '../prove/twin/people.ts';
import { readSettings } from '../settings.ts';

/** A site of its own in a temporary folder: a real, durable PostgreSQL, the shipped policy and a service for the bench. */
export interface Place {
  readonly app: App;
  /** The settings by which another process opens the same place. */
  readonly env: Readonly<Record<string, string>>;
  readonly service: { readonly asker: AskerIdentity; readonly secret: string };
  /** Five declared fields, which everybody here left. */
  readonly fields: readonly string[];
  readonly people: readonly BenchPerson[];
  close(): Promise<void>;
}

export interface BenchPerson {
  readonly personId: string;
  /** A dealing of the bench's service that they joined. */
  readonly dealing: string;
}

/** How many of the people most requests are about, in the figures about hot persons. */
const HOT_PERSONS = 10;

/** Opens of which nine of ten are about the same few people. */
export function hotOpens(gate: Gate, { service, fields, people }: Pick<Place, 'service' | 'fields' | 'people'>) {
  return async (number: number) => {
    const person = people[number % 10 === 0 ? (number * 7919) % people.length : number % HOT_PERSONS];
    return await gate.pass(askFields, service.asker, { dealing: person?.dealing, fields });
  };
}

/** Service and purpose alike. */
export const SERVICE = 'bench';
const FIELDS = 5;

export async function openPlace(people: number): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-bench-'));
  // The built-in PostgreSQL may run as another user, who has to reach its files.
  chmodSync(folder, 0o711);
  const own = join(folder, 'policy');
  mkdirSync(own);
  const env = {
    DATA_DIR: join(folder, 'data'),
    KEY_DIR: join(folder, 'keys'),
    PORT: '0',
    ROLE: 'web',
  };
  const app = await openApp(readSettings(env), { role: 'command', log: openLog('error') });
  const close = async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { declarations } = await changePolicy(app.gate, own, (source) => ({
      ...source,
      declarations: withService(source.declarations),
    }));
    const fields = fieldsOf(declarations);
    const service = await makeCredential(app.gate, 'service', SERVICE);
    return { app, env, service, fields, people: await makePeople(app, declarations, people), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function fieldsOf({ fields }: Declarations): readonly string[] {
  return fields.slice(0, FIELDS).map(({ id }) => id);
}

function withService(declarations: Declarations): Declarations {
  const words = say('Измерение', 'Measurement', 'Вимірювання');
  const purposes = [{ id: SERVICE, words, fields: [...fieldsOf(declarations)] }];
  return { ...declarations, services: [...declarations.services, { id: SERVICE, words, purposes }] };
}

/** People as a registration leaves them, but for passwords: argon2id would take longer than all that is measured. */
async function makePeople(app: App, declarations: Declarations, count: number): Promise<readonly BenchPerson[]> {
  const { db, keyring, random } = app.parts;
  const made: BenchPerson[] = [];
  let remaining = count;
  const maker = async () => {
    while (remaining > 0) {
      remaining -= 1;
      const personId = random.uuid();
      const dealing = random.uuid();
      const left = inventFields(declarations, random);
      const values = Object.entries(left).map(([field, value]) => ({
        field,
        plaintext: typeof value === 'string' ? value : JSON.stringify(value),
      }));
      const tagged = values.flatMap(({ field: id, plaintext }) => {
        const field = declarations.fields.find((one) => one.id === id);
        return field === undefined ? [] : [{ field, plaintext }];
      });
      await db.transaction(async (tx) => {
        await insertPerson(tx, { personId, chain: random.bytes(16), country: 'UA', language: 'ru' });
        await keyring.createPerson(tx, personId);
        await keyring.store(tx, personId, values);
        await keepAddressTags({ tx, parts: app.parts }, personId, tagged);
        const row = { dealingId: dealing, service: SERVICE, purpose: SERVICE, reference: 'bench', proposed: null };
        await insertDealing(tx, row);
        await joinDealing(tx, dealing, personId);
      });
      made.push({ personId, dealing });
    }
  };
  await Promise.all(Array.from({ length: 8 }, maker));
  return made;
}
