/**
 * What a reader of this HTML sees as text. Built to be fooled towards "hidden": text counts only inside elements and
 * attributes that are known to show it as it is. A style, a class, a colour, a size, an unknown element or attribute, a
 * comment, an alternative text, a broken tag: nothing in there is visible.
 *
 * @param harmlessStyles whole values of `style` that are known to hide nothing
 */
export function visibleText(html: string, harmlessStyles: ReadonlySet<string> = new Set()): string {
  const open: Open[] = [];
  let seen = '';
  let at = 0;
  const hidden = () => open.some((one) => one.hides);
  while (at < html.length) {
    const tag = html.indexOf('<', at);
    const text = html.slice(at, tag < 0 ? html.length : tag);
    if (!hidden()) seen += readable(text);
    if (tag < 0) break;
    const token = tokenAt(html, tag);
    // Whatever a mail program makes of a broken tag, we do not count on it.
    if (token === undefined) break;
    at = token.end;
    if (token.kind === 'comment') continue;
    if (token.kind === 'close') {
      const matching = open.findLastIndex(({ name }) => name === token.name);
      if (matching >= 0) open.length = matching;
      continue;
    }
    if (BLOCKS.has(token.name)) seen += '\n';
    if (token.name === 'plaintext' || RAW.has(token.name)) at = endOfRaw(html, token);
    else if (!VOID.has(token.name)) open.push({ name: token.name, hides: hides(token, harmlessStyles) });
  }
  return seen;
}

interface Open {
  readonly name: string;
  readonly hides: boolean;
}

type Token =
  | { readonly kind: 'comment'; readonly end: number }
  | { readonly kind: 'close'; readonly name: string; readonly end: number }
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly end: number;
    };

const SHOWN = new Set(
  'html body div p h1 h2 h3 h4 h5 h6 strong em b i ul ol li blockquote pre code a span br hr'.split(' '),
);
const BLOCKS = new Set('div p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre br hr'.split(' '));
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const RAW = new Set('script style title textarea xmp iframe noembed noframes noscript template'.split(' '));
/** Attributes that leave the text of their element as it is. */
const HARMLESS = new Set('href rel lang start referrerpolicy dir'.split(' '));

function hides({ name, attributes }: Extract<Token, { kind: 'open' }>, harmlessStyles: ReadonlySet<string>): boolean {
  if (!SHOWN.has(name)) return true;
  return [...attributes].some(([attribute, value]) =>
    attribute === 'style' ? !harmlessStyles.has(value) : !HARMLESS.has(attribute),
  );
}

function tokenAt(html: string, at: number): Token | undefined {
  if (html.startsWith('<!--', at)) {
    const end = html.indexOf('-->', at + 4);
    return end < 0 ? undefined : { kind: 'comment', end: end + 3 };
  }
  const declaration = sticky(/<![^>]*>/y, html, at);
  if (declaration !== null) return { kind: 'comment', end: at + declaration[0].length };
  const close = sticky(/<\/([a-z][a-z0-9]*)\s*>/iy, html, at);
  if (close !== null) return { kind: 'close', name: (close[1] ?? '').toLowerCase(), end: at + close[0].length };
  const opening = sticky(/<([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*(?:="[^"<>]*")?)*)\s*\/?>/iy, html, at);
  if (opening === null) return undefined;
  const attributes = new Map(
    [...(opening[2] ?? '').matchAll(/([a-z][a-z-]*)(?:="([^"]*)")?/gi)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  );
  return { kind: 'open', name: (opening[1] ?? '').toLowerCase(), attributes, end: at + opening[0].length };
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function endOfRaw(html: string, { name, end }: Extract<Token, { kind: 'open' }>): number {
  const close = html.toLowerCase().indexOf(`</${name}`, end);
  return close < 0 || name === 'plaintext' ? html.length : close;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

/** Line breaks of the source are spaces to the reader; an entity we never write stays as it is. */
function readable(text: string): string {
  const line = /[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text;
  return line.replace(/&([a-z]+|#\w+);/gi, (all, name: string) => ENTITIES[name.toLowerCase()] ?? all);
}
