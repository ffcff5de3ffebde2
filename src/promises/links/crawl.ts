import type { Got } from '../../kernel/probe.ts';
import { foreignStyles, inspectPage } from './inspect-page.ts';

/** What a walk over all pages of a site found. */
export interface Crawled {
  readonly pages: number;
  readonly outbound: number;
  /** `page: address` each. */
  readonly unmarked: readonly string[];
  readonly foreign: readonly string[];
  /** Pages that did not answer as pages of ours do: without the headers that keep everything foreign out. */
  readonly unguarded: readonly string[];
}

/** More pages than a site of this program links to by itself. */
const PAGES_MAX = 300;

/** Walks over every page that can be reached by links from the given ones, and inspects each. */
export async function crawl(get: (path: string) => Promise<Got>, from: readonly string[]): Promise<Crawled> {
  // Where the site stands does not matter: links of ours are paths.
  const own = 'http://site.invalid';
  const waiting = [...from];
  const seen = new Set<string>();
  const found = { pages: 0, outbound: 0 };
  const [unmarked, foreign, unguarded]: string[][] = [[], [], []];
  for (let path = waiting.shift(); path !== undefined && found.pages < PAGES_MAX; path = waiting.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { headers, text } = await get(path);
    const type = headers.get('content-type') ?? '';
    if (type.startsWith('text/css')) foreign?.push(...foreignStyles(text, own).map((one) => `${path}: ${one}`));
    if (!type.startsWith('text/html')) continue;
    found.pages += 1;
    if (!isGuarded(headers)) unguarded?.push(path);
    const page = inspectPage(text, own);
    found.outbound += page.outbound;
    unmarked?.push(...page.unmarked.map((one) => `${path}: ${one}`));
    foreign?.push(...page.foreign.map((one) => `${path}: ${one}`));
    waiting.push(...page.inside.map((one) => new URL(one, new URL(path, own)).href.slice(own.length)), ...styles(text));
  }
  return { ...found, unmarked: unmarked ?? [], foreign: foreign ?? [], unguarded: unguarded ?? [] };
}

function isGuarded(headers: Headers): boolean {
  const policy = headers.get('content-security-policy') ?? '';
  const directives = policy.split(';').map((one) => one.trim());
  const foreign = directives.some((one) => /https?:|\*|'unsafe-/.test(one));
  const quiet = ['no-referrer', 'same-origin'].includes(headers.get('referrer-policy') ?? '');
  return directives.includes("default-src 'self'") && !foreign && quiet;
}

function styles(html: string): readonly string[] {
  return [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, address = '']) => address);
}
