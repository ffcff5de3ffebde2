import type { Hono } from 'hono';
import type { GateParts } from '../kernel/gate/parts.ts';
import { readHealth } from '../kernel/watch/health.ts';

const NO_STORE = { 'cache-control': 'no-store' };
const PLAIN = { 'content-type': 'text/plain; charset=utf-8', ...NO_STORE };

/** Whether the process answers, whether it can serve, and how its parts are: words alone, for anybody. */
export function healthRoutes(app: Hono, parts: GateParts, folders: readonly string[]): void {
  app.get('/health/live', (context) => context.body('live\n', 200, PLAIN));
  app.get('/health/ready', async (context) => {
    const ready = await parts.shelf.inForce().then(
      (version) => version !== null && !parts.bearings.isOvertaken(),
      () => false,
    );
    return context.body(ready ? 'ready\n' : 'not ready\n', ready ? 200 : 503, PLAIN);
  });
  app.get('/health', async (context) => {
    const { status, body } = await answerHealth(parts, folders);
    return context.body(body, status, { 'content-type': 'application/json', ...NO_STORE });
  });
}

/** `attention` is an answer of a server that serves: only what is failing takes it out of service. */
export async function answerHealth({ db }: GateParts, folders: readonly string[]) {
  const { status, checks } = await readHealth(db, folders);
  return {
    status: status === 'failing' ? (503 as const) : (200 as const),
    body: `${JSON.stringify({ status, checks })}\n`,
  };
}
