import { Resolver } from 'node:dns/promises';

/**
 * The way to the names of the network. Not being there is an empty list; not being answered is `undefined`, and says
 * nothing about what is there.
 */
export interface Names {
  texts(name: string): Promise<readonly string[] | undefined>;
  mailServers(name: string): Promise<readonly string[] | undefined>;
  addresses(name: string): Promise<readonly string[] | undefined>;
  namesOf(address: string): Promise<readonly string[] | undefined>;
}

/** @param servers name servers to ask (`127.0.0.1:5353`); absent: the machine's own */
export function openNames(servers?: readonly string[]): Names {
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  if (servers !== undefined) resolver.setServers([...servers]);
  const or = async <T>(asking: Promise<readonly T[]>): Promise<readonly T[] | undefined> => {
    try {
      return await asking;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      return ABSENT.has(code) ? [] : undefined;
    }
  };
  return {
    texts: async (name) => (await or(resolver.resolveTxt(name)))?.map((parts) => parts.join('')),
    mailServers: async (name) => (await or(resolver.resolveMx(name)))?.map(({ exchange }) => exchange.toLowerCase()),
    addresses: async (name) => {
      const [four, six] = await Promise.all([or(resolver.resolve4(name)), or(resolver.resolve6(name))]);
      return four === undefined && six === undefined ? undefined : [...(four ?? []), ...(six ?? [])];
    },
    namesOf: async (address) => await or(resolver.reverse(address)),
  };
}

const ABSENT = new Set(['ENOTFOUND', 'ENODATA', 'NXDOMAIN']);
