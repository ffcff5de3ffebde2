import type { JSX } from 'hono/jsx/jsx-runtime';

/** A page as the text that is sent. Pages are functions of plain data, so nothing in them may wait. */
export function renderPage(page: JSX.Element): string {
  const text = page.toString();
  if (typeof text !== 'string') throw new TypeError('a page waited for something while it was rendered');
  return `<!doctype html>\n${text}\n`;
}
