import type { Hono } from 'hono';
import type { Web } from './page.tsx';

/** How long a security.txt says it holds (RFC 9116 asks for less than a year). */
const SECURITY_TXT_DAYS = 180;

/** What programs look for at fixed addresses. */
export function wellKnownRoutes(app: Hono, { gate, face }: Web): void {
  app.get('/.well-known/security.txt', async (context, next) => {
    const version = await gate.parts.shelf.inForce();
    const contact = version?.declarations.site.contact ?? null;
    // Without a contact there is nobody to name.
    if (contact === null) return await next();
    const expires = new Date(gate.parts.clock.now().getTime() + SECURITY_TXT_DAYS * 86_400_000);
    const lines = [
      `Contact: ${contactUri(contact)}`,
      `Expires: ${expires.toISOString()}`,
      `Preferred-Languages: ${version?.declarations.site.languages.join(', ')}`,
      `Canonical: ${face.origin}/.well-known/security.txt`,
      `Policy: ${face.origin}/policy#security`,
    ];
    return context.body(`${lines.join('\n')}\n`, 200, { 'content-type': 'text/plain; charset=utf-8' });
  });
  // Global Privacy Control: nothing is sold or shared with or without it, so it always holds.
  app.get('/.well-known/gpc.json', async (context) => {
    const version = await gate.parts.shelf.inForce();
    const lastUpdate = (version?.publishedAt ?? new Date(0)).toISOString().slice(0, 10);
    return context.body(JSON.stringify({ gpc: true, lastUpdate }), 200, { 'content-type': 'application/json' });
  });
  app.get('/robots.txt', (context) =>
    context.body('User-agent: *\nDisallow: /account\nDisallow: /mine\nDisallow: /stop\nDisallow: /console\n', 200, {
      'content-type': 'text/plain; charset=utf-8',
    }),
  );
}

function contactUri(contact: string): string {
  if (/^(mailto:|https:|tel:)/.test(contact)) return contact;
  return contact.includes('@') ? `mailto:${contact}` : contact;
}
