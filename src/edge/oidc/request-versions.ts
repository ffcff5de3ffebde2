import { type GateParts, versionInForce } from '../../kernel/gate/parts.ts';
import type { Version } from '../../kernel/policy/open-version.ts';

/** The version in force, read once for each request of the protocol. What is decided, the gate decides by its own moment. */
export interface RequestVersions {
  inForce(): Promise<Version>;
  /** Its number was read with something else. */
  note(number: number): void;
}

export function openRequestVersions(parts: GateParts, current: () => object | undefined): RequestVersions {
  const numbers = new WeakMap<object, number>();
  const note = (number: number) => {
    const request = current();
    if (request !== undefined) numbers.set(request, number);
  };
  return {
    note,
    async inForce() {
      const known = numbers.get(current() ?? {});
      if (known !== undefined) return await parts.shelf.byNumber(known);
      const version = await versionInForce(parts);
      note(version.number);
      return version;
    },
  };
}
