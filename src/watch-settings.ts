import { z } from 'zod';
import { define, url } from './setting-kinds.ts';

/** What an operator who watches the server sets. */
export const watchDefinitions = {
  metricsPort: define(
    'METRICS_PORT',
    undefined,
    'a whole number from 0 to 65535',
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535))
      .optional(),
    'Where numbers about the work of this process are read (`/metrics`, `/health`); absent, nobody reads them.',
  ),
  metricsHost: define(
    'METRICS_HOST',
    '127.0.0.1',
    'an IP address or a host name of this machine',
    z.string().regex(/^[\w.:-]+$/),
    'The address on which METRICS_PORT listens; any but this machine’s own needs METRICS_TOKEN.',
  ),
  metricsToken: define(
    'METRICS_TOKEN',
    undefined,
    'a secret of 20 characters or more',
    z
      .string()
      .regex(/^[\x21-\x7e]{20,200}$/)
      .optional(),
    'Who reads the numbers sends it as a bearer token; absent, whoever reaches the port on this machine reads them.',
  ),
  otlpEndpoint: define(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    undefined,
    'an http or https address',
    url('http:', 'https:').optional(),
    'An OpenTelemetry collector that is sent how long each step took, and nothing personal; absent, nothing is sent.',
  ),
  otlpHeaders: define(
    'OTEL_EXPORTER_OTLP_HEADERS',
    '',
    'a list of name=value, separated by commas',
    z
      .string()
      .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
      .refine((parts) => parts.every((part) => /^[\w-]+=[\x20-\x7e]*$/.test(part)), { abort: true })
      .transform((parts) => Object.fromEntries(parts.map((part) => nameAndValue(part)))),
    'What the collector wants to be told with each letter, such as a key.',
  ),
  otlpShare: define(
    'OTEL_TRACES_SAMPLER_ARG',
    '1',
    'a number from 0 to 1',
    z
      .string()
      .regex(/^(?:0|1|0?\.\d{1,6}|1\.0+)$/)
      .transform(Number),
    'Which share of all requests is traced.',
  ),
} as const;

function nameAndValue(part: string): [string, string] {
  const at = part.indexOf('=');
  return [part.slice(0, at), part.slice(at + 1)];
}
