import type { Context, Hono } from 'hono';
import type { Version } from '../../kernel/policy/open-version.ts';
import { reportDiff } from '../../kernel/policy/report.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';
import { addresses } from '../../ui/addresses.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { type Feed, type FeedEntry, writeAtom, writeJsonFeed } from './feed-formats.ts';
import type { Web } from './page.tsx';

/** As many changes as a reader who was away for years wants to see at once, and as many as one archive holds. */
const ENTRIES_MAX = 20;

/** Differences kept in words: of the newest versions, in three languages, for both formats. */
const TOLD_MAX = 128;

const FORMATS = [
  { path: addresses.feedAtom, type: 'application/atom+xml; charset=utf-8', write: writeAtom },
  { path: addresses.feedJson, type: 'application/feed+json; charset=utf-8', write: writeJsonFeed },
] as const;

/** Feeds of the policy: nobody is told of a change, and everybody can see each one. */
export function feedRoutes(app: Hono, web: Web): void {
  // What is told of versions that never change may be kept: no other process can miss it.
  const told = new Map<string, Promise<string>>();
  for (const format of FORMATS) {
    app.get(format.path, (context) => answer(context, web, format, told));
  }
}

async function answer(
  context: Context,
  web: Web,
  { path, type, write }: (typeof FORMATS)[number],
  told: Wanted['told'],
): Promise<Response> {
  const newest = await web.gate.parts.shelf.inForce();
  if (newest === null) throw new Refusal('not_found', 'no policy is published');
  const asked = context.req.query('lang');
  const language = LANGUAGES.find((one) => one === asked) ?? newest.binding;
  const archive = archiveAsked(context.req.query('archive'), newest.number);
  // An archive is complete and stays what it is; the feed itself is as new as the version in force.
  const state = archive === null ? newest.digest.slice(0, 32) : `archive-${archive}`;
  const headers = { etag: `"${state}-${language}"`, 'cache-control': 'no-cache' };
  const dated = archive === null ? { ...headers, 'last-modified': newest.publishedAt.toUTCString() } : headers;
  // The common question is "anything new?", and its answer costs one comparison.
  if (context.req.header('if-none-match') === headers.etag) return context.body(null, 304, dated);
  const feed = await feedOf(web, newest, { path, language, archive, told });
  return context.body(write(feed), 200, { ...dated, 'content-type': type });
}

/** Archives are the versions 1–20, 21–40 …, as soon as each is full (RFC 5005). */
function archivesOf(newest: number): number {
  return Math.floor(newest / ENTRIES_MAX);
}

function archiveAsked(asked: string | undefined, newest: number): number | null {
  if (asked === undefined) return null;
  const number = /^[1-9][0-9]{0,6}$/.test(asked) ? Number(asked) : 0;
  if (number < 1 || number > archivesOf(newest)) throw new Refusal('not_found', 'there is no such archive');
  return number;
}

interface Wanted {
  readonly path: string;
  readonly language: Language;
  readonly archive: number | null;
  readonly told: Map<string, Promise<string>>;
}

async function feedOf(web: Web, newest: Version, wanted: Wanted): Promise<Feed> {
  const { path, language, archive } = wanted;
  const { gate, face } = web;
  const { shelf, site } = gate.parts;
  const last = archive === null ? newest.number : archive * ENTRIES_MAX;
  const first = Math.max(1, last - ENTRIES_MAX + 1);
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => last - index);
  const versions = await Promise.all(numbers.map((number) => shelf.byNumber(number)));
  const oldest = first > 1 ? await shelf.byNumber(first - 1) : undefined;
  const entries: FeedEntry[] = [];
  // One after the other: comparing is done in turns with all else, and whoever asks meanwhile gets the same answer.
  for (const [index, version] of versions.entries()) {
    const before = versions[index + 1] ?? oldest;
    const page = before ? addresses.changes(before.number, version.number) : addresses.version(version.number);
    entries.push({
      id: `urn:${site.origin.replace('/', ':')}:policy:${version.number}`,
      title: wordsOf(language).changes.policy.version(version.number),
      at: version.publishedAt,
      address: `${face.origin}${page}`,
      text:
        before === undefined ? firstText(version, language) : await changeText(web, { before, after: version }, wanted),
    });
  }
  // The feed may still hold what an archive holds already; readers know an entry by its id.
  const previous = archive === null ? archivesOf(newest.number) : archive - 1;
  const address = (number: number) => `${face.origin}${path}?archive=${number}&lang=${language}`;
  return {
    id: `urn:${site.origin.replace('/', ':')}:policy`,
    language,
    origin: face.origin,
    title: wordsOf(language).changes.versions.title,
    self: archive === null ? `${face.origin}${path}` : address(archive),
    current: `${face.origin}${path}`,
    versions: `${face.origin}${addresses.versions}`,
    archived: archive !== null,
    previousArchive: previous > 0 && first > 1 ? address(previous) : null,
    entries,
  };
}

function firstText(version: Version, language: Language): string {
  const words = wordsOf(language).changes;
  return `${words.versions.sinceFirst}: ${words.policy.digest} ${version.digest}`;
}

function changeText(
  { comparisons }: Web,
  { before, after }: { readonly before: Version; readonly after: Version },
  { language, told }: Wanted,
): Promise<string> {
  const key = `${before.number}..${after.number} ${language}`;
  const tell = async () => reportDiff(await comparisons.whole({ before, after, language }), language).lines.join('\n');
  const text = told.get(key) ?? tell();
  told.delete(key);
  told.set(key, text);
  text.catch(() => told.delete(key));
  const oldest = told.keys().next().value;
  if (told.size > TOLD_MAX && oldest !== undefined) told.delete(oldest);
  return text;
}
