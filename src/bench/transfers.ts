import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Gate } from '../kernel/gate/gate.ts';
import type { Outside } from '../kernel/outside.ts';
import { say } from '../kernel/probe.ts';
import { readSealed } from '../kernel/vault/store.ts';
import { handOverJob } from '../promises/use/index.ts';
import { confirmTransfer, insertTransfer } from '../promises/use/store.ts';
import { changePolicy } from '../prove/twin/change-policy.ts';
import { makeCredential } from '../prove/twin/people.ts';
import type { BenchTools } from './bench.ts';
import { closedLoop } from './closed-loop.ts';
import { type Figure, figure } from './figure.ts';
import type { BenchPerson, Place } from './open-place.ts';
import { settle } from './store.ts';

const PROVIDER = 'bench-pay';
/** As many as the worker works on at once. */
const AT_ONCE = 8;
/** Transfers that one measurement can use up. */
const A_SECOND = 1500;

/**
 * Hand-overs of confirmed transfers with one field: from the job to the first byte, the answer of the provider left out,
 * the outcome recorded.
 */
export async function benchTransfers(place: Place, { seconds }: BenchTools): Promise<readonly Figure[]> {
  const { gate } = place.app;
  const [field] = place.fields;
  assert(field !== undefined, 'somebody left a field');
  await declareProvider(gate, field);
  await makeCredential(gate, 'provider', PROVIDER);
  const ready = await confirmedTransfers(place, field, Math.ceil(A_SECOND * seconds * 1.5));
  const started = new Map<string, number>();
  const latencies: number[] = [];
  // Stands where the way out is: the first byte would leave here.
  const outside: Outside = {
    async fetch(_address, { headers }) {
      const id = String((headers as Record<string, string>)['webhook-id']);
      latencies.push(performance.now() - (started.get(id) ?? 0));
      return new Response(null, { status: 202 });
    },
  };
  const work = handOverJob({ ...gate, parts: { ...gate.parts, outside } });
  const handOver = async () => {
    const reference = ready.pop();
    assert(reference !== undefined, 'there are transfers enough');
    started.set(reference, performance.now());
    const end = await work({ jobId: reference, kind: 'bench', personId: null, reference, attempts: 1 });
    assert.equal(end, 'done');
  };
  await closedLoop({ callers: AT_ONCE, milliseconds: seconds * 500 }, handOver);
  latencies.length = 0;
  await settle(gate.parts.db);
  const { perSecond, cpu } = await closedLoop({ callers: AT_ONCE, milliseconds: seconds * 1000 }, handOver);
  return [
    figure('transfers-handed-over', perSecond, 'hand-overs/s', { latencies }),
    figure('cpu-of-server-for-a-hand-over', cpu.own, 'ms'),
    figure('cpu-of-database-for-a-hand-over', cpu.started, 'ms'),
  ];
}

async function declareProvider(gate: Gate, field: string): Promise<void> {
  const words = say('Измерение', 'Measurement', 'Вимірювання');
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-bench-transfers-'));
  await changePolicy(gate, folder, (source) => ({
    ...source,
    declarations: {
      ...source.declarations,
      providers: [
        ...source.declarations.providers,
        {
          ...{ id: PROVIDER, kind: 'payment-provider', words, country: 'UA', address: 'https://pay.invalid/' },
          ...{ handOver: 'signed-call', idempotent: false },
          methods: [{ id: PROVIDER, words, fields: [{ field, why: words }] }],
        },
      ],
    },
  })).finally(() => rmSync(folder, { recursive: true, force: true }));
}

/** As a person's confirmation leaves them, but for the password: argon2id would take longer than all that is measured. */
async function confirmedTransfers({ app, people }: Place, field: string, count: number): Promise<string[]> {
  const { db, random } = app.parts;
  const made: string[] = [];
  let next = 0;
  const maker = async () => {
    while (next < count) {
      const person = people[next % people.length] as BenchPerson;
      next += 1;
      const transferId = random.uuid();
      const row = { personId: person.personId, transferId, dealingId: null, provider: PROVIDER, method: PROVIDER };
      await db.transaction(async (tx) => {
        const rows = await readSealed(tx, person.personId, [field]);
        const confirmed = rows.map((one) => ({ field, recordId: one.recordId, version: one.version }));
        const money = { amount: 100, currency: 'EUR', payee: 'Bench', payeeAccount: null, payeeRecord: null };
        await insertTransfer(tx, { ...row, ...money });
        await confirmTransfer(tx, { personId: person.personId, transferId, confirmed, grantMinutes: 15 });
      });
      made.push(transferId);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, maker));
  return made;
}
