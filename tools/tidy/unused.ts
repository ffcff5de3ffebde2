import type { Breach, Rule, SourceFile, Tree } from './tree.ts';

/** Files that something else than an import starts or reads. */
const ENTRIES = /^src\/(main|verify\/verify)\.tsx?$|\.(test|program)\.tsx?$|\.mjs$|^(examples|packages)\//;

/** Every file is reached from somewhere, and every exported name is taken somewhere. */
export const unused: Rule = (tree): readonly Breach[] => {
  const taken = takenNames(tree);
  return tree.files
    .filter(({ path }) => /\.tsx?$/.test(path) && !ENTRIES.test(path))
    .flatMap((file) => breachesOf(file, taken.get(file.path)));
};

function breachesOf(file: SourceFile, names: ReadonlySet<string> | undefined): Breach[] {
  const { path } = file;
  if (!names)
    return [{ path, what: 'is imported by nothing', why: 'what nothing uses is read, kept and believed in vain' }];
  if (names.has('*')) return [];
  return file.exports
    .filter(({ name, kind }) => !names.has(name) && !(kind === 'type' && isPartOfTheFace(file, name)))
    .map(({ name }) => ({
      path,
      what: `exports ${name}, which nothing imports`,
      why: 'an export is a promise to others',
    }));
}

// A type that another declaration of the file names is exported so that it can be read and named with that.
function isPartOfTheFace({ text }: SourceFile, name: string): boolean {
  return (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
}

function takenNames({ files, byPath }: Tree): ReadonlyMap<string, ReadonlySet<string>> {
  const taken = new Map<string, Set<string>>();
  const take = (path: string, names: readonly string[]) => {
    const set = taken.get(path) ?? new Set();
    for (const name of names) set.add(name);
    taken.set(path, set);
  };
  for (const { path, imports, text } of files) {
    for (const { to, names } of imports) if (to) take(to, names);
    // Our scripts build TypeScript by its path and then import it.
    if (!path.endsWith('.mjs')) continue;
    for (const [, named = ''] of text.matchAll(/'([\w./-]+\.tsx?)'/g)) if (byPath.has(named)) take(named, ['*']);
  }
  return taken;
}
