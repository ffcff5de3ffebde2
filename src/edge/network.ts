import { type BlockList, isIPv4, isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Face } from './face.ts';

/**
 * The network a request comes from, a /24 or /64: only to slow down guessing. Behind trusted proxies the last address
 * that none of them wrote (ASVS 15.3.4): a client cannot choose it by a header of its own.
 */
export function networkOf(context: Context, face: Face): string {
  return networkOfAddress(clientAddress(context, face));
}

function clientAddress(context: Context, face: Face): string {
  const peer = plain(getConnInfo(context).remote.address ?? '');
  const trusted = face.trustedProxies;
  const named = (context.req.header('x-forwarded-for') ?? '').split(',').map((one) => plain(one.trim()));
  const chain = [...named.filter((one) => one !== ''), peer];
  for (const address of chain.reverse()) {
    if (!isTrusted(trusted, address)) return address;
  }
  return peer;
}

function isTrusted(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4');
  return isIPv6(address) && list.check(address, 'ipv6');
}

// IPv4 written as IPv6 is the same peer.
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

export function networkOfAddress(address: string): string {
  if (isIPv4(address)) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(address)) return 'unknown';
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const full = address.includes('::')
    ? [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back]
    : front;
  return `${full
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
