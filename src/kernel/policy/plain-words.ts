import { fromMarkdown } from 'mdast-util-from-markdown';

/** A paragraph, heading, list item or code block of a Markdown text, without its marks. */
export interface PlainBlock {
  readonly kind: 'heading' | 'text';
  readonly text: string;
}

/** What a reader reads. A link keeps its target where the text does not already say it: changing it is no formatting. */
export function plainBlocks(markdown: string): readonly PlainBlock[] {
  const blocks: PlainBlock[] = [];
  const walk = (node: Nodes): void => {
    if (node.type === 'heading' || node.type === 'paragraph' || node.type === 'code' || node.type === 'html') {
      const text = inline(node).replace(/\s+/gu, ' ').trim();
      if (text !== '') blocks.push({ kind: node.type === 'heading' ? 'heading' : 'text', text });
    } else if (node.type === 'definition') blocks.push({ kind: 'text', text: `${node.identifier}: ${node.url}` });
    else if ('children' in node) node.children.forEach(walk);
  };
  walk(fromMarkdown(markdown));
  return blocks;
}

/** The text without marks and white space: equal for two texts that only look different. */
export function bareWords(markdown: string): string {
  return plainBlocks(markdown)
    .map((block) => block.text)
    .join('')
    .replace(/\s+/gu, '');
}

type Root = ReturnType<typeof fromMarkdown>;
type Nodes = Root | Root['children'][number];

function inline(node: Nodes): string {
  if (node.type === 'break') return ' ';
  if (node.type === 'image') return `${node.alt ?? ''} (${node.url})`;
  if ('value' in node) return node.value;
  if (!('children' in node)) return '';
  const text = node.children.map(inline).join('');
  if (node.type !== 'link') return text;
  const said = node.url.replace(/^(https?:\/\/|mailto:)/, '').replace(/\/$/, '') === text;
  return said ? text : `${text} (${node.url})`;
}
