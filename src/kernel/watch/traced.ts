import type { Db, Sql, Tx } from '../db/db.ts';
import type { JobHandler } from '../jobs.ts';
import type { Mail } from '../mail/open-mail.ts';
import type { Outside } from '../outside.ts';
import type { Metrics } from './open-metrics.ts';
import { noTrace, type Trace } from './trace.ts';

/** The same database, each statement a span. Texts hold no value: those are always bound and never in a span. */
export function tracedDb(db: Db, trace: Trace): Db {
  if (trace === noTrace) return db;
  return {
    ...tracedSql(db, trace),
    transaction: (work) => trace.span('transaction', POSTGRES, () => db.transaction((tx) => work(tracedTx(tx, trace)))),
    bulk: (work, options) => db.bulk(work, options),
    close: () => db.close(),
  };
}

const POSTGRES = { 'db.system.name': 'postgresql' };

function tracedSql(sql: Sql, trace: Trace): Sql {
  const span = <T>(text: string, work: () => Promise<T>) =>
    trace.span('database', { ...POSTGRES, 'db.query.summary': summaryOf(text) }, work);
  return {
    rows: (text, values) => span(text, () => sql.rows(text, values)),
    row: (text, values) => span(text, () => sql.row(text, values)),
    run: (text, values) => span(text, () => sql.run(text, values)),
    read: (reading, key) => span(reading.text, () => sql.read(reading, key)),
  };
}

function tracedTx(tx: Tx, trace: Trace): Tx {
  return { ...tracedSql(tx, trace), savepoint: (work) => tx.savepoint((inner) => work(tracedTx(inner, trace))) };
}

/** `select entry`: what a statement does, and the first table that it names. */
function summaryOf(text: string): string {
  const [verb = ''] = /[a-z]+/i.exec(text) ?? [];
  const [, table = ''] = /\b(?:from|into|update)\s+([a-z_]+)/i.exec(text) ?? [];
  return `${verb.toLowerCase()} ${table}`.trim();
}

export function tracedOutside(outside: Outside, trace: Trace): Outside {
  if (trace === noTrace) return outside;
  return {
    fetch: (address, init, within) => trace.span('sink http', {}, () => outside.fetch(address, init, within)),
  };
}

export function tracedMail(mail: Mail | null, trace: Trace): Mail | null {
  if (trace === noTrace || mail === null) return mail;
  return { ...mail, send: (message) => trace.span('sink mail', {}, () => mail.send(message)) };
}

/** Each try of a job counted and a span of its own. */
export function watchedHandlers(
  handlers: ReadonlyMap<string, JobHandler>,
  { metrics, trace }: { readonly metrics: Metrics; readonly trace: Trace },
): ReadonlyMap<string, JobHandler> {
  return new Map([...handlers].map(([kind, handler]) => [kind, watchedHandler(kind, handler, metrics, trace)]));
}

function watchedHandler(kind: string, handler: JobHandler, metrics: Metrics, trace: Trace): JobHandler {
  return (job) =>
    trace.span(`job ${kind}`, {}, async () => {
      try {
        const end = await handler(job);
        metrics.job(kind, end === 'done' ? 'done' : 'failed' in end ? 'failed' : 'again');
        return end;
      } catch (error) {
        metrics.job(kind, 'broken');
        throw error;
      }
    });
}
