import type { Context, Hono } from 'hono';
import { diffPolicies } from '../../kernel/policy/diff.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { reportDiff } from '../../kernel/policy/report.ts';
import { listVersions } from '../../kernel/policy/store.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';
import { addresses } from '../../ui/addresses.ts';
import { wordsOf } from '../../ui/words/words.ts';
import type { Web } from './page.tsx';

/** As many changes as a reader who was away for years wants to see at once. */
const ENTRIES_MAX = 20;

interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly at: Date;
  readonly address: string;
  /** The difference itself, not a promise of one: words, behaviour, settings. */
  readonly text: string;
}

/** Feeds of the policy: nobody is told of a change, and everybody can see each one. */
export function feedRoutes(app: Hono, web: Web): void {
  app.get('/policy/feed.atom', (context) =>
    feed(context, web, 'application/atom+xml; charset=utf-8', (language, entries) => atom(web, language, entries)),
  );
  app.get('/policy/feed.json', (context) =>
    feed(context, web, 'application/feed+json; charset=utf-8', (language, entries) => jsonFeed(web, language, entries)),
  );
}

async function feed(
  context: Context,
  { gate, face }: Web,
  type: string,
  write: (language: Language, entries: readonly FeedEntry[]) => string,
): Promise<Response> {
  const asked = context.req.query('lang');
  const rows = await listVersions(gate.parts.db, { below: null, limit: ENTRIES_MAX + 1 });
  const newest = rows[0];
  const inForce = await gate.parts.shelf.inForce();
  const language = LANGUAGES.find((one) => one === asked) ?? inForce?.binding ?? 'ru';
  const etag = `"${newest?.digest.toString('hex').slice(0, 32) ?? 'none'}-${language}"`;
  const headers = {
    etag,
    'cache-control': 'no-cache',
    ...(newest ? { 'last-modified': newest.publishedAt.toUTCString() } : {}),
  };
  // The common question is "anything new?", and its answer costs one comparison.
  if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
  const versions = await Promise.all(rows.map(({ number }) => gate.parts.shelf.byNumber(number)));
  const { floor, acts, site } = gate.parts;
  const entries = versions.slice(0, ENTRIES_MAX).map((version, index): FeedEntry => {
    const before = versions[index + 1];
    const diff = before && diffPolicies(before, version, { floor, acts, language });
    const path = before ? addresses.changes(before.number, version.number) : addresses.version(version.number);
    return {
      id: `urn:${site.origin.replace('/', ':')}:policy:${version.number}`,
      title: wordsOf(language).changes.policy.version(version.number),
      at: version.publishedAt,
      address: `${face.origin}${path}`,
      text: diff === undefined ? firstText(version, language) : reportDiff(diff, language).lines.join('\n'),
    };
  });
  return context.body(write(language, entries), 200, { ...headers, 'content-type': type });
}

function firstText(version: Version, language: Language): string {
  const words = wordsOf(language).changes;
  return `${words.versions.sinceFirst}: ${words.policy.digest} ${version.digest}`;
}

/** Atom, RFC 4287. */
function atom({ face, gate }: Web, language: Language, entries: readonly FeedEntry[]): string {
  const words = wordsOf(language).changes;
  const items = entries.map(
    ({ id, title, at, address, text }) => `  <entry>
    <id>${escaped(id)}</id>
    <title>${escaped(title)}</title>
    <updated>${at.toISOString()}</updated>
    <link rel="alternate" href="${escaped(address)}"/>
    <content type="text">${escaped(text)}</content>
  </entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>urn:${escaped(gate.parts.site.origin.replace('/', ':'))}:policy</id>
  <title>${escaped(words.versions.title)}</title>
  <updated>${(entries[0]?.at ?? new Date(0)).toISOString()}</updated>
  <author><name>${escaped(face.origin)}</name></author>
  <link rel="self" href="${escaped(`${face.origin}${addresses.feedAtom}`)}"/>
  <link rel="alternate" href="${escaped(`${face.origin}${addresses.versions}`)}"/>
${items.join('\n')}
</feed>
`;
}

/** JSON Feed 1.1. */
function jsonFeed({ face }: Web, language: Language, entries: readonly FeedEntry[]): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: wordsOf(language).changes.versions.title,
    home_page_url: `${face.origin}${addresses.versions}`,
    feed_url: `${face.origin}${addresses.feedJson}`,
    language,
    items: entries.map(({ id, title, at, address, text }) => ({
      id,
      title,
      url: address,
      date_published: at.toISOString(),
      content_text: text,
    })),
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
