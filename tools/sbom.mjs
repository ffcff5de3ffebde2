// `npm run sbom`: writes the list of everything that an installation consists of (CycloneDX, made by npm out of the
// lock file) to packaging/sbom.cdx.json. What differs from run to run is left out, so that equal packages give equal bytes.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const SBOM = 'packaging/sbom.cdx.json';

/** The list as it should be, in the bytes of the file. */
export function makeSbom() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only', '--loglevel=error'];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`npm could not say what belongs to the program: ${stderr}`);
  const { serialNumber: _, components, dependencies, metadata, ...rest } = JSON.parse(stdout);
  const { name } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  // npm calls the project after its folder.
  const component = { ...metadata.component, type: 'application', name };
  const tools = [{ vendor: 'npm', name: 'cli' }];
  const inOrder = (list, key) => list.toSorted((a, b) => (a[key] < b[key] ? -1 : 1));
  const sbom = {
    ...rest,
    metadata: { lifecycles: metadata.lifecycles, tools, component },
    components: inOrder(components, 'bom-ref'),
    dependencies: inOrder(dependencies, 'ref'),
  };
  return `${JSON.stringify(sbom, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${root}${SBOM}`, makeSbom());
