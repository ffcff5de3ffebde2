import { inspect } from 'node:util';

/**
 * Where an opened value may go. Every place in the program where a value is taken out names one of these, so that
 * searching for `.unseal(` lists them all.
 */
const SINKS = ['answer', 'hand-over', 'comparison', 'export', 'message'] as const;
export type Sink = (typeof SINKS)[number];

/**
 * An opened personal value on its way to a sink. Printed in any way (a log, an error, JSON, a template, an inspector)
 * it shows the field's name and never the value.
 */
export class Sealed<T> {
  readonly field: string;
  // A closure and not the value: debuggers, and reporters of faults that use them, list private fields with what they hold.
  readonly #open: () => T;
  constructor(field: string, value: T) {
    this.field = field;
    this.#open = () => value;
  }
  /** The value itself. To be called at the sink and nowhere before. */
  unseal(_sink: Sink): T {
    return this.#open();
  }
  toString(): string {
    return `‹${this.field}›`;
  }
  toJSON(): string {
    return this.toString();
  }
  [Symbol.toPrimitive](): string {
    return this.toString();
  }
  [inspect.custom](): string {
    return this.toString();
  }
}
