import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Breach, Rule } from './tree.ts';

/** `sha256sum` lines of every migration that a release has carried. */
const RELEASED = 'migrations/released.sha256';

/** Migrations are numbered once, and one that others have applied never changes. */
export const migrations: Rule = ({ files, byPath }): readonly Breach[] => {
  const all = files.filter(({ path }) => /^migrations\/.*\.sql$/.test(path) && path !== 'migrations/schema.sql');
  const breaches: Breach[] = [];
  const seen = new Map<string, string>();
  for (const { path } of all) {
    const [, number] = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(basename(path)) ?? [];
    if (!number) breaches.push({ path, what: 'is not called NNNN-what-it-does.sql', why: 'the number is the order' });
    else if (seen.has(number)) {
      breaches.push({ path, what: `has the number of ${seen.get(number)}`, why: 'the number is the order' });
    } else seen.set(number, path);
  }
  for (const line of byPath.get(RELEASED)?.text.trim().split('\n') ?? []) {
    const [digest, name = ''] = line.split(/ [ *]/);
    const path = `migrations/${name}`;
    const text = byPath.get(path)?.text;
    if (text !== undefined && createHash('sha256').update(text).digest('hex') === digest) continue;
    breaches.push({
      path,
      what: text === undefined ? 'is missing' : 'was changed',
      why: 'databases exist that have applied it as it was released: write a new migration instead',
    });
  }
  return breaches;
};
