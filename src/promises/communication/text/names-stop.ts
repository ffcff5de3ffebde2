import { visibleText } from './visible-text.ts';

/** The two bodies of a message, as they are sent. */
export interface Bodies {
  readonly html: string;
  readonly plain: string;
}

/**
 * Whether both bodies visibly name the service by which messages are stopped: its whole address, as text that a reader
 * sees, in HTML and in plain text.
 */
export function namesStop({ html, plain }: Bodies, address: string, harmlessStyles: ReadonlySet<string>): boolean {
  return holds(plain, address) && holds(visibleText(html, harmlessStyles), address);
}

// Alone between spaces or marks: a longer address that only begins the same is another one.
function holds(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    if ((at === 0 || BEFORE.test(text.charAt(at - 1))) && AFTER.test(text.slice(at + address.length))) return true;
  }
  return false;
}

const BEFORE = /[\s<>()[\]«»"“”„]/;
const AFTER = /^[.,:;!?]*(?:[\s<>()[\]«»"“”„]|$)/;
