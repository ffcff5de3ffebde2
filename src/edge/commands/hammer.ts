import { Contradiction } from '../../bench/hammer/contradiction.ts';
import { type HammerReport, hammer } from '../../bench/hammer/hammer.ts';
import { placeAt, publicPlaceAt } from '../../bench/hammer/place.ts';
import { openOwnSite } from '../../bench/own-site.ts';
import type { Io } from './command.ts';
import { sayNowAndThen } from './progress.ts';

interface Hammer {
  /** A server that runs: only what is public is read of it. Undefined: a site of the hammer's own, with people who act. */
  readonly address: string | undefined;
  readonly key: string | undefined;
  readonly seconds: number;
  readonly json: boolean;
}

/** Reads and proves while it is written; 1, with what was seen, at the first thing that cannot be true. */
export async function hammerLedger({ address, key, seconds, json }: Hammer, io: Io): Promise<number> {
  const site = address === undefined ? openOwnSite() : undefined;
  const tell = sayNowAndThen(io);
  try {
    const place = site === undefined ? await publicPlaceAt(address ?? '', key) : await ownPlace(site);
    const end = performance.now() + seconds * 1000;
    const report = await hammer(place, {
      enough: () => performance.now() > end,
      hear: ({ written, newest, random, consistency }) =>
        tell(`${written} written, ${newest + random} receipts and ${consistency} consistency proofs checked`),
    });
    if (json) io.out(JSON.stringify(report, null, 2));
    else say(report, io);
    return 0;
  } catch (error) {
    if (!(error instanceof Contradiction)) throw error;
    io.err(`CONTRADICTION  ${error.message}`);
    for (const text of error.seen) io.err(text);
    return 1;
  } finally {
    await site?.close();
  }
}

async function ownPlace(site: ReturnType<typeof openOwnSite>) {
  const { address } = await site.start();
  const { shop, people } = JSON.parse(await site.command('seed', '--json')) as {
    readonly shop: { readonly secret: string };
    readonly people: readonly { readonly accountName: string; readonly password: string }[];
  };
  return await placeAt(address, { secret: shop.secret, people });
}

function say({ counts, entries, checkpoints }: HammerReport, io: Io): void {
  const { written, newest, random, several, statements, consistency, places, busy } = counts;
  io.out(`${written} acts acknowledged meanwhile, ${busy} answers "busy" asked again`);
  io.out(`${newest} receipts of the newest entry and ${random} of any, ${several} files of several: all hold`);
  io.out(`${statements} statements of how many entries there are: none contradicts a receipt or another`);
  io.out(`${consistency} consistency proofs, ${places} places in the public log: all hold`);
  io.out(`the whole log of ${entries} entries gives the root of each of ${checkpoints} checkpoints: no contradiction`);
}
