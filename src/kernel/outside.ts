/**
 * The way out of this server by HTTP. Whatever leaves for somebody else's address passes here, so that a twin can lead
 * all of it to sinks of its own.
 */
export interface Outside {
  fetch(address: string, init: RequestInit): Promise<Response>;
}

export const systemOutside: Outside = { fetch: (address, init) => fetch(address, init) };
