import { fetchPublic } from './fetch-public.ts';

/**
 * The way out of this server by HTTP. Whatever leaves for somebody else's address passes here, so that a twin can lead
 * all of it to sinks of its own.
 */
export interface Outside {
  /**
   * @param within Given: the address is one that somebody typed in and no policy declares, so it leads to no machine
   *   inside a network, but to the hosts that the operator named here.
   */
  fetch(address: string, init: RequestInit, within?: readonly string[]): Promise<Response>;
}

export const systemOutside: Outside = {
  fetch: (address, init, within) => (within === undefined ? fetch(address, init) : fetchPublic(address, init, within)),
};
