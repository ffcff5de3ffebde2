/**
 * Where an address leads. `inside`: a page of this server. `outside`: another site, to be marked as leaving. `contact`:
 * the reader's own mail program or telephone, which is no site. `refused`: anything a browser would run or that pretends to be inside (`javascript:`, `data:`, `//other`, `/\other`,
 * control characters, credentials).
 */
export type Destination =
  | { readonly kind: 'inside'; readonly href: string }
  | { readonly kind: 'outside'; readonly href: string; readonly host: string }
  | { readonly kind: 'contact'; readonly href: string }
  | { readonly kind: 'refused' };

const REFUSED: Destination = { kind: 'refused' };
const SITES = new Set(['http:', 'https:']);
const CONTACTS = new Set(['mailto:', 'tel:']);

/** Nothing in it is resolved or written otherwise: most links of every page, for which a parser costs most of the link. */
const PLAIN = /^\/(?:[\w-]+(?:\/[\w-]+)*)?(?:\?[\w=&-]*)?$/;

/** Judges an address that somebody else wrote. The result's `href` is always re-serialised, never the input. */
export function safeHref(address: string): Destination {
  if (PLAIN.test(address)) return { kind: 'inside', href: address };
  const text = address.trim();
  if (text === '' || hasControlOrBackslash(text)) return REFUSED;
  if (text.startsWith('#')) return { kind: 'inside', href: `#${encodeFragment(text.slice(1))}` };
  if (text.startsWith('/')) return insideOf(text);
  return outsideOf(text);
}

/** A path on this server: resolved against a made-up origin, and it must stay there. */
function insideOf(text: string): Destination {
  const here = 'https://here.invalid';
  const url = parse(text, here);
  // Dots are resolved here, and `/..//other` becomes `//other`, which a browser reads as another host.
  if (url === null || url.origin !== here || url.pathname.startsWith('//')) return REFUSED;
  return { kind: 'inside', href: `${url.pathname}${url.search}${url.hash}` };
}

function outsideOf(text: string): Destination {
  const url = parse(text);
  if (url === null || url.username !== '' || url.password !== '') return REFUSED;
  if (CONTACTS.has(url.protocol)) return { kind: 'contact', href: url.href };
  return SITES.has(url.protocol) ? { kind: 'outside', href: url.href, host: url.host } : REFUSED;
}

function parse(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

function encodeFragment(text: string): string {
  return encodeURIComponent(decode(text));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Browsers strip tabs and line ends out of addresses and read `\` as `/`: neither has an honest use here. */
function hasControlOrBackslash(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || character === '\\') return true;
  }
  return false;
}
