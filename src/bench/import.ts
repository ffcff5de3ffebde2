import assert from 'node:assert/strict';
import { toWrite } from '../kernel/db/writing.ts';
import { writeRows } from '../kernel/gate/making.ts';
import { newPersons } from '../kernel/gate/store.ts';
import { sealNewPerson } from '../kernel/vault/keyring.ts';
import { newKeyrings } from '../kernel/vault/made/store.ts';
import { parseFields } from '../promises/collection/index.ts';
import { importPeople, type Mapping, type Row } from '../promises/links/index.ts';
import type { BenchTools } from './bench.ts';
import { cpuNow, cpuSince } from './closed-loop.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { asDriverSends, settle } from './store.ts';

const MAPPING: Mapping = { fields: { name: 'name', email: 'mail', country: { value: 'UA' } }, language: 'en' };
/** How the baseline writes: each person in a transaction of their own, as a program would that knows no better; and together. */
const ALONE = { batch: 1, lanes: 8 };
const TOGETHER = { batch: 128, lanes: 4 };
/** The rounds in which a file is brought and a baseline measured, in turns: what the machine does meanwhile meets both. */
const ROUNDS = 4;

/**
 * An import beside bare insert-and-encrypt of the same people: parsed, sealed and written, but without duplicates looked for,
 * an asking of the policy, an entry, and anything by which they could be found. Once with a transaction for each person, and
 * once in batches as large as the import itself has them. Its statements go out as the driver sends them: what the program
 * has of its own to be quicker is not the baseline's.
 */
export async function benchImport(place: Place, { persons }: BenchTools): Promise<readonly Figure[]> {
  const { gate, parts } = place.app;
  const size = Math.ceil(persons / ROUNDS);
  for (const how of [ALONE, TOGETHER]) await bare(place, rowsOf('warm', 2000), how);
  await importPeople(gate, { rows: rowsOf('warmer', 2000), mapping: MAPPING, earlierText: null, dryRun: false });
  const [used, alone, together] = [nothing(), nothing(), nothing()];
  // One file: what was brought of it is found again in each round, as after a break.
  const rows = rowsOf('brought', size * ROUNDS);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await settle(parts.db);
    await timed(alone, () => bare(place, rowsOf(`alone${round}`, size), ALONE));
    await settle(parts.db);
    await timed(together, () => bare(place, rowsOf(`together${round}`, size), TOGETHER));
    await settle(parts.db);
    const given = rows.slice((round - 1) * size, round * size);
    await timed(used, async () => {
      const report = await importPeople(gate, { rows: given, mapping: MAPPING, earlierText: null, dryRun: false });
      assert.equal(report.brought, size, 'everybody of the file is brought');
    });
  }
  const all = size * ROUNDS;
  const rate = ({ seconds }: Used) => all / seconds;
  return [
    figure(`import-of-${all}-persons-beside-a-transaction-each`, rate(used), 'persons/s', { baseline: rate(alone) }),
    figure('import-beside-bare-insert-and-encrypt-in-batches', rate(used), 'persons/s', { baseline: rate(together) }),
    figure('cpu-of-server-for-an-import', used.own / all, 'ms', { baseline: together.own / all }),
    figure('cpu-of-database-for-an-import', used.started / all, 'ms', { baseline: together.started / all }),
  ];
}

interface Used {
  seconds: number;
  own: number;
  started: number;
}

const nothing = (): Used => ({ seconds: 0, own: 0, started: 0 });

function rowsOf(name: string, count: number): readonly Row[] {
  return Array.from({ length: count }, (_, n) => ({ name: 'Measured Person', mail: `${name}.${n}@example.org` }));
}

async function timed(used: Used, work: () => Promise<unknown>): Promise<void> {
  const before = cpuNow();
  const begun = performance.now();
  await work();
  const { own, started } = cpuSince(before, 1);
  used.seconds += (performance.now() - begun) / 1000;
  used.own += own;
  used.started += started;
}

async function bare({ app }: Place, rows: readonly Row[], { batch, lanes }: typeof ALONE): Promise<void> {
  const { db, keys, random, shelf } = app.parts;
  const declarations = (await shelf.inForce())?.declarations;
  assert(declarations !== undefined, 'a policy is in force');
  const [persons, keyrings] = [asDriverSends(newPersons), asDriverSends(newKeyrings)];
  const made = (row: Row) => {
    const values = parseFields(declarations, { name: row['name'] ?? '', email: row['mail'] ?? '', country: 'UA' });
    const personId = random.uuid();
    const plain = values.map(({ field, plaintext }) => ({ field: field.id, plaintext }));
    return [
      toWrite(persons, { personId, chain: random.bytes(16), country: null, language: 'en' }),
      toWrite(keyrings, { personId, ...sealNewPerson({ keys, random }, personId, plain) }),
    ];
  };
  let next = 0;
  const lane = async () => {
    while (next < rows.length) {
      const some = rows.slice(next, next + batch);
      next += batch;
      await db.transaction((tx) => writeRows(tx, some.flatMap(made)));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
