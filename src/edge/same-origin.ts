import type { Context } from 'hono';
import { Refusal } from '../kernel/refusal.ts';
import type { Face } from './face.ts';

/**
 * A request that changes something and is carried by a cookie must come from a page of this site (ASVS 3.5.1). Browsers
 * say so by `Sec-Fetch-Site`; `Origin` is asked only where that is missing. Our pages tell their referrer to this site
 * alone, not to nobody: else a browser calls the origin of our own forms `null`, as it calls that of any sandbox. What
 * says neither carries no cookie of ours across sites (SameSite=Lax).
 */
export function refuseForeignOrigin(context: Context, face: Face): void {
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  const foreign =
    site === undefined ? origin !== undefined && origin !== face.origin : site !== 'same-origin' && site !== 'none';
  if (foreign) throw new Refusal('not_found', 'this must be asked from a page of this site');
}
