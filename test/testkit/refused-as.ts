import assert from 'node:assert/strict';
import { Refusal, type RefusalCode } from '../../src/kernel/refusal.ts';

/** For `assert.rejects`: the product said no, with this code. */
export function refusedAs(code: RefusalCode, more: (refusal: Refusal) => void = () => {}) {
  return (error: unknown): true => {
    assert(error instanceof Refusal, `the product says no, not: ${String(error)}`);
    assert.equal(error.code, code, error.message);
    more(error);
    return true;
  };
}
