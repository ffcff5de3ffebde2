import type { GateParts } from '../../kernel/gate/parts.ts';
import { insertEntry, readHead } from '../../kernel/ledger/append.ts';
import { ENTRY_FORMAT, makeEntry, NO_LEAF } from '../../kernel/ledger/entry.ts';
import { readMarks } from '../../kernel/ledger/store.ts';
import { checkPolicy } from '../../kernel/policy/check.ts';
import { assertFloorSound } from '../../kernel/policy/floor.ts';
import type { PolicySource } from '../../kernel/policy/policy-source.ts';
import { insertVersion } from '../../kernel/policy/store.ts';
import { preparePublication } from '../../kernel/policy/version.ts';
import { publishPolicy } from './publish-policy.ts';
import { lockEntries } from './store.ts';

/**
 * Version 1 of a site that has none: there is nothing yet that could decide, so this is the one publication that does
 * not pass the gate. It is the first entry of the site's chain.
 * @param read The policy that comes with the program, read only where it is needed.
 * @returns false when a version is in force already
 */
export async function foundPolicy(parts: GateParts, read: () => PolicySource, by: string): Promise<boolean> {
  const { acts, floor } = parts;
  if ((await parts.shelf.inForce()) !== null) return false;
  assertFloorSound(floor, acts);
  const source = read();
  const problems = checkPolicy(source, { acts, floor, shipped: parts.shippedExamples });
  if (problems.length > 0) throw new Error(`the shipped policy is not sound: ${problems.join('; ')}`);
  const prepared = preparePublication(source, null, acts);
  return await parts.db.transaction(async (tx) => {
    await lockEntries(tx);
    if ((await readMarks(tx)).version > 0) return false;
    await insertVersion(tx, prepared, by);
    const head = await readHead(tx, parts.site.siteId);
    if (head === undefined) throw new Error('the site has a chain');
    const entry = makeEntry(
      parts.site.siteId,
      {
        format: ENTRY_FORMAT,
        kind: publishPolicy.name,
        chain: 'site',
        n: 1,
        prev: NO_LEAF.toString('base64'),
        at: head.at.toISOString(),
        asker: 'host',
        recipient: 'public',
        about: '',
        fields: [],
        categories: ['none'],
        facts: {},
        decision: 'allowed',
        because: [],
        sections: ['changes'],
        version: { number: prepared.number, digest: prepared.digest },
        commitments: {},
      },
      parts.random,
    );
    const { factsNumber } = await readMarks(tx);
    if (!(await insertEntry(tx, entry, { factsNumber, session: null, credential: null }))) {
      throw new Error('the first entry is the first');
    }
    return true;
  });
}
