/**
 * An address of our own to go on to after signing in, or null. Resolved as a browser would, then written anew from its
 * parts: what cannot be read as a path of this very origin is dropped (open redirect: `//evil`, `/\evil`, `/<TAB>/evil`,
 * `http:evil`, credentials, other ports).
 */
export function safeNext(given: string | undefined, origin: string): string | null {
  if (given === undefined || given.length > 2000 || !given.startsWith('/')) return null;
  // A browser reads a backslash as a slash and drops control characters; neither belongs into a path of ours.
  if (/[\\\p{Cc}]/u.test(given) || given.startsWith('//')) return null;
  let url: URL;
  try {
    url = new URL(given, origin);
  } catch {
    return null;
  }
  if (url.origin !== origin || url.username !== '' || url.password !== '') return null;
  // `/a/..//evil` resolves to `//evil`, which read again would be a host. Dropped, not mended.
  if (url.pathname.startsWith('//')) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}
