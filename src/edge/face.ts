import { BlockList, isIPv6 } from 'node:net';
import { fixedHeaders } from './headers.ts';

/** What the edge derives once from the settings: where the site is reached and how its cookies look. */
export interface Face {
  /** Scheme, host and port without a path, e.g. `https://example.org`. */
  readonly origin: string;
  readonly secure: boolean;
  readonly sessionCookie: string;
  /** Outlives the session: by it a browser that signed in before is known again. */
  readonly deviceCookie: string;
  readonly trustedProxies: BlockList;
  /** What every answer says to the browser. */
  readonly headers: Readonly<Record<string, string>>;
}

/** On a loopback `http` address cookies are plain; everywhere else they are `__Host-` and only go over TLS. */
export function faceOf(baseUrl: string, trustedProxies: readonly string[]): Face {
  const { origin, protocol } = new URL(baseUrl);
  const secure = protocol === 'https:';
  return {
    origin,
    secure,
    sessionCookie: secure ? '__Host-session' : 'kristalux-session',
    deviceCookie: secure ? '__Host-device' : 'kristalux-device',
    trustedProxies: blockListOf(trustedProxies),
    headers: fixedHeaders(secure),
  };
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}
