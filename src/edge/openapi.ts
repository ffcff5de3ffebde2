import { z } from 'zod';
import type { AnyAct, ManyAtOnce } from '../kernel/gate/act.ts';
import { BATCH_PERSONS_MAX } from '../kernel/limits.ts';
import { REFUSALS } from '../kernel/refusal.ts';
import { exampleOf } from './openapi-examples.ts';

/** OpenAPI 3.1 of the acts: names, paths, inputs and refusals fall out of the list. */
export function openApi(acts: readonly AnyAct[], origin: string, notices: readonly DescribedNotice[] = []): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const act of acts) {
    const path = `/v1${act.path}`;
    paths[path] = { ...paths[path], [act.method.toLowerCase()]: operationOf(act) };
    if (act.many !== undefined) {
      const several = `/v1${act.many.path}`;
      paths[several] = { ...paths[several], post: operationOfMany(act, act.many) };
    }
  }
  paths['/v1/session'] = { get: checkOfSession };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kristalux',
      version: '1',
      description: 'Every operation is an act that the published policy decides on, and an entry of the ledger.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    paths,
    ...(notices.length === 0 ? {} : { webhooks: Object.fromEntries(notices.map(webhookOf)) }),
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        credential: { type: 'http', scheme: 'bearer', description: 'The secret of a declared service or provider.' },
        session: { type: 'http', scheme: 'bearer', description: 'The session of a person.' },
      },
    },
  };
}

const checkOfSession = {
  operationId: 'checkSession',
  tags: ['security'],
  summary: 'whether a session lives, and nothing of whom it is: no act, no entry',
  security: [{ session: [] }],
  parameters: [],
  responses: {
    ...responsesOf({}),
    '200': {
      description: 'It lives.',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['authenticatedAt', 'strong', 'expiresAt'],
            properties: {
              authenticatedAt: { type: 'string', format: 'date-time' },
              strong: { type: 'boolean', description: 'Two factors stand behind it.' },
              expiresAt: { type: 'string', format: 'date-time' },
            },
          },
        },
      },
    },
  },
};

/** Something that a service is told by itself. */
export interface DescribedNotice {
  readonly kind: string;
  readonly en: string;
  readonly schema: z.ZodType;
}

