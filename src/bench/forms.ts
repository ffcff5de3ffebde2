import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertPerson } from '../kernel/gate/store.ts';
import { makeFormNonce } from '../promises/agreement/index.ts';
import { listSubmissions, parseFields } from '../promises/collection/index.ts';
import { importPeople, type Mapping, type Row } from '../promises/links/index.ts';
import { changePolicy } from '../prove/twin/change-policy.ts';
import { makeStaff } from '../prove/twin/people.ts';
import type { BenchTools } from './bench.ts';
import { type Figure, figure, median } from './figure.ts';
import { loadOverHttp } from './load-over-http.ts';
import type { Place } from './open-place.ts';
import { fillInbox, settle } from './store.ts';

const FORM = 'call-back';
const CLIENTS = 16;
/** Forms that are left in one measurement at most: each page is left once. */
const PAGES_A_SECOND = 4000;
const IMPORT_ROWS = 3000;
const INBOX_ROWS = 100_000;
const LOOKS = 30;

/** A form's page and leaving it, an import against bare insert-and-encrypt, and the opening of a full inbox. */
export async function benchForms(place: Place, tools: BenchTools): Promise<readonly Figure[]> {
  return [...(await formsOverHttp(place, tools)), ...(await importing(place)), await openInbox(place)];
}

async function formsOverHttp({ app }: Place, { serve, seconds }: BenchTools): Promise<readonly Figure[]> {
  if (serve === null) return [];
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-bench-forms-'));
  const hourly = { network: 1_000_000, all: 1_000_000 };
  const version = await changePolicy(app.gate, folder, (source) => ({
    ...source,
    declarations: {
      ...source.declarations,
      forms: source.declarations.forms.map((form) => (form.id === FORM ? { ...form, hourly } : form)),
    },
  })).finally(() => rmSync(folder, { recursive: true, force: true }));
  const served = await serve(app);
  try {
    const page = {
      paths: [`/forms/${FORM}`],
      method: 'GET' as const,
      bodies: [],
      headers: {},
      clients: CLIENTS,
      seconds,
    };
    await loadOverHttp(served.address, page);
    const seen = await loadOverHttp(served.address, page);
    const left = { name: 'Measured Person', phone: '+380441234567', country: 'UA' };
    const leave = async (time: number) => {
      const bodies = Array.from({ length: Math.ceil(PAGES_A_SECOND * time) }, () =>
        JSON.stringify({ fields: left, language: 'en', nonce: makeFormNonce(app.parts, FORM, version.number) }),
      );
      const headers = { 'content-type': 'application/json' };
      const paths = [`/v1/forms/${FORM}/submissions`];
      return await loadOverHttp(served.address, { paths, bodies, headers, clients: CLIENTS, seconds: time });
    };
    await leave(seconds / 2);
    await settle(app.parts.db);
    const sent = await leave(seconds);
    return [
      figure('form-page-16-clients', seen.perSecond, 'pages/s', seen),
      figure('form-left-16-clients', sent.perSecond, 'submissions/s', sent),
    ];
  } finally {
    await served.end();
  }
}

async function importing({ app }: Place): Promise<readonly Figure[]> {
  const { db, keyring, random, shelf } = app.parts;
  const mapping: Mapping = { fields: { name: 'name', email: 'mail', country: { value: 'UA' } }, language: 'en' };
  const rowsOf = (round: string): readonly Row[] =>
    Array.from({ length: IMPORT_ROWS }, (_, n) => ({ name: 'Measured Person', mail: `m${round}.${n}@example.org` }));
  const declarations = (await shelf.inForce())?.declarations;
  assert(declarations !== undefined, 'a policy is in force');
  const bare = async (rows: readonly Row[]) => {
    let next = 0;
    const lane = async () => {
      while (next < rows.length) {
        const row = rows[next] ?? {};
        next += 1;
        const values = parseFields(declarations, { name: row['name'] ?? '', email: row['mail'] ?? '', country: 'UA' });
        const personId = random.uuid();
        await db.transaction(async (tx) => {
          await insertPerson(tx, { personId, chain: random.bytes(16), country: null, language: 'en' });
          await keyring.createPerson(tx, personId);
          const sealed = values.map(({ field, plaintext }) => ({ field: field.id, plaintext }));
          await keyring.store(tx, personId, sealed);
        });
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
  };
  const timed = async (work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    return (IMPORT_ROWS * 1000) / (performance.now() - begun);
  };
  const rounds: { bare: number; brought: number }[] = [];
  for (const round of ['warm', 'one', 'two', 'three']) {
    await settle(db);
    const one = await timed(() => bare(rowsOf(`b${round}`)));
    await settle(db);
    const brought = await timed(() =>
      importPeople(app.gate, { rows: rowsOf(`i${round}`), mapping, earlierText: null, dryRun: false }),
    );
    if (round !== 'warm') rounds.push({ bare: one, brought });
  }
  const baseline = median(rounds.map((round) => round.bare));
  return [figure('import-persons', median(rounds.map((round) => round.brought)), 'persons/s', { baseline })];
}

async function openInbox({ app }: Place): Promise<Figure> {
  const staff = await makeStaff(app.gate, 'support');
  await fillInbox(app.parts.db, staff.personId, FORM, INBOX_ROWS);
  const latencies: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const begun = performance.now();
    await app.gate.pass(listSubmissions, staff.asker, { state: 'new' });
    latencies.push(performance.now() - begun);
  }
  return figure('inbox-of-100000-opens', median(latencies), 'ms', { latencies });
}
