import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFormNonce } from '../promises/agreement/index.ts';
import { listSubmissions } from '../promises/collection/index.ts';
import { changePolicy } from '../prove/twin/change-policy.ts';
import { makeStaff } from '../prove/twin/people.ts';
import type { BenchTools } from './bench.ts';
import { cpuNow, cpuSince } from './closed-loop.ts';
import { type Figure, figure, median } from './figure.ts';
import { loadOverHttp } from './load-over-http.ts';
import type { Place } from './open-place.ts';
import { fillInbox, settle } from './store.ts';

const FORM = 'call-back';
const CLIENTS = 16;
/** Forms that are left in one measurement at most: each page is left once. */
const PAGES_A_SECOND = 4000;
const INBOX_ROWS = 100_000;
const LOOKS = 30;

/** A form's page and leaving it, and the opening of a full inbox. */
export async function benchForms(place: Place, tools: BenchTools): Promise<readonly Figure[]> {
  return [...(await formsOverHttp(place, tools)), await openInbox(place)];
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
      const used = cpuNow();
      const sent = await loadOverHttp(served.address, { paths, bodies, headers, clients: CLIENTS, seconds: time });
      return { ...sent, cpu: cpuSince(used, sent.latencies.length) };
    };
    await leave(seconds / 2);
    await settle(app.parts.db);
    const sent = await leave(seconds);
    return [
      figure('form-page-16-clients', seen.perSecond, 'pages/s', seen),
      figure('form-left-16-clients', sent.perSecond, 'submissions/s', sent),
      figure('cpu-of-server-and-clients-for-a-submission', sent.cpu.own, 'ms'),
      figure('cpu-of-database-for-a-submission', sent.cpu.started, 'ms'),
    ];
  } finally {
    await served.end();
  }
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
