import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/root.ts';

/** One Markdown file of the repository, by its path from the root. The words of the policy are no documents. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

export function readDocuments(): readonly Document[] {
  const found: string[] = readdirSync(root).filter((name) => name.endsWith('.md'));
  const walk = (folder: string) => {
    for (const entry of existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { withFileTypes: true })
      : []) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (path.endsWith('.md')) found.push(path);
    }
  };
  for (const folder of ['docs', 'src', 'examples', 'test']) walk(folder);
  return found.sort().map((path) => ({ path, text: read(path) }));
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The lines that are no longer true once the file (or the text after `#` in it) is there. */
export function untils(
  text: string,
): readonly { readonly line: string; readonly path: string; readonly holds?: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, path, holds] = /<!-- until: ([^\s#]+)(?:#(\S+))? -->/.exec(line) ?? [];
    return path === undefined ? [] : [{ line, path, ...(holds === undefined ? {} : { holds }) }];
  });
}

/**
 * The file that a document or row means by a path: from the root, or from `src/promises/`, where a file keeps its name when
 * it moves into a folder of its promise. Undefined where there is none.
 */
export function fileAt(path: string): string | undefined {
  if (existsSync(join(root, path))) return path;
  const [, promise, name] = /^(?:src\/promises\/)?([a-z]+)\/(?:.*\/)?([^/]+)$/.exec(path) ?? [];
  const folder = `src/promises/${promise}`;
  if (name === undefined || /^(src|policy|migrations)\/(?!promises\/)/.test(path) || !existsSync(join(root, folder)))
    return undefined;
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const at = found.find((one) => one === name || one.endsWith(`/${name}`));
  return at === undefined ? undefined : `${folder}/${at}`;
}

/** The text between `<!-- name -->` and `<!-- /name -->`, and the document with another one there. */
export function block(
  document: Document,
  name: string,
): { readonly is: string; replaced(by: string): string } | undefined {
  const [before, rest] = document.text.split(`<!-- ${name} -->\n`);
  const [is, after] = (rest ?? '').split(`<!-- /${name} -->`);
  if (before === undefined || is === undefined || after === undefined) return undefined;
  return {
    is: is.trim(),
    replaced: (by) => `${before}<!-- ${name} -->\n\n${by}\n\n<!-- /${name} -->${after}`,
  };
}

/** What a test compares with is written anew by `node tools/test.mjs --write docs`. */
export function writeWhenAsked(path: string, text: string): void {
  if (process.env.KRISTALUX_TEST_WRITE === '1') writeFileSync(join(root, path), text);
}

/** A Markdown table; a bar inside a cell would end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
