import type { Section } from '../../../src/kernel/policy/names.ts';
import { agreement } from './agreement.ts';
import { changes } from './changes.ts';
import { collection } from './collection.ts';
import { communication } from './communication.ts';
import { links } from './links.ts';
import { protection } from './protection.ts';
import type { Row } from './row.ts';
import { security } from './security.ts';
import { use } from './use.ts';

/** One row for each sentence of the shipped policy, in the order of its words. */
export const rows: Readonly<Record<Section, readonly Row[]>> = {
  agreement,
  protection,
  collection,
  use,
  communication,
  links,
  security,
  changes,
};
