import type { Language } from '../../kernel/words.ts';

export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly at: Date;
  readonly address: string;
  /** The difference itself, not a promise of one: words, behaviour, settings. */
  readonly text: string;
}

export interface Feed {
  readonly id: string;
  readonly language: Language;
  /** Scheme, host and port of the site. */
  readonly origin: string;
  readonly title: string;
  readonly self: string;
  /** Where the newest entries are, for a reader who came to an archive. */
  readonly current: string;
  /** The page of all versions. */
  readonly versions: string;
  readonly archived: boolean;
  readonly previousArchive: string | null;
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
}

/** Atom, RFC 4287; its archives as RFC 5005 §4 has them. */
export function writeAtom(feed: Feed): string {
  const items = feed.entries.map(
    ({ id, title, at, address, text }) => `  <entry>
    <id>${escaped(id)}</id>
    <title>${escaped(title)}</title>
    <updated>${at.toISOString()}</updated>
    <link rel="alternate" href="${escaped(address)}"/>
    <content type="text">${escaped(text)}</content>
  </entry>`,
  );
  const links = [
    ['self', feed.self],
    ['alternate', feed.versions],
    ...(feed.archived ? [['current', feed.current]] : []),
    ...(feed.previousArchive === null ? [] : [['prev-archive', feed.previousArchive]]),
  ].map(([rel = '', address = '']) => `  <link rel="${rel}" href="${escaped(address)}"/>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="${feed.language}">
  <id>${escaped(feed.id)}</id>
  <title>${escaped(feed.title)}</title>
  <updated>${(feed.entries[0]?.at ?? new Date(0)).toISOString()}</updated>
  <author><name>${escaped(feed.origin)}</name></author>
${feed.archived ? '  <fh:archive/>\n' : ''}${links.join('\n')}
${items.join('\n')}
</feed>
`;
}

/** JSON Feed 1.1. */
export function writeJsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.versions,
    feed_url: feed.self,
    ...(feed.previousArchive === null ? {} : { next_url: feed.previousArchive }),
    language: feed.language,
    items: feed.entries.map(({ id, title, at, address, text }) => ({
      id,
      title,
      url: address,
      date_published: at.toISOString(),
      content_text: text,
    })),
  });
}

function escaped(text: string): string {
  return withoutControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** XML 1.0 has no way to write most control characters; a text with one would make the whole feed unreadable. */
function withoutControls(text: string): string {
  return [...text].filter((one) => one >= ' ' || one === '\n' || one === '\t').join('');
}
