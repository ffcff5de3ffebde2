import type { AnyAct } from './act.ts';

/**
 * Thrown by an act that turns out to be another one: registering with a pair of address and password that exists is a
 * sign-in. Nothing of the first is written; the second passes the gate from its beginning.
 */
export class Instead extends Error {
  override readonly name = 'Instead';
  readonly act: AnyAct;
  readonly input: unknown;
  constructor(act: unknown, input: unknown) {
    super('another act is asked instead');
    this.act = act as AnyAct;
    this.input = input;
  }
}
