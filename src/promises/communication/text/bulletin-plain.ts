import type { List, Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Language } from '../../../kernel/words.ts';
import type { FooterLine } from './bulletin-footer.ts';
import { definitionsOf, leavingWords } from './leaving-words.ts';

export interface PlainParts {
  readonly tree: Root;
  readonly language: Language;
  readonly footer: readonly FooterLine[];
  readonly origin: string;
}

/** The message as plain text, complete by itself: every address that a link leads to is written out. */
export function bulletinPlain({ tree, language, footer, origin }: PlainParts): string {
  const context: Context = { language, origin, definitions: definitionsOf(tree) };
  const body = blocks(tree.children, context).join('\n\n');
  const lines = footer.map(({ words, href }) => (href === null ? words : `${words}: ${href}`));
  return `${body}\n\n-- \n${lines.join('\n')}\n`;
}

interface Context {
  readonly language: Language;
  readonly origin: string;
  readonly definitions: ReadonlyMap<string, string>;
}

const blocks = (nodes: readonly Nodes[], context: Context): string[] =>
  nodes.map((node) => block(node, context)).filter((text) => text !== '');

function block(node: Nodes, context: Context): string {
  switch (node.type) {
    case 'blockquote':
      return blocks(node.children, context).join('\n\n').replace(/^/gm, '> ');
    case 'list':
      return list(node, context);
    case 'code':
      return node.value;
    case 'thematicBreak':
      return '* * *';
    case 'definition':
      return '';
    default:
      return inline(node, context);
  }
}

function list(node: List, context: Context): string {
  const items = node.children.map((item, index) => {
    const mark = node.ordered === true ? `${(node.start ?? 1) + index}. ` : '- ';
    return (
      mark +
      blocks(item.children, context)
        .join('\n')
        .replace(/\n/g, `\n${' '.repeat(mark.length)}`)
    );
  });
  return items.join('\n');
}

function inline(node: Nodes, context: Context): string {
  const inner = () => ('children' in node ? node.children.map((child) => inline(child, context)).join('') : '');
  switch (node.type) {
    case 'text':
    case 'html':
    case 'inlineCode':
      return node.value;
    case 'break':
      return '\n';
    case 'link':
      return link(node.url, inner(), context);
    case 'linkReference':
      return link(context.definitions.get(node.identifier) ?? '', inner(), context);
    case 'image':
    case 'imageReference':
      return '';
    default:
      return 'children' in node ? inner() : textOf(node);
  }
}

function link(url: string, shown: string, { origin, language }: Context): string {
  if (!/^(https?|mailto):/i.test(url)) return shown;
  const leaving = leavingWords(url, origin, language);
  const address = shown === url ? url : `${shown} <${url}>`;
  return leaving === null ? address : `${address} (${leaving})`;
}
