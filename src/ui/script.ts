import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

export interface Script {
  /** `/assets/passkeys-….js`: the digest is in the name, so it may be cached for ever. */
  readonly path: string;
  readonly body: string;
}

/** Reads the one script of the pages, as the build made it. Called once when the program is put together. */
export function readPasskeyScript(): Script {
  return readScript('passkeys');
}

/** The verifier, for the page where files of the ledger are checked. */
export function readVerifierScript(): Script {
  return readScript('verify');
}

function readScript(name: string): Script {
  const body = readFileSync(join(root, `dist/scripts/${name}.js`), 'utf8');
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { path: `/assets/${name}-${digest}.js`, body };
}
