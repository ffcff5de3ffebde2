import type { Answers } from './answers.ts';
import { IDEMPOTENT, type Inputs, OPERATIONS, type OperationName } from './operations.ts';
import { Problem } from './problem.ts';

export interface ClientOptions {
  /** Where the site is: `https://example.org`. */
  readonly site: string;
  /** The credential of the service or provider, or a person's session. */
  readonly secret: string;
  /** Tries in all, the first one counted. */
  readonly tries?: number;
  /** How long one try may take, milliseconds. */
  readonly timeout?: number;
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** Absent, one is made where the operation takes one: so a repeat of this very call has one effect. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface Client {
  /** Asks one operation. @throws Problem */
  call<Name extends OperationName>(
    name: Name,
    ...rest: Record<never, never> extends Inputs[Name]
      ? [input?: Inputs[Name], options?: CallOptions]
      : [input: Inputs[Name], options?: CallOptions]
  ): Promise<Answers[Name]>;
  /** Everything of an operation that answers in pages: each asked for when it is wanted. */
  each(name: 'seeOwnHistory'): AsyncIterable<Answers['seeOwnHistory']['entries'][number]>;
}

/** Nothing was done, says the site: it may be asked again whatever was asked. */
const NOTHING_DONE = [429, 503];
const WAIT_SECONDS_MAX = 20;

export function openClient(options: ClientOptions): Client {
  const call = async (name: OperationName, input: object = {}, more: CallOptions = {}) => {
    const { tries = 4 } = options;
    const key = more.idempotencyKey ?? (IDEMPOTENT.has(name) ? crypto.randomUUID() : undefined);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask(options, name, input, { ...more, ...(key === undefined ? {} : { idempotencyKey: key }) });
      } catch (error) {
        if (!(error instanceof Problem) || attempt >= tries || more.signal?.aborted) throw error;
        const { status, retryAfterSeconds } = error;
        const repeatable = OPERATIONS[name].startsWith('GET ') || key !== undefined;
        if (!NOTHING_DONE.includes(status) && !(repeatable && (status === 0 || status >= 500))) throw error;
        if ((retryAfterSeconds ?? 0) > WAIT_SECONDS_MAX) throw error;
        // Longer each time, and never at the same moment as everybody else.
        const seconds = retryAfterSeconds ?? 0.1 * 2 ** attempt * (0.5 + Math.random());
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      }
    }
  };
  return {
    call: call as Client['call'],
    async *each(name) {
      for (let before: number | undefined; ; ) {
        const page = (await call(name, before === undefined ? {} : { before })) as Answers['seeOwnHistory'];
        yield* page.entries;
        if (page.next === null) return;
        before = page.next;
      }
    },
  };
}

async function ask(
  { site, secret, timeout = 20_000, fetch: fetching = fetch }: ClientOptions,
  name: OperationName,
  input: object,
  { idempotencyKey, signal }: CallOptions,
): Promise<unknown> {
  const [method = '', pattern = ''] = OPERATIONS[name].split(' ');
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = pattern.replace(/\{(\w+)\}/g, (_, part: string) => {
    const value = rest.get(part);
    rest.delete(part);
    return encodeURIComponent(String(value));
  });
  const url = new URL(`/v1${path}`, site);
  const headers: Record<string, string> = { authorization: `Bearer ${secret}` };
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  const init: RequestInit = { method, headers, redirect: 'error', signal: within(timeout, signal) };
  if (method === 'GET') for (const [part, value] of rest) url.searchParams.set(part, String(value));
  else if (rest.size > 0) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(Object.fromEntries(rest));
  }
  let answer: Response;
  let text: string;
  try {
    answer = await fetching(url, init);
    text = await answer.text();
  } catch {
    throw new Problem(0, {});
  }
  const told = read(text);
  if (answer.ok && told !== undefined) return told;
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN);
  throw new Problem(answer.status, (told ?? {}) as object, Number.isFinite(wait) ? wait : undefined);
}

function within(timeout: number, signal: AbortSignal | undefined): AbortSignal {
  const ends = AbortSignal.timeout(timeout);
  return signal === undefined ? ends : AbortSignal.any([ends, signal]);
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