/** What is sent to a service, signed (Standard Webhooks), and how its answer is understood. */
function webhookOf({ kind, en, schema }: DescribedNotice): [string, unknown] {
  const of = z.toJSONSchema(schema) as object;
  const header = (name: string, description: string) => ({
    name,
    ...{ in: 'header', required: true, schema: { type: 'string' }, description },
  });
  const post = {
    operationId: `notice.${kind}`,
    tags: ['notices'],
    summary: en,
    parameters: [
      header('webhook-id', 'The same again is the same notice.'),
      header('webhook-timestamp', 'Seconds since 1970.'),
      header('webhook-signature', '`v1,` and a signature, for each secret that is good, with a space between.'),
    ],
    requestBody: { required: true, content: { 'application/json': { schema: of, example: exampleOf(of) } } },
    responses: {
      '2XX': { description: 'Taken.' },
      '410': { description: 'Nobody is there any more: not tried again.' },
      default: { description: 'Not taken: tried again, later each time, for two days.' },
    },
  };
  return [kind, { post }];
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. A refusal by the policy names its section and, to the person, the entry that records it.',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', enum: [...Object.keys(REFUSALS), 'defect'].map((code) => `urn:kristalux:problem:${code}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    section: { type: 'string' },
    field: { type: 'string' },
    entry: { type: 'integer' },
    missing: { type: 'array', items: { type: 'string' } },
    id: { type: 'string' },
  },
};

function operationOf(act: AnyAct): unknown {
  const inPath = [...act.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const schema = z.toJSONSchema(act.input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, unknown>;
    required?: string[];
    anyOf?: unknown[];
  };
  const properties = Object.entries(schema.properties ?? {});
  const rest = properties.filter(([name]) => !inPath.includes(name));
  const required = (schema.required ?? []).filter((name) => !inPath.includes(name));
  const where = act.method === 'GET' ? 'query' : 'body';
  const parameters = properties
    .filter(([name]) => inPath.includes(name) || where === 'query')
    .map(([name, of]) => ({
      name,
      in: inPath.includes(name) ? 'path' : 'query',
      required: inPath.includes(name) || required.includes(name),
      schema: of,
      example: exampleOf(of as object, name),
    }));
  if (act.idempotent) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', maxLength: 255 },
      example: 'order-1042',
    });
  }
  // An act that takes one of several forms (a transfer of a dealing, or one's own) says each as it is.
  const body =
    schema.anyOf === undefined
      ? { type: 'object', properties: Object.fromEntries(rest), required, additionalProperties: false }
      : { anyOf: schema.anyOf };
  const takesBody = where === 'body' && (rest.length > 0 || schema.anyOf !== undefined);
  return {
    operationId: act.name,
    tags: [act.section],
    summary: act.words.en,
    security: securityOf(act),
    parameters,
    ...(takesBody
      ? {
          requestBody: {
            required: required.length > 0 || schema.anyOf !== undefined,
            content: { 'application/json': { schema: body, example: exampleOf(body as object) } },
          },
        }
      : {}),
    responses: responsesOf(act),
  };
}

/** The same act about several at once: the one input is a list, and there is an answer or a problem for each. */
function operationOfMany(act: AnyAct, { name, each, list, words }: ManyAtOnce): unknown {
  const schema = z.toJSONSchema(act.input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  const { [each]: one, ...shared } = schema.properties ?? {};
  const body = {
    type: 'object',
    properties: { [list]: { type: 'array', minItems: 1, maxItems: BATCH_PERSONS_MAX, items: one }, ...shared },
    required: [list, ...(schema.required ?? []).filter((name) => name !== each)],
    additionalProperties: false,
  };
  const answer = {
    type: 'object',
    properties: { [each]: one, problem: { $ref: '#/components/schemas/Problem' } },
  };
  const answers = { type: 'object', properties: { answers: { type: 'array', items: answer } }, required: ['answers'] };
  const description = 'For each an answer, committed before this one left, or a `problem`; in the order of the list.';
  return {
    operationId: name,
    tags: [act.section],
    summary: words.en,
    security: securityOf(act),
    parameters: [],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: body, example: exampleOf(body as object) } },
    },
    responses: { ...responsesOf(act), '200': { description, content: { 'application/json': { schema: answers } } } },
  };
}

function securityOf(act: AnyAct): readonly unknown[] {
  const programs = act.askers.some((asker) => asker === 'service' || asker === 'provider');
  return [
    ...(act.askers.includes('anyone') ? [{}] : []),
    ...(programs ? [{ credential: [] }] : []),
    ...(act.askers.includes('person') ? [{ session: [] }] : []),
  ];
}

function responsesOf(act: Pick<AnyAct, 'idempotent'>): Readonly<Record<string, unknown>> {
  const problem = (description: string, headers?: object) => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    ...(headers === undefined ? {} : { headers }),
  });
  return {
    [act.idempotent ? '201' : '200']: {
      description: 'Done, and committed before this answer.',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    '400': problem('The request cannot be read.'),
    '401': problem('Not signed in, or the credential is not valid.'),
    '403': problem('The policy does not permit it: `section` says where.'),
    '404': problem('There is no such thing, or it is out of the asker’s reach: the two are not told apart.'),
    '409': problem('It does not fit the state of things; nothing was done.'),
    '410': problem('It is no longer there.'),
    '413': problem('The body is too large.'),
    '415': problem('The body is not JSON.'),
    '422': problem('A field is missing or not of the declared form: `field` names it.'),
    '429': problem('Too often: `Retry-After` says when.', { 'Retry-After': { schema: { type: 'integer' } } }),
    '500': problem('Our fault; nothing was done. `id` names it in the log.'),
    '503': problem('Too much at once; nothing was done.'),
  };
}
