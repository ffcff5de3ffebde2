import type { Hono } from 'hono';
import type { Gate } from '../kernel/gate/gate.ts';
import { BODY_BYTES_MAX } from '../kernel/limits.ts';
import { Refusal } from '../kernel/refusal.ts';
import { readProviderReport, reportTransfer } from '../promises/use/index.ts';
import { readBody } from './body.ts';
import { problemOf } from './problem.ts';

/** Where providers report by themselves. Recognised by their signature; what they say is a hint, after which we ask. */
export function webhookRoutes(app: Hono, gate: Gate): void {
  app.post('/webhooks/:provider', async (context) => {
    try {
      const body = await readBody(context, BODY_BYTES_MAX);
      const raw = { headers: context.req.header(), body };
      const report = await readProviderReport(gate.parts, context.req.param('provider'), raw);
      if (report !== null) await gate.pass(reportTransfer, report.asker, report.input);
      return context.body(null, 204);
    } catch (error) {
      // What is not this provider's own transfer is no business of theirs: answered like any other report, done nothing.
      if (error instanceof Refusal && error.code === 'not_found') return context.body(null, 204);
      const problem = problemOf(error, gate.parts.log);
      const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
      return context.body(JSON.stringify(problem), problem.status as 400, headers);
    }
  });
}
