import { domainToASCII } from 'node:url';
import type { SigningKey } from '../../../kernel/mail/sign-message.ts';
import { publicRecord } from '../../../kernel/mail/signing-keys.ts';
import type { Names } from '../../../kernel/names.ts';
import type { Relay } from '../../../kernel/relay.ts';

/** One record that receivers of mail look for. */
export interface DnsCheck {
  readonly what: 'spf' | 'dkim' | 'dmarc' | 'intake' | 'reverse';
  /** Where it stands. */
  readonly name: string;
  readonly type: 'TXT' | 'MX' | 'PTR';
  /** What to put there. */
  readonly wanted: string;
  /** `unknown`: no name server answered. */
  readonly state: 'right' | 'missing' | 'wrong' | 'unknown';
}

export interface MailDns {
  /** Addresses that bulletins are from. */
  readonly senders: readonly string[];
  readonly relay: Relay | null;
  readonly keys: readonly SigningKey[];
  readonly intakeDomain: string | null;
}

/**
 * The records by which receivers tell our mail from a forgery, for each domain that bulletins are from, and whether they
 * are there: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989), the way of what comes back, and the relay's own name.
 */
export async function checkMailDns(names: Names, mail: MailDns): Promise<readonly DnsCheck[]> {
  const domains = [...new Set(mail.senders.map((one) => domainToASCII(one.slice(one.lastIndexOf('@') + 1))))];
  const ofDomains = await Promise.all(
    domains.map(async (domain) => [
      await spf(names, domain, mail),
      ...(await Promise.all(mail.keys.map((key) => dkim(names, domain, key)))),
      await dmarc(names, domain),
    ]),
  );
  const checks = ofDomains.flat();
  if (mail.intakeDomain !== null) {
    checks.push(await intake(names, mail.intakeDomain), await spf(names, mail.intakeDomain, mail));
  }
  if (mail.relay !== null && !mail.relay.loopback) checks.push(...(await reverse(names, mail.relay.host)));
  return checks;
}

async function spf(names: Names, domain: string, { relay }: MailDns): Promise<DnsCheck> {
  const own = relay === null || relay.loopback ? 'a mx' : `a:${relay.host}`;
  const records = (await names.texts(domain))?.filter((text) => /^v=spf1( |$)/i.test(text));
  // Two records are none (RFC 7208, 4.5), and one that lets everybody send protects nobody.
  const right =
    records?.length === 1 && !/[?+]all\b/i.test(records[0] ?? '') && /[-~]all\b|redirect=/i.test(records[0] ?? '');
  return { what: 'spf', name: domain, type: 'TXT', wanted: `v=spf1 ${own} -all`, state: stateOf(records, right) };
}

async function dkim(names: Names, domain: string, key: SigningKey): Promise<DnsCheck> {
  const name = `${key.selector}._domainkey.${domain}`;
  const wanted = publicRecord(key);
  const records = await names.texts(name);
  const keyIn = (text: string) => /\bp=([A-Za-z0-9+/=\s]*)/.exec(text)?.[1]?.replace(/\s/g, '');
  const right = records?.some((text) => keyIn(text) === keyIn(wanted)) ?? false;
  return { what: 'dkim', name, type: 'TXT', wanted, state: stateOf(records, right) };
}

async function dmarc(names: Names, domain: string): Promise<DnsCheck> {
  // A subdomain may be covered by the domain above it (the tree walk).
  const walk = domain.split('.').flatMap((_, n, labels) => (labels.length - n >= 2 ? [labels.slice(n).join('.')] : []));
  const found: string[] = [];
  let answered = false;
  for (const one of walk) {
    const records = (await names.texts(`_dmarc.${one}`))?.filter((text) => /^v=DMARC1\b/i.test(text));
    if (records !== undefined) answered = true;
    found.push(...(records ?? []));
    if (found.length > 0) break;
  }
  const right = found.length === 1;
  const wanted = 'v=DMARC1; p=quarantine';
  return {
    what: 'dmarc',
    name: `_dmarc.${domain}`,
    type: 'TXT',
    wanted,
    state: stateOf(answered ? found : undefined, right),
  };
}

async function intake(names: Names, domain: string): Promise<DnsCheck> {
  const servers = await names.mailServers(domain);
  const wanted = `10 ${domain}`;
  return { what: 'intake', name: domain, type: 'MX', wanted, state: stateOf(servers, (servers?.length ?? 0) > 0) };
}

/** Receivers refuse a machine whose address has no name, or a name that does not lead back to it. */
async function reverse(names: Names, host: string): Promise<readonly DnsCheck[]> {
  const addresses = (await names.addresses(host)) ?? [];
  return await Promise.all(
    addresses.slice(0, 4).map(async (address): Promise<DnsCheck> => {
      const found = await names.namesOf(address);
      const back = await Promise.all((found ?? []).map(async (name) => (await names.addresses(name)) ?? []));
      const right = back.some((all) => all.includes(address));
      return { what: 'reverse', name: address, type: 'PTR', wanted: host, state: stateOf(found, right) };
    }),
  );
}

function stateOf(found: readonly string[] | undefined, right: boolean): DnsCheck['state'] {
  if (found === undefined) return 'unknown';
  return right ? 'right' : found.length === 0 ? 'missing' : 'wrong';
}
