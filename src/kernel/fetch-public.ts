import { lookup as systemLookup } from 'node:dns';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';

/** An address that a request must not lead to: of a network that is not everybody's. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/**
 * A request that leads to no machine inside a network: not to this one, not to its neighbours, not to the address at which
 * a cloud tells its secrets. What a name resolves to is looked at as the connection is made, so that no second answer of
 * a name server can lead elsewhere. Follows no redirect.
 * @param within Hosts that the operator named, `shop.internal` or `localhost:8091`: these alone may be inside
 */
export async function fetchPublic(
  address: string,
  init: RequestInit,
  within: readonly string[],
  lookup: LookupFunction = systemLookup as LookupFunction,
): Promise<Response> {
  const url = new URL(address);
  const trusted = isWithin(url, within);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!trusted && (url.protocol !== 'https:' || (isIP(host) !== 0 && !isPublic(host)))) throw new PrivateAddress();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      // A connection of its own: none is taken over that was made for somebody else.
      agent: false,
      ...(init.signal ? { signal: init.signal } : {}),
      ...(trusted ? {} : { lookup: onlyPublic(lookup) }),
    });
    request.on('response', resolve).on('error', reject);
    send(request, init.body);
  });
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const status = answer.statusCode ?? 502;
  const empty = [204, 205, 304].includes(status);
  if (empty) answer.resume();
  return new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), { status, headers });
}

/** Whether the operator named this host as one of their own. */
export function isWithin({ host, hostname }: URL, within: readonly string[]): boolean {
  return within.includes(host) || within.includes(hostname);
}

function send(request: ClientRequest, body: RequestInit['body']): void {
  if (typeof body === 'string') request.setHeader('content-length', Buffer.byteLength(body)).end(body);
  else request.end();
}

/** One private address among several is enough to refuse the name. */
function onlyPublic(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      if (error !== null) return callback(error, '', 4);
      if (first === undefined || addresses.some((one) => !isPublic(one.address))) {
        return callback(new PrivateAddress() as NodeJS.ErrnoException, '', 4);
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
}

/** IANA's special-purpose registries: of IPv4 everything but what is named, of IPv6 only what is given out to everybody. */
const NOT_PUBLIC_4 = blocks('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]);
const GIVEN_OUT_6 = blocks('ipv6', [['2000::', 3]]);
const NOT_PUBLIC_6 = blocks('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);

export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !NOT_PUBLIC_4.check(address, 'ipv4');
  return GIVEN_OUT_6.check(address, 'ipv6') && !NOT_PUBLIC_6.check(address, 'ipv6');
}

function blocks(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
