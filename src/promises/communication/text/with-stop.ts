import type { Nodes, PhrasingContent, Root } from 'mdast';

/** Where the author puts the stop. */
export const STOP_PLACE = '{stop}';

/** The tree with the stop's address, as a link that shows it, in the place of every `{stop}`. */
export function withStop(tree: Root, address: string): Root {
  return replace(tree, address) as Root;
}

function replace(node: Nodes, address: string): Nodes {
  if ((node.type === 'link' || node.type === 'definition') && isPlace(node.url)) {
    const linked = { ...node, url: address };
    return 'children' in linked
      ? { ...linked, children: linked.children.map((one) => replace(one, address) as never) }
      : linked;
  }
  if (!('children' in node)) return node;
  const inLink = node.type === 'link' || node.type === 'linkReference';
  const children = node.children.flatMap((child): Nodes[] =>
    child.type === 'text' && !inLink ? split(child.value, address) : [replace(child, address)],
  );
  return { ...node, children } as Nodes;
}

// Markdown percent-encodes nothing in the tree, but an author may write the braces encoded.
const isPlace = (url: string): boolean => url === STOP_PLACE || url.toLowerCase() === '%7bstop%7d';

function split(text: string, address: string): PhrasingContent[] {
  return text.split(STOP_PLACE).flatMap((part, index): PhrasingContent[] => {
    const before: PhrasingContent[] = index === 0 ? [] : [linkTo(address)];
    return part === '' ? before : [...before, { type: 'text', value: part }];
  });
}

const linkTo = (address: string): PhrasingContent => ({
  type: 'link',
  url: address,
  children: [{ type: 'text', value: address }],
});
