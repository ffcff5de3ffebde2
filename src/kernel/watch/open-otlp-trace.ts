import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Outside } from '../outside.ts';
import { Refusal } from '../refusal.ts';
import { type EndedSpan, otlpBody } from './otlp-body.ts';
import type { SpanAttributes, Trace } from './trace.ts';

export interface OtlpParts {
  /** Where the collector listens; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Which share of all requests is traced, 0 to 1. */
  readonly share: number;
  readonly version: string;
  readonly outside: Outside;
  /** Between two letters to the collector, milliseconds. */
  readonly restMilliseconds?: number;
}

interface Place {
  readonly traceId: string;
  readonly spanId: string;
  readonly kept: boolean;
}

/** More than a collector that is away for a moment can miss. Beyond it spans are dropped, never work. */
const WAITING_MAX = 4096;
const SENT_AT_ONCE = 512;
const SEND_MILLISECONDS_MAX = 5_000;

/**
 * Spans as OTLP over HTTP with JSON, the published format of OpenTelemetry. Ids are drawn here: none that a visitor sent
 * is taken over, so nobody outside can mark a person's requests.
 */
export function openOtlpTrace({
  endpoint,
  headers,
  share,
  version,
  outside,
  restMilliseconds = 1_000,
}: OtlpParts): Trace {
  const places = new AsyncLocalStorage<Place>();
  let waiting: EndedSpan[] = [];
  const sendAll = async () => {
    while (waiting.length > 0) {
      const sent = waiting.slice(0, SENT_AT_ONCE);
      waiting = waiting.slice(SENT_AT_ONCE);
      await outside
        .fetch(`${endpoint.replace(/\/$/, '')}/v1/traces`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: otlpBody(sent, version),
          signal: AbortSignal.timeout(SEND_MILLISECONDS_MAX),
        })
        // What it answers is not read, and must not hold the connection.
        .then((answer) => answer.body?.cancel())
        // A collector that is away costs its spans and nothing else.
        .catch(() => undefined);
    }
  };
  let sending = Promise.resolve();
  const timer = setInterval(() => {
    sending = sending.then(sendAll);
  }, restMilliseconds);
  timer.unref();
  const end = (span: EndedSpan, kept: boolean) => {
    if (kept && waiting.length < WAITING_MAX) waiting.push(span);
  };
  return {
    span(name, attributes, work) {
      const above = places.getStore();
      const place = {
        traceId: above?.traceId ?? randomBytes(16).toString('hex'),
        spanId: randomBytes(8).toString('hex'),
        kept: above?.kept ?? Math.random() < share,
      };
      if (!place.kept) return places.run(place, work);
      const begun = startOf(place, above, name, attributes);
      return places.run(place, () => watched(work, (failure) => end(begun(failure), place.kept)));
    },
    async close() {
      clearInterval(timer);
      sending = sending.then(sendAll);
      await sending;
    },
  };
}

function startOf({ traceId, spanId }: Place, above: Place | undefined, name: string, attributes: SpanAttributes) {
  const from = process.hrtime.bigint();
  const startNanos = BigInt(Date.now()) * 1_000_000n;
  return (failure: string | null): EndedSpan => ({
    ...{ traceId, spanId, name, attributes, failure, startNanos },
    parentSpanId: above?.spanId ?? null,
    endNanos: startNanos + process.hrtime.bigint() - from,
  });
}

/** Calls back once the work is over, with what failed as a word of a closed list: a message may quote somebody. */
function watched<T>(work: () => T, over: (failure: string | null) => void): T {
  try {
    const result = work();
    if (!(result instanceof Promise)) {
      over(null);
      return result;
    }
    return result.then(
      (value) => {
        over(null);
        return value;
      },
      (error: unknown) => {
        over(sayFailure(error));
        throw error;
      },
    ) as T;
  } catch (error) {
    over(sayFailure(error));
    throw error;
  }
}

function sayFailure(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
