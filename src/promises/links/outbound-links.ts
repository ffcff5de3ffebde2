import { createHash } from 'node:crypto';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { SECTIONS, type Section } from '../../kernel/policy/names.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';

export interface OutboundLink {
  /** What its notice page is known by: nobody can make one for an address that the policy does not name. */
  readonly id: string;
  /** As it is written in the address: a look-alike in another script shows as `xn--…`. */
  readonly host: string;
  readonly address: string;
  /** As the words write it. */
  readonly written: string;
  readonly section: Section;
  readonly language: Language;
}

/** Where the words in force lead beyond this site: every link of every section and language. */
export function outboundLinks(version: Version, own: string): readonly OutboundLink[] {
  return SECTIONS.flatMap((section) =>
    LANGUAGES.flatMap((language) => {
      const text =
        language === version.binding ? version.words[section] : version.translations[language]?.words[section];
      return linksIn(text ?? '').flatMap((written) => {
        const url = URL.canParse(written, own) ? new URL(written, own) : null;
        if (url === null || url.origin === own || !/^https?:$/.test(url.protocol)) return [];
        return [{ id: idOf(url.href), host: url.host, address: url.href, written, section, language }];
      });
    }),
  );
}

function idOf(address: string): string {
  return createHash('sha256').update(address).digest('base64url').slice(0, 16);
}

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

function linksIn(markdown: string): readonly string[] {
  const walk = (node: Node): readonly string[] => [
    ...(['link', 'definition', 'image'].includes(node.type) && node.url !== undefined ? [node.url] : []),
    ...(node.children ?? []).flatMap(walk),
  ];
  return walk(fromMarkdown(markdown) as Node);
}
