import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own, removed with all that is in it. `mode` says who may enter: by default everybody. */
export function openTestFolder({ mode = 0o711 }: { readonly mode?: number } = {}) {
  const path = mkdtempSync(join(tmpdir(), 'kx-'));
  chmodSync(path, mode);
  return {
    path,
    [Symbol.dispose]() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
