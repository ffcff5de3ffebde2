import type { App } from '../../src/app.ts';
import { fsck } from '../../src/kernel/ledger/fsck.ts';

/** What is wrong with the ledger of an app; empty where it is whole. */
export async function ledgerProblems({ parts }: App): Promise<readonly string[]> {
  const { db, site, keys } = parts;
  const { siteId, origin } = site;
  const report = await fsck({ db, siteId, origin, key: keys.ledger, erasureKinds: ['eraseOwnData', 'erasePerson'] });
  return report.problems;
}
