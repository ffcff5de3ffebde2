import type { List, Nodes, Root } from 'mdast';
import type { Language } from '../../../kernel/words.ts';
import type { FooterLine } from './bulletin-footer.ts';
import { definitionsOf, leavingWords } from './leaving-words.ts';

export interface HtmlParts {
  readonly tree: Root;
  readonly language: Language;
  readonly subject: string;
  readonly footer: readonly FooterLine[];
  readonly origin: string;
}

const BODY_STYLE = 'font-family:system-ui,sans-serif;line-height:1.5;max-width:38em;margin:0 auto;padding:1em';
/** The only styles a message has. No colour: the reader's mail program chooses, in the light and in the dark. */
export const HARMLESS_STYLES: ReadonlySet<string> = new Set([BODY_STYLE]);

/**
 * The message as HTML: no image, no script, nothing from elsewhere, nothing that tells us of its opening. Every text is
 * escaped; a link that leaves the site says so.
 */
export function bulletinHtml({ tree, language, subject, footer, origin }: HtmlParts): string {
  const context: Context = { language, origin, definitions: definitionsOf(tree) };
  const lines = footer.map(({ words, href }) => (href === null ? escaped(words) : anchor(href, escaped(words))));
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${escaped(subject)}</title></head><body style="${BODY_STYLE}">`,
    renderAll(tree.children, context),
    `<hr>${lines.map((line) => `<p>${line}</p>`).join('\n')}`,
    '</body></html>\n',
  ].join('\n');
}

interface Context {
  readonly language: Language;
  readonly origin: string;
  readonly definitions: ReadonlyMap<string, string>;
}

const renderAll = (nodes: readonly Nodes[], context: Context): string =>
  nodes.map((node) => render(node, context)).join('');

function render(node: Nodes, context: Context): string {
  const inner = () => ('children' in node ? renderAll(node.children, context) : '');
  switch (node.type) {
    case 'text':
      return escaped(node.value);
    case 'html':
      return escaped(node.value);
    case 'paragraph':
      return `<p>${inner()}</p>\n`;
    case 'heading':
      return `<h${node.depth}>${inner()}</h${node.depth}>\n`;
    case 'emphasis':
      return `<em>${inner()}</em>`;
    case 'strong':
      return `<strong>${inner()}</strong>`;
    case 'blockquote':
      return `<blockquote>${inner()}</blockquote>\n`;
    case 'list':
      return renderList(node, context);
    case 'code':
      return `<pre><code>${escaped(node.value)}</code></pre>\n`;
    case 'inlineCode':
      return `<code>${escaped(node.value)}</code>`;
    case 'break':
      return '<br>';
    case 'thematicBreak':
      return '<hr>\n';
    case 'link':
      return renderLink(node.url, inner(), context);
    case 'linkReference':
      return renderLink(context.definitions.get(node.identifier) ?? '', inner(), context);
    default:
      return '';
  }
}

function renderList(node: List, context: Context): string {
  const name = node.ordered === true ? 'ol' : 'ul';
  const items = node.children.map((item) => {
    const only = item.children[0];
    const tight = node.spread !== true && item.children.length === 1 && only?.type === 'paragraph';
    return `<li>${renderAll(tight ? only.children : item.children, context)}</li>\n`;
  });
  return `<${name}>\n${items.join('')}</${name}>\n`;
}

function renderLink(url: string, shown: string, { origin, language }: Context): string {
  if (!/^(https?|mailto):/i.test(url)) return shown;
  const leaving = leavingWords(url, origin, language);
  return leaving === null ? anchor(url, shown) : `${anchor(url, shown)} (${escaped(leaving)})`;
}

const anchor = (href: string, shown: string): string =>
  `<a href="${escaped(href)}" rel="noopener noreferrer">${shown}</a>`;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
