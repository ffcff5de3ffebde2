import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { root } from '../../src/root.ts';

/** A real Chromium for tests: `CHROMIUM_PATH`, else the system's, else the one that came from npm. */
export async function openBrowser(): Promise<Browser & AsyncDisposable> {
  const path = process.env.CHROMIUM_PATH ?? SYSTEM_PATHS.find((one) => existsSync(one)) ?? (await unpacked());
  const browser = await launch(path);
  const newContext = browser.newContext.bind(browser);
  return Object.assign(browser, {
    async newContext(...options: Parameters<typeof newContext>) {
      const context = await newContext(...options);
      // What never comes is a failure; a busy machine is none.
      context.setDefaultTimeout(WAITS_MILLISECONDS);
      return context;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  });
}

const WAITS_MILLISECONDS = 120_000;

const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Our own switches only. The npm package's own list turns web security and site isolation off, and tests of the
 * content security policy would then prove nothing.
 */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

async function launch(executablePath: string): Promise<Browser> {
  try {
    return await chromium.launch({ executablePath, args: SWITCHES, env: environment({}) });
  } catch (error) {
    const libraries = join(unpackedFolder(), 'al2023/lib');
    const lacksLibraries = error instanceof Error && error.message.includes('error while loading shared libraries');
    if (!lacksLibraries || !existsSync(libraries)) throw error;
    return await chromium.launch({ executablePath, args: SWITCHES, env: environment({ LD_LIBRARY_PATH: libraries }) });
  }
}

/** A machine without fonts gets those of the npm package: without any font a browser draws no text. */
function environment(more: Record<string, string>): Record<string, string> {
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const fonts = join(unpackedFolder(), 'fonts');
  const bare = !existsSync('/etc/fonts') && existsSync(fonts);
  return { ...Object.fromEntries(kept), ...(bare ? { FONTCONFIG_PATH: fonts } : {}), ...more };
}

function unpackedFolder(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')) as {
    version: string;
  };
  return join(root, '.build', `chromium-${version}`);
}

/**
 * Unpacks the browser of the npm package once per clone. The package unpacks into the temporary folder under a fixed
 * name and trusts whatever lies there already, so a child process does it in a private folder, which then takes its
 * place in one step: two test files may start at once.
 */
async function unpacked(): Promise<string> {
  const folder = unpackedFolder();
  if (!existsSync(folder)) {
    mkdirSync(join(root, '.build'), { recursive: true });
    const mine = mkdtempSync(join(root, '.build', 'unpacking-'));
    const program = "const { default: all } = await import('@sparticuz/chromium'); await all.executablePath();";
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      cwd: root,
      // The second setting makes the package also unpack the libraries that a bare machine lacks.
      env: { ...process.env, TMPDIR: mine, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    });
    try {
      renameSync(mine, folder);
    } catch {
      rmSync(mine, { recursive: true, force: true });
    }
  }
  return join(folder, 'chromium');
}
