import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app.ts';
import { readSettings } from '../../src/settings.ts';
import { runCommand } from './run-command.ts';

/** A site on real folders with the built-in PostgreSQL, which stands still whenever nothing is open. */
export function siteOnFolders(folder: string, more: Readonly<Record<string, string>>) {
  const dataDir = join(folder, 'data');
  const keyDir = join(folder, 'keys');
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true, mode: 0o1777 });
  const env = { DATA_DIR: dataDir, KEY_DIR: keyDir, TMPDIR: temporary, LOG_LEVEL: 'error', ...more };
  return {
    dataDir,
    keyDir,
    async open<T>(work: (app: App) => Promise<T>): Promise<T> {
      const app = await openApp(readSettings(env), { role: 'command' });
      return await work(app).finally(() => app.close());
    },
    async run(...args: readonly string[]): Promise<string> {
      const [out, err]: [string[], string[]] = [[], []];
      const code = await runCommand(args, { env, out: (line) => out.push(line), err: (line) => err.push(line) });
      assert.equal(code, 0, err.join('\n'));
      return out.join('\n');
    },
    async backUp(to: string): Promise<Readonly<Record<string, string>>> {
      const { backups } = JSON.parse(await this.run('backup', to, '--json')) as {
        backups: { kind: string; path: string }[];
      };
      return Object.fromEntries(backups.map(({ kind, path }) => [kind, path]));
    },
  };
}
