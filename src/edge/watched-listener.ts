import type { RequestListener } from 'node:http';
import type { GateParts } from '../kernel/gate/parts.ts';
import { noTrace } from '../kernel/watch/trace.ts';

/** Counts each answer. Its address is in no number and no span: it may hold a token or what somebody typed. */
export function watchedListener({ metrics, trace }: GateParts, listener: RequestListener): RequestListener {
  return (request, response) => {
    const begun = performance.now();
    response.once('close', () => metrics.answered(response.statusCode, (performance.now() - begun) / 1000));
    if (trace === noTrace) {
      listener(request, response);
      return;
    }
    void trace.span('request', { 'http.request.method': request.method ?? '' }, async () => {
      const closed = new Promise((resolve) => response.once('close', resolve));
      listener(request, response);
      await closed;
    });
  };
}
