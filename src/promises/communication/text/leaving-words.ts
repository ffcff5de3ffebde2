import type { Root } from 'mdast';
import type { Language } from '../../../kernel/words.ts';

/** What stands beside a link that leaves the site; null for one that stays, or writes a letter. */
export function leavingWords(url: string, origin: string, language: Language): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, origin: to } = new URL(url);
  if (to === origin || protocol === 'mailto:') return null;
  return `${LEAVING[language]} ${host}`;
}

const LEAVING: Readonly<Record<Language, string>> = { ru: 'другой сайт:', en: 'another site:', uk: 'інший сайт:' };

/** The addresses that a text defines by name. */
export function definitionsOf(tree: Root): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const node of tree.children) {
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node.url);
  }
  return found;
}
