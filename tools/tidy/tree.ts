import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** The repository as the rules see it: every file of ours by its path from the root, with what it takes and gives. */
export interface Tree {
  readonly files: readonly SourceFile[];
  readonly byPath: ReadonlyMap<string, SourceFile>;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
}

export interface Import {
  /** What the source says: a relative path or a package. */
  readonly specifier: string;
  /** The file it leads to, when it is one of ours. */
  readonly to: string | undefined;
  /** The names taken; `*` stands for all of them. */
  readonly names: readonly string[];
}

export interface Export {
  readonly name: string;
  readonly kind: 'value' | 'type';
}

/** A rule that is not kept, with the reason for the rule. */
export interface Breach {
  readonly path: string;
  readonly what: string;
  readonly why: string;
}

export type Rule = (tree: Tree) => readonly Breach[];

/** Reads the named files below a root. */
export function readTree(root: string, paths: readonly string[]): Tree {
  return treeOf(Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
}

/** A tree from paths and texts. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  const files = Object.entries(texts).map(([path, text]): SourceFile => {
    const isSource = /\.(tsx?|mjs)$/.test(path);
    const code = isSource ? text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '') : '';
    return { path, text, imports: importsOf(path, code), exports: exportsOf(code) };
  });
  return { files, byPath: new Map(files.map((file) => [file.path, file])) };
}

// Our own formatting puts every import at the start of a line, which is all the grammar that is needed.
const FROM = /^(?:import|export)\s+(?:type\s+)?([^'";]*?)\s*from\s*'([^']+)'/gm;
const BARE = /^import\s*'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'/g;

function importsOf(path: string, code: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, names: readonly string[]) => {
    const to = specifier.startsWith('.') ? posix.normalize(posix.join(dirname(path), specifier)) : undefined;
    found.push({ specifier, to, names });
  };
  for (const [, clause = '', specifier = ''] of code.matchAll(FROM)) add(specifier, namesOf(clause));
  for (const [, specifier = ''] of code.matchAll(BARE)) add(specifier, []);
  for (const [, specifier = ''] of code.matchAll(DYNAMIC)) add(specifier, ['*']);
  return found;
}

function namesOf(clause: string): readonly string[] {
  if (clause.includes('*')) return ['*'];
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  const named = braces.split(',').map(
    (part) =>
      part
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/)[0] ?? '',
  );
  const byDefault = /^[\w$]/.test(clause) ? ['default'] : [];
  return [...byDefault, ...named.filter((name) => name !== '')];
}

const DECLARED =
  /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(function\*?|const|let|class|interface|type)\s+([\w$]+)/gm;
const LISTED = /^export\s+(type\s+)?\{([^}]*)\}/gm;

function exportsOf(code: string): Export[] {
  const declared = [...code.matchAll(DECLARED)].map(([, word = '', name = '']): Export => {
    return { name, kind: word === 'interface' || word === 'type' ? 'type' : 'value' };
  });
  const listed = [...code.matchAll(LISTED)].flatMap(([, type, names = '']) =>
    names
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part): Export => {
        const name =
          part
            .replace(/^type\s+/, '')
            .split(/\s+as\s+/)
            .at(-1) ?? part;
        return { name, kind: type || part.startsWith('type ') ? 'type' : 'value' };
      }),
  );
  return [...declared, ...listed];
}
