import type { Role } from './context.ts';

/** One value that a pass opens. */
export interface PassedValue {
  readonly personId: string;
  readonly field: string;
  readonly recordId: string;
  readonly role: Role;
}

/** What a pass is for: the entry that records the opening, and the values that it opens. */
export interface PassScope {
  readonly entry: { readonly personId: string; readonly n: number };
  readonly opens: readonly PassedValue[];
}

/**
 * The gate's token for opening values. Only a pass that an opener has issued opens anything there, and once: one that
 * is made by hand, or by another opener, is none.
 */
export class Pass {
  readonly scope: PassScope;
  constructor(scope: PassScope) {
    this.scope = scope;
  }
}
