import { type Context, Hono } from 'hono';
import type { AnyAct, ManyAtOnce } from '../kernel/gate/act.ts';
import type { Gate } from '../kernel/gate/gate.ts';
import { BATCH_PERSONS_MAX, BODY_BYTES_MAX, FILE_BODY_BYTES_MAX } from '../kernel/limits.ts';
import { Refusal } from '../kernel/refusal.ts';
import { DESCRIBED_NOTICES } from '../promises/use/index.ts';
import { askerOf } from './askers.ts';
import { readBody } from './body.ts';
import type { Face } from './face.ts';
import { jsonAnswers } from './headers.ts';
import { openApi } from './openapi.ts';
import { problemOf, retryAfterOf } from './problem.ts';
import { refuseForeignOrigin } from './same-origin.ts';
import { sessionCheck } from './session-check.ts';
import type { FileTurns } from './web/conversation-files.ts';

/** REST: every act that is not internal, at its method and path below `/v1`. Nothing here knows what an act does. */
export function apiRoutes(gate: Gate, face: Face, turns: FileTurns): Hono {
  const app = new Hono();
  const api: Api = { gate, face, turns, json: jsonAnswers(face) };
  const acts = gate.acts.filter((act) => act.internal !== true);
  // Written when it is first asked for: a start is not to wait for it.
  let document: string | undefined;
  app.get('/openapi.json', (context) => {
    document ??= JSON.stringify(openApi(acts, face.origin, DESCRIBED_NOTICES));
    return context.body(document, 200, { 'content-type': 'application/json' });
  });
  app.get('/v1/session', sessionCheck(gate.parts, face));
  for (const act of acts) {
    const { many } = act;
    if (many !== undefined) app.post(`/v1${many.path}`, (context) => answerMany(context, api, act, many));
  }
  for (const act of acts) {
    app.on(act.method, `/v1${act.path.replace(/\{(\w+)\}/g, ':$1')}`, (context) => answer(context, api, act));
  }
  for (const path of new Set(acts.flatMap((act) => [act.path, act.many?.path ?? act.path]))) {
    const own = acts.filter((act) => act.path === path).map((act) => act.method);
    const allow = acts.some((act) => act.many?.path === path) ? [...own, 'POST'] : own;
    app.all(`/v1${path.replace(/\{(\w+)\}/g, ':$1')}`, (context) => {
      context.header('allow', allow.join(', '));
      throw new Refusal('method_not_allowed', 'this address has no such method');
    });
  }
  app.all('/v1/*', () => {
    throw new Refusal('not_found', 'there is no such address');
  });
  app.onError((error, context) => {
    gate.parts.turnedAway.note(error);
    const problem = problemOf(error, gate.parts.log);
    return context.body(JSON.stringify(problem), problem.status as 400, {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...retryAfterOf(error),
    });
  });
  return app;
}

interface Api {
  readonly gate: Gate;
  readonly face: Face;
  readonly turns: FileTurns;
  readonly json: ReturnType<typeof jsonAnswers>;
}

async function answer(context: Context, api: Api, act: AnyAct): Promise<Response> {
  const { gate, face, json } = api;
  const asker = await askerOf(context, gate.parts, face);
  // A cookie is sent by the browser whoever asked; a bearer token only by who holds it.
  if (act.method !== 'GET' && context.req.header('authorization') === undefined) refuseForeignOrigin(context, face);
  const key = context.req.header('idempotency-key');
  const { output, entry } = await inTurn(context, api, act, (raw) =>
    gate.pass(act, asker, raw, key === undefined ? {} : { idempotencyKey: key }),
  );
  const status = act.idempotent === true ? 201 : 200;
  const told = entry === null || asker.kind !== 'person' ? {} : { 'kristalux-entry': String(entry) };
  return json(context, status, output ?? {}, told);
}

/** What was sent, to be passed on; long bodies, which hold files, are received and passed on in turn. */
async function inTurn<T>(
  context: Context,
  { turns: { receiving, decoding } }: Api,
  act: AnyAct,
  pass: (raw: unknown) => Promise<T>,
): Promise<T> {
  const { method, holdsFiles, bodyBytes } = act;
  if (method === 'GET') return await pass({ ...context.req.query(), ...context.req.param() });
  const short = Number(context.req.header('content-length')) <= BODY_BYTES_MAX;
  if (holdsFiles !== true || short) {
    return await pass({ ...(await readJson(context, bodyBytes)), ...context.req.param() });
  }
  return await receiving.take(async () => {
    const raw = { ...(await readJson(context, FILE_BODY_BYTES_MAX)), ...context.req.param() };
    return await decoding.take(() => pass(raw));
  });
}

/** One request about several: an answer or a problem for each, in the order of the list. */
async function answerMany(
  context: Context,
  { gate, face, json }: Api,
  act: AnyAct,
  { each, list }: ManyAtOnce,
): Promise<Response> {
  const asker = await askerOf(context, gate.parts, face);
  if (context.req.header('authorization') === undefined) refuseForeignOrigin(context, face);
  const { [list]: wanted, ...shared } = await readJson(context);
  if (!Array.isArray(wanted) || wanted.length === 0 || wanted.length > BATCH_PERSONS_MAX) {
    const message = `\`${list}\` must be a list of at least one and at most ${BATCH_PERSONS_MAX}`;
    throw new Refusal('invalid', message, { field: list });
  }
  const passed = await gate.passMany(
    act,
    asker,
    wanted.map((one) => ({ ...shared, [each]: one })),
  );
  const answers = passed.map((one, index) => {
    if (!('error' in one)) return { [each]: wanted[index], ...(one.output as object) };
    const code = one.error instanceof Refusal ? one.error.code : null;
    // Who may not ask at all is told so once; and what is of no form is not repeated.
    if (code === 'unauthenticated') throw one.error;
    const problem = problemOf(one.error, gate.parts.log);
    return code === 'invalid' ? { problem } : { [each]: wanted[index], problem };
  });
  return json(context, 200, { answers });
}

async function readJson(context: Context, most = BODY_BYTES_MAX): Promise<Record<string, unknown>> {
  const text = await readBody(context, most);
  if (text === '') return {};
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
    throw new Refusal('unsupported_media_type', 'the body must be `application/json`');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal('malformed', 'the body is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Refusal('malformed', 'the body must be a JSON object');
  }
  return parsed as Record<string, unknown>;
}
