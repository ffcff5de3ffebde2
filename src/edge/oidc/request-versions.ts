import { isDeepStrictEqual } from 'node:util';
import { type GateParts, versionInForce } from '../../kernel/gate/parts.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { clientOf } from './client-of.ts';

/** The version in force, read at most once for each request of the protocol. What is decided, the gate decides by its own moment. */
export interface RequestVersions {
  inForce(): Promise<Version>;
  /**
   * A version to find a client by where the one in force is read with the next thing; then it is looked whether the client
   * is the same by both.
   */
  toBegin(client: string): Promise<Version>;
  /** The number of the version in force was read with something else. @returns false when the client is another one by it */
  settle(number: number): boolean | Promise<boolean>;
}

interface Known {
  inForce?: Promise<Version>;
  begun?: { readonly version: Version; readonly client: string };
}

export function openRequestVersions(parts: GateParts, current: () => object | undefined): RequestVersions {
  const requests = new WeakMap<object, Known>();
  const known = (): Known => {
    const request = current() ?? {};
    const found = requests.get(request) ?? {};
    requests.set(request, found);
    return found;
  };
  const inForce = () => {
    const request = known();
    request.inForce ??= versionInForce(parts);
    return request.inForce;
  };
  const isSame = async ({ version, client }: NonNullable<Known['begun']>) => {
    const { declarations } = await inForce();
    return isDeepStrictEqual(clientOf(version.declarations, client), clientOf(declarations, client));
  };
  return {
    inForce,
    async toBegin(client) {
      const version = (await parts.shelf.lastKnown()) ?? (await inForce());
      known().begun = { version, client };
      return version;
    },
    settle(number) {
      const request = known();
      request.inForce = parts.shelf.byNumber(number);
      // Where it cannot be had, it is told to who asks for it; perhaps nobody does.
      request.inForce.catch(() => undefined);
      const { begun } = request;
      return begun === undefined || begun.version.number === number || isSame(begun);
    },
  };
}
