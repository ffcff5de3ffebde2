import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

const PARTS = ['base', 'parts', 'home', 'account', 'collection', 'policy', 'protection', 'docs'] as const;

export interface Stylesheet {
  /** `/assets/style-….css`: the digest is in the name, so it may be cached for ever. */
  readonly path: string;
  readonly body: string;
}

/** Reads the one style sheet of all pages. Called once when the program is put together. */
export function readStylesheet(): Stylesheet {
  const body = PARTS.map((part) => readFileSync(join(root, 'src/ui/style', `${part}.css`), 'utf8')).join('\n');
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { path: `/assets/style-${digest}.css`, body };
}
