import type { AnyAct } from '../kernel/gate/act.ts';
import { acts as agreement } from './agreement/index.ts';
import { acts as changes } from './changes/index.ts';
import { acts as collection } from './collection/index.ts';
import { acts as communication } from './communication/index.ts';
import { acts as links } from './links/index.ts';
import { acts as protection } from './protection/index.ts';
import { acts as security } from './security/index.ts';
import { acts as use } from './use/index.ts';

/** Every act of the product, in the order of the sections: the vocabulary, REST and OpenAPI are made from this list. */
export const allActs: readonly AnyAct[] = [
  ...agreement,
  ...collection,
  ...protection,
  ...use,
  ...communication,
  ...links,
  ...security,
  ...changes,
] as unknown as readonly AnyAct[];
