import { Socket } from 'node:net';

/** While it stands, this process reaches nothing but what it allows. */
export interface ConnectionGuard {
  /** `host:port` of every connection that was tried and failed. */
  readonly refused: readonly string[];
  /** A port of this machine. */
  allowLoopback(port: number): void;
  allow(host: string, port: number): void;
  release(): void;
}

/**
 * Lets every connection of this process fail but the allowed ones and unix sockets. It stands below every library: what
 * opens a TCP or TLS connection at all comes through here, also code that nobody thought of. Addresses by name are
 * compared as they are written, before they are looked up.
 */
export function guardConnections(): ConnectionGuard {
  const allowed = new Set<string>();
  const refused: string[] = [];
  const connect = Socket.prototype.connect;
  const guarded = function (this: Socket, ...given: unknown[]): Socket {
    const target = targetOf(given);
    if (target === null || allowed.has(target)) return Reflect.apply(connect, this, given) as Socket;
    refused.push(target);
    const error = Object.assign(new Error('a twin reaches nobody outside'), { code: 'ECONNREFUSED' });
    process.nextTick(() => this.destroy(error));
    return this;
  };
  Reflect.set(Socket.prototype, 'connect', guarded);
  return {
    refused,
    allowLoopback: (port) => allowed.add(`loopback:${port}`),
    allow: (host, port) => allowed.add(named(host, port)),
    release: () => Reflect.set(Socket.prototype, 'connect', connect),
  };
}

/** Null for a unix socket: it ends on this machine by its nature. */
function targetOf(given: readonly unknown[]): string | null {
  // Node's own callers pass their arguments as one array that is normalised already.
  const [first, second] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given;
  if (typeof first === 'object' && first !== null) {
    const path: unknown = Reflect.get(first, 'path');
    const port: unknown = Reflect.get(first, 'port');
    if (typeof path === 'string' && port == null) return null;
    return named(String(Reflect.get(first, 'host') ?? 'localhost'), Number(port));
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null;
  return named(typeof second === 'string' ? second : 'localhost', Number(first));
}

function named(host: string, port: number): string {
  const loopback = host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
  return `${loopback ? 'loopback' : host.toLowerCase()}:${port}`;
}
