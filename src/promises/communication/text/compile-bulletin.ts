import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { footerOf } from './bulletin-footer.ts';
import { bulletinHtml, HARMLESS_STYLES } from './bulletin-html.ts';
import { bulletinPlain } from './bulletin-plain.ts';
import type { BulletinSource } from './bulletin-source.ts';
import { MARKS } from './copy-marks.ts';
import { type Bodies, namesStop } from './names-stop.ts';
import { STOP_PLACE, withStop } from './with-stop.ts';

export interface CompiledBulletin extends Bodies {
  /** Whether text and HTML visibly name the stop: what the policy asks before anything is sent. */
  readonly stopNamed: boolean;
}

/**
 * Both bodies of a bulletin with marks in the places of what differs by copy: the token, the entry, the version. The
 * stop stands where its author put `{stop}`, and nowhere by itself: a text without it is refused, not mended.
 */
export function compileBulletin(source: BulletinSource): CompiledBulletin {
  const address = stopAddress(source.origin, MARKS.token);
  const tree = withStop(fromMarkdown(source.markdown), address);
  const footer = footerOf(source);
  const { language, subject, origin } = source;
  const html = bulletinHtml({ tree, language, subject, footer, origin });
  const plain = bulletinPlain({ tree, language, footer, origin });
  return { html, plain, stopNamed: bodiesNameStop({ html, plain }, origin) };
}

export function stopAddress(origin: string, token: string): string {
  return `${origin}/stop/${token}`;
}

/** Whether compiled bodies name the stop of the copy they will become. */
export function bodiesNameStop(bodies: Bodies, origin: string): boolean {
  return namesStop(bodies, stopAddress(origin, MARKS.token), HARMLESS_STYLES);
}

export type BulletinProblem = 'image' | 'html' | 'address' | 'character';

/**
 * What a bulletin may not hold: an image (it would load from elsewhere and tell who opened it), HTML, an address that is
 * neither http nor mailto, characters that do not show. A missing stop is no such thing: the policy refuses that.
 */
export function problemsOf(markdown: string): readonly BulletinProblem[] {
  const found = new Set<BulletinProblem>();
  if (UNSEEN.test(markdown)) found.add('character');
  const visit = (node: Nodes | Root) => {
    if (node.type === 'image' || node.type === 'imageReference') found.add('image');
    if (node.type === 'html') found.add('html');
    if ((node.type === 'link' || node.type === 'definition') && !isAddress(node.url)) found.add('address');
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(markdown));
  return [...found];
}

// Controls but for tab and line ends, formats that turn or hide text, characters of private use.
const UNSEEN = /[^\P{C}\t\r\n]/u;

const isAddress = (url: string): boolean => url === STOP_PLACE || /^(https?:\/\/[^\s/]|mailto:[^\s@]+@)/i.test(url);
