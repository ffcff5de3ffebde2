import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { root } from '../../src/root.ts';
import { openTestApp, type TestApp, type TestCredential } from './app.ts';
import { type Ending, type Program, startProgram } from './process.ts';

/** A served site with the programs of examples/ beside it, each a process of its own that knows only addresses and secrets. */
export interface Demonstration extends AsyncDisposable {
  readonly kit: TestApp;
  readonly address: string;
  readonly shop: Outside;
  readonly provider: Outside;
  readonly shopCredential: TestCredential;
  readonly providerCredential: TestCredential;
  /** The command line beside the running site. */
  command(...args: readonly string[]): Promise<Ending>;
}

export interface Outside {
  readonly address: string;
  readonly program: Program;
}

/**
 * @param providerEnv Settings of the provider, e.g. `ASK_PHONE`.
 * @param siteEnv Settings of the site, e.g. `SMTP_URL`.
 */
export async function openDemonstration(
  providerEnv: Readonly<Record<string, string>> = {},
  siteEnv: Readonly<Record<string, string>> = {},
): Promise<Demonstration> {
  const kit = await openTestApp(siteEnv);
  const providerPort = await freePort();
  await kit.publish((declarations) => ({
    ...declarations,
    providers: declarations.providers.map((one) => ({ ...one, address: `http://localhost:${providerPort}/payments` })),
  }));
  const shopCredential = await kit.credential('service', 'shop');
  const providerCredential = await kit.credential('provider', 'demo-pay');
  const { address } = await kit.serve();
  const site = { KRISTALUX_URL: address };
  const shop = await startOutside('examples/shop/shop.mjs', { ...site, PORT: '0', SHOP_SECRET: shopCredential.secret });
  const provider = await startOutside('examples/payment-provider/provider.mjs', {
    ...site,
    PORT: `${providerPort}`,
    DEMO_PAY_SECRET: providerCredential.secret,
    DEMO_PAY_SIGNING_SECRET: providerCredential.signingSecret ?? '',
    ...providerEnv,
  });
  return {
    kit,
    address,
    shop,
    provider,
    shopCredential,
    providerCredential,
    async command(...args) {
      const env = { DATABASE_URL: kit.databaseUrl, KEY_DIR: kit.keyDir, DATA_DIR: join(dirname(kit.keyDir), 'data') };
      return await startProgram(join(root, 'bin/kristalux.mjs'), args, { env }).ended;
    },
    async [Symbol.asyncDispose]() {
      await shop.program[Symbol.asyncDispose]();
      await provider.program[Symbol.asyncDispose]();
      await kit[Symbol.asyncDispose]();
    },
  };
}

async function startOutside(file: string, env: Readonly<Record<string, string>>): Promise<Outside> {
  const program = startProgram(join(root, file), [], { env });
  const [, address = ''] = await program.said(/(http:\/\/localhost:\d+)/);
  return { address, program };
}

/** A port that nobody listens on. The policy names the provider's address before the provider runs. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
