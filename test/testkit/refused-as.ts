import assert from 'node:assert/strict';
import { Refusal } from '../../src/kernel/refusal.ts';

/** For `assert.rejects`: the product said no with this code. */
export function refusedAs(code: Refusal['code'], more: (refusal: Refusal) => void = () => {}) {
  return (error: unknown) => {
    assert(error instanceof Refusal, `the product says no, but this was thrown: ${String(error)}`);
    assert.equal(error.code, code);
    more(error);
    return true;
  };
}
