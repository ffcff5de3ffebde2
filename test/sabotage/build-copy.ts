import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../src/root.ts';
import type { Change } from './sabotages.ts';
import type { showProbe } from './show-probe.ts';

/** Builds copies of the program, each with one text of one file replaced. What did not change is read once. */
export async function openCopies(folder: string) {
  const { context } = await import('esbuild');
  let change: Change | undefined;
  const copying = await context({
    absWorkingDir: root,
    entryPoints: ['test/sabotage/show-probe.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    write: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'sabotage',
        setup(build) {
          build.onLoad({ filter: /\/src\/.*\.tsx?$/ }, ({ path }) => {
            if (change === undefined || path !== join(root, change.file)) return undefined;
            const contents = broken(readFileSync(path, 'utf8'), change);
            return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
          });
        },
      },
    ],
  });
  let made = 0;
  return {
    /** `undefined`: the program as it is. */
    async copy(wanted: Change | undefined): Promise<{ showProbe: typeof showProbe }> {
      change = wanted;
      const { outputFiles } = await copying.rebuild();
      made += 1;
      const file = join(folder, `sabotaged-${made}.mjs`);
      writeFileSync(file, outputFiles[0]?.contents ?? '');
      return (await import(pathToFileURL(file).href)) as { showProbe: typeof showProbe };
    },
    close: () => copying.dispose(),
  };
}

/** @throws where the text does not stand there exactly once: then the sabotage is about a program of the past */
function broken(source: string, { file, find, put }: Change): string {
  if (source.split(find).length !== 2) throw new Error(`${file} holds once: ${find}`);
  return source.replace(find, () => put);
}
