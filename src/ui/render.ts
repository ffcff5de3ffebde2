import type { JSX } from 'hono/jsx/jsx-runtime';

/** A page as the text that is sent. Pages are functions of plain data, so nothing in them may wait. */
export function renderPage(page: JSX.Element): string {
  const text = withoutHooks(() => page.toString());
  if (typeof text !== 'string') throw new TypeError('a page waited for something while it was rendered');
  return `<!doctype html>\n${text}\n`;
}

/**
 * When it first renders, the library looks for what carries its contexts across `await`, and once it has used it Node 20 calls
 * hooks for every promise of the whole server: a seventh of what an asking costs its thread. No page waits, so it is not to be
 * found while one is rendered.
 */
function withoutHooks<T>(render: () => T): T {
  const { getBuiltinModule } = process;
  Object.assign(process, { getBuiltinModule: () => undefined });
  try {
    return render();
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
}
