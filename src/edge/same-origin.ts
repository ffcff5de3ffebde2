import type { Context } from 'hono';
import { Refusal } from '../kernel/refusal.ts';
import type { Face } from './face.ts';

/**
 * A request that changes something and is carried by a cookie must come from a page of this site (ASVS 3.5.1). Browsers
 * say so by `Sec-Fetch-Site` and `Origin`; one that says neither sends no cookie of ours across sites (SameSite=Lax).
 */
export function refuseForeignOrigin(context: Context, face: Face): void {
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && origin !== face.origin);
  if (foreign) throw new Refusal('not_found', 'this must be asked from a page of this site');
}
