import { type Child, createElement } from 'hono/jsx';
import type { Heading, Image, ImageReference, Link, LinkReference, List, Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as textOf } from 'mdast-util-to-string';
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
}

/**
 * Markdown as elements, never as a string of HTML: whatever the text holds is escaped by the renderer. HTML inside it is
 * shown as text, an image becomes a link (a page loads nothing from elsewhere), an address that a browser would run is
 * not linked, and every link that leaves is marked.
 */
export function Markdown(props: MarkdownProps) {
  const { text, withoutTitle = false } = props;
  const nodes = fromMarkdown(text).children;
  const shown = withoutTitle && nodes[0]?.type === 'heading' ? nodes.slice(1) : nodes;
  return <div class="prose">{render(shown, contextOf(nodes, shown, props))}</div>;
}

/** The heading that a text begins with, as plain text; null where it begins with something else. */
export function titleOf(text: string): string | null {
  const first = fromMarkdown(text).children[0];
  return first?.type === 'heading' ? textOf(first) : null;
}

interface Context {
  readonly language: Language;
  /** Added to a heading's depth to get its level on the page. */
  readonly shift: number;
  readonly definitions: ReadonlyMap<string, string>;
  readonly depth: number;
  readonly notices: ReadonlyMap<string, string> | undefined;
}

function contextOf(all: RootContent[], shown: RootContent[], props: MarkdownProps): Context {
  const { language, headingLevel, notices } = props;
  const definitions = new Map<string, string>();
  for (const node of all) {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node.url);
  }
  const depths = shown.filter((node) => node.type === 'heading').map((node) => node.depth);
  return { language, definitions, notices, depth: 0, shift: headingLevel - Math.min(6, ...depths) };
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
    case 'html':
      return node.value;
    default:
      return null;
  }
}

function renderHeading(node: Heading, context: Context): Child {
  const level = Math.min(6, Math.max(1, node.depth + context.shift));
  return createElement(`h${level}`, {}, ...render(node.children, context));
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

function renderLink(node: Link | LinkReference, context: Context): Child {
  const href = node.type === 'link' ? node.url : (context.definitions.get(node.identifier) ?? '');
  return (
    <Outbound href={href} language={context.language} text={textOf(node)} notice={context.notices?.get(href)}>
      {render(node.children, context)}
    </Outbound>
  );
}

function renderImage(node: Image | ImageReference, context: Context): Child {
  const href = node.type === 'image' ? node.url : (context.definitions.get(node.identifier) ?? '');
  return (
    <Outbound href={href} language={context.language} text={node.alt || href} notice={context.notices?.get(href)}>
      {node.alt || href}
    </Outbound>
  );
}
