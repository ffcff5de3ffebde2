/** What a page would make a browser do beyond this site, read from its HTML. */
export interface PageInspection {
  /** Links within the site, without fragment. */
  readonly inside: readonly string[];
  readonly outbound: number;
  /** Addresses of links out of the site that are not marked as leaving, or send a referrer. */
  readonly unmarked: readonly string[];
  /** What the page would load or send elsewhere by itself. */
  readonly foreign: readonly string[];
}

/** Whatever a browser fetches or posts to by itself, by tag and attribute. */
const LOADING =
  /<(?:script|img|iframe|frame|embed|object|source|video|audio|track|input|link|form|button|base|use|image|body|table|td|meta)\b[^>]*>/gi;
const ADDRESS_ATTRIBUTES =
  /\s(src|srcset|href|xlink:href|action|formaction|data|poster|background|ping|manifest)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi;

/**
 * Inspects a page of ours. It reads as a browser would misread rather than as we write: any quoting, any case; what it
 * cannot understand counts as foreign.
 *
 * @param own Scheme, host and port of the site.
 */
export function inspectPage(html: string, own: string): PageInspection {
  const text = html.replaceAll(/<!--[\s\S]*?-->/g, '');
  const foreign: string[] = [];
  for (const [tag] of text.matchAll(LOADING)) {
    for (const address of addressesOf(tag)) if (leads(address, own) !== 'inside') foreign.push(address);
    if (/^<meta\b[^>]*http-equiv\s*=\s*["']?refresh/i.test(tag)) foreign.push(tag);
  }
  foreign.push(...foreignStyles(text, own));
  if (/\s(?:ping|onclick|onload|onerror|onmouseover|onfocus)\s*=/i.test(tagsOf(text))) foreign.push('inline handler');
  const inside: string[] = [];
  const unmarked: string[] = [];
  let outbound = 0;
  for (const [, opening = '', content = ''] of text.matchAll(/(<a\b[^>]*>)([\s\S]*?)<\/a>/gi)) {
    const address = attribute(opening, 'href');
    if (address === undefined) continue;
    const where = leads(address, own);
    if (where === 'inside') inside.push(decode(address).replace(/#.*$/, ''));
    if (where === 'contact') continue;
    if (where === 'outside') {
      outbound += 1;
      if (!isMarked(opening, content)) unmarked.push(address);
    }
    // Whatever a browser would run is worse than an unmarked link.
    if (where === 'dangerous') unmarked.push(address);
  }
  return { inside: [...new Set(inside.filter((one) => one !== ''))], outbound, unmarked, foreign };
}

/** A sheet of style: what it would fetch from elsewhere. */
export function foreignStyles(text: string, own: string): readonly string[] {
  const imported = [...text.matchAll(/@import\s+(?:url\()?\s*["']?([^"')\s;]+)/gi)].map(([, address = '']) => address);
  const fetched = [...text.matchAll(/\burl\(\s*["']?([^"')]+)/gi)].map(([, address = '']) => address.trim());
  return [...imported, ...fetched].filter((address) => leads(address, own) !== 'inside');
}

function addressesOf(tag: string): readonly string[] {
  return [...tag.matchAll(ADDRESS_ATTRIBUTES)].flatMap(([, name = '', quoted = '']) => {
    const value = decode(quoted.replaceAll(/^["']|["']$/g, ''));
    return name.toLowerCase() === 'srcset' ? value.split(',').map((one) => one.trim().split(/\s+/)[0] ?? '') : [value];
  });
}

function leads(address: string, own: string): 'inside' | 'outside' | 'contact' | 'dangerous' {
  const decoded = decode(address);
  if (/^data:image\//i.test(decoded)) return 'inside';
  let url: URL;
  try {
    url = new URL(decoded, own);
  } catch {
    return 'dangerous';
  }
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') return 'contact';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'dangerous';
  return url.origin === new URL(own).origin ? 'inside' : 'outside';
}

/** A sign for the eye and words for a screen reader, no referrer, no handle on the window it came from. */
function isMarked(opening: string, content: string): boolean {
  const rel = (attribute(opening, 'rel') ?? '').split(/\s+/);
  const words = /<span class="unseen">\s*[^<\s][^<]*<\/span>/.test(content);
  const sign = content.includes('leaving-sign');
  const quiet = attribute(opening, 'referrerpolicy') === 'no-referrer';
  return rel.includes('noreferrer') && rel.includes('noopener') && words && sign && quiet;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*'|[^\\s>]+)`, 'i').exec(tag)?.[1];
  return found?.replaceAll(/^["']|["']$/g, '');
}

function tagsOf(text: string): string {
  return [...text.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag).join('\n');
}

function decode(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
