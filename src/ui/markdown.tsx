import { type Child, createElement } from 'hono/jsx';
import type { Heading, Image, ImageReference, Link, LinkReference, List, Nodes, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toString as textOf } from 'mdast-util-to-string';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Language } from '../kernel/words.ts';
import { Outbound } from './link.tsx';

/** Deeper nesting is cut off: nobody reads it, and it would only exhaust the stack. */
const DEPTH_MAX = 20;

interface MarkdownProps {
  readonly language: Language;
  readonly text: string;
  /** The level that the shallowest heading of the text takes on the page. */
  readonly headingLevel: number;
  /** Leaves out the heading that the text begins with, where the page shows it itself. */
  readonly withoutTitle?: boolean;
  /** The notice page for an address that leads elsewhere, where the operator wants one. */
  readonly notices?: ReadonlyMap<string, string> | undefined;
  /** Whether headings can be linked to, by the anchor that `partsOf` gives them. */
  readonly anchors?: boolean;
  /** Where links of a text that was written for another place lead here; null: to nothing, and only their words stay. */
  readonly resolve?: ((href: string) => string | null) | undefined;
}

/**
 * Markdown as elements, never as a string of HTML: whatever the text holds is escaped by the renderer. HTML inside it is
 * shown as text, an image becomes a link (a page loads nothing from elsewhere), an address that a browser would run is
 * not linked, and every link that leaves is marked.
 */
export function Markdown(props: MarkdownProps) {
  const { text, withoutTitle = false } = props;
  const nodes = parse(text).children;
  const shown = withoutTitle && nodes[0]?.type === 'heading' ? nodes.slice(1) : nodes;
  return <div class="prose">{render(shown, contextOf(nodes, shown, props))}</div>;
}

/** The heading that a text begins with, as plain text; null where it begins with something else. */
export function titleOf(text: string): string | null {
  const first = parse(text).children[0];
  return first?.type === 'heading' ? textOf(first) : null;
}

/** A text cut at its headings, without its markup: what stands before the first heading has none. */
export function partsOf(text: string): readonly {
  readonly anchor: string;
  readonly level: number;
  readonly heading: string;
  readonly text: string;
}[] {
  const anchorOf = openAnchors();
  const parts: { anchor: string; level: number; heading: string; text: string }[] = [];
  for (const node of parse(text).children) {
    if (node.type === 'heading') {
      const heading = textOf(node);
      parts.push({ anchor: anchorOf(heading), level: node.depth, heading, text: '' });
      continue;
    }
    const last = parts.at(-1);
    if (last !== undefined) last.text += `${plainOf(node)}\n`;
  }
  return parts;
}

/** CommonMark with tables. */
function parse(text: string): Root {
  return fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
}

/** The words of a block in one line; the cells of a table do not run into each other. */
function plainOf(node: RootContent): string {
  if (node.type === 'list') return node.children.map((item) => textOf(item)).join(' ');
  if (node.type === 'table')
    return node.children.flatMap(({ children }) => children.map((cell) => textOf(cell))).join(' ');
  return textOf(node).replaceAll('\n', ' ');
}

/** Anchors as other readers of Markdown make them, so that the links between files hold here too. */
function openAnchors(): (heading: string) => string {
  const seen = new Map<string, number>();
  return (heading) => {
    const plain = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(plain) ?? 0;
    seen.set(plain, times + 1);
    return times === 0 ? plain : `${plain}-${times}`;
  };
}

interface Context {
  readonly language: Language;
  /** Added to a heading's depth to get its level on the page. */
  readonly shift: number;
  readonly definitions: ReadonlyMap<string, string>;
  readonly depth: number;
  readonly notices: ReadonlyMap<string, string> | undefined;
  /** Undefined: headings have no anchor. */
  readonly anchorOf: ((heading: string) => string) | undefined;
  readonly resolve: (href: string) => string | null;
}

function contextOf(all: RootContent[], shown: RootContent[], props: MarkdownProps): Context {
  const { language, headingLevel, notices, anchors = false, resolve = (href) => href } = props;
  const anchorOf = anchors ? openAnchors() : undefined;
  // The title that the page shows itself has an anchor, too.
  const [title] = all;
  if (title !== shown[0] && title?.type === 'heading') anchorOf?.(textOf(title));
  const definitions = new Map<string, string>();
  for (const node of all) {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node.url);
  }
  const depths = shown.filter((node) => node.type === 'heading').map((node) => node.depth);
  return { language, definitions, notices, anchorOf, resolve, depth: 0, shift: headingLevel - Math.min(6, ...depths) };
}

function render(nodes: readonly Nodes[], context: Context): Child[] {
  if (context.depth > DEPTH_MAX) return ['…'];
  const inner = { ...context, depth: context.depth + 1 };
  return nodes.map((node) => renderNode(node, inner));
}

function renderNode(node: Nodes, context: Context): Child {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'paragraph':
      return <p>{render(node.children, context)}</p>;
    case 'heading':
      return renderHeading(node, context);
    case 'emphasis':
      return <em>{render(node.children, context)}</em>;
    case 'strong':
      return <strong>{render(node.children, context)}</strong>;
    case 'list':
      return renderList(node, context);
    case 'blockquote':
      return <blockquote>{render(node.children, context)}</blockquote>;
    case 'code':
      return (
        <pre>
          <code>{node.value}</code>
        </pre>
      );
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'link':
    case 'linkReference':
      return renderLink(node, context);
    case 'image':
    case 'imageReference':
      return renderImage(node, context);
    case 'table':
      return renderTable(node, context);
    case 'html':
      return node.value;
    default:
      return null;
  }
}

function renderHeading(node: Heading, context: Context): Child {
  const level = Math.min(6, Math.max(1, node.depth + context.shift));
  const id = context.anchorOf?.(textOf(node));
  return createElement(`h${level}`, id === undefined ? {} : { id }, ...render(node.children, context));
}

function renderList(node: List, context: Context): Child {
  const items = node.children.map((item) => {
    const content = item.children;
    const only = content[0];
    // A tight list has one paragraph an item; without the paragraph it reads as one line.
    const inner = node.spread !== true && content.length === 1 && only?.type === 'paragraph' ? only.children : content;
    return <li>{render(inner, context)}</li>;
  });
  return node.ordered === true ? <ol start={node.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
}

/** As wide as it needs to be: on a narrow screen it is moved sideways. */
function renderTable({ children }: Table, context: Context): Child {
  const [head, ...rows] = children.map((row) => row.children.map((cell) => render(cell.children, context)));
  return (
    <div class="sideways" tabindex={0}>
      <table>
        <thead>
          <tr>
            {head?.map((cell) => (
              <th scope="col">{cell}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function renderLink(node: Link | LinkReference, context: Context): Child {
  const written = node.type === 'link' ? node.url : (context.definitions.get(node.identifier) ?? '');
  const href = context.resolve(written);
  if (href === null) return <>{render(node.children, context)}</>;
  return (
    <Outbound href={href} language={context.language} text={textOf(node)} notice={context.notices?.get(href)}>
      {render(node.children, context)}
    </Outbound>
  );
}

function renderImage(node: Image | ImageReference, context: Context): Child {
  const written = node.type === 'image' ? node.url : (context.definitions.get(node.identifier) ?? '');
  const href = context.resolve(written);
  if (href === null) return <em>{node.alt ?? ''}</em>;
  return (
    <Outbound href={href} language={context.language} text={node.alt || href} notice={context.notices?.get(href)}>
      {node.alt || href}
    </Outbound>
  );
}
