import type { SpanAttributes } from './trace.ts';

export interface EndedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly attributes: SpanAttributes;
  readonly startNanos: bigint;
  readonly endNanos: bigint;
  /** Null: it went well. */
  readonly failure: string | null;
}

const INTERNAL = 1;
const FAILED = 2;

/** Spans as OpenTelemetry's collectors read them (OTLP 1, JSON). */
export function otlpBody(spans: readonly EndedSpan[], version: string): string {
  const resource = { attributes: attributesOf({ 'service.name': 'kristalux', 'service.version': version }) };
  return JSON.stringify({
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'kristalux', version }, spans: spans.map(spanOf) }] }],
  });
}

function spanOf({ traceId, spanId, parentSpanId, name, attributes, startNanos, endNanos, failure }: EndedSpan) {
  return {
    ...{ traceId, spanId, name, kind: INTERNAL },
    ...(parentSpanId === null ? {} : { parentSpanId }),
    startTimeUnixNano: String(startNanos),
    endTimeUnixNano: String(endNanos),
    attributes: attributesOf(failure === null ? attributes : { ...attributes, 'error.type': failure }),
    status: failure === null ? {} : { code: FAILED },
  };
}

function attributesOf(attributes: SpanAttributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: typed(value) }));
}

function typed(value: string | number | boolean) {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
