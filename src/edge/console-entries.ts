import { consoleEntries as agreement } from '../promises/agreement/index.ts';
import { consoleEntries as changes } from '../promises/changes/index.ts';
import { consoleEntries as collection } from '../promises/collection/index.ts';
import { consoleEntries as communication } from '../promises/communication/index.ts';
import { consoleEntries as links } from '../promises/links/index.ts';
import { consoleEntries as protection } from '../promises/protection/index.ts';
import { consoleEntries as security } from '../promises/security/index.ts';
import { consoleEntries as use } from '../promises/use/index.ts';
import type { ConsoleEntry } from '../ui/console-entry.ts';

/** Every place of the console, in the order of its navigation within each group. */
export const consoleEntries: readonly ConsoleEntry[] = [
  ...collection,
  ...security,
  ...changes,
  ...agreement,
  ...communication,
  ...use,
  ...protection,
  ...links,
];
