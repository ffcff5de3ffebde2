import { verifyLog } from '../../verify/verify.ts';
import { type Ask, askerOf, type HammerPlace } from './ask.ts';
import { Contradiction } from './contradiction.ts';
import { type Kept, openKept } from './kept.ts';
import { readBundle, readConsistency, readNewest, readRandom, readSeveral, readStatement } from './readers.ts';
import { write } from './write.ts';

/** How often each thing was done and found right. */
export interface Counts {
  /** Acts that were acknowledged with a number of their entry. */
  written: number;
  /** Receipts of the newest entry, asked for as soon as it was acknowledged; of any entry; of several at once. */
  newest: number;
  random: number;
  several: number;
  statements: number;
  /** Proofs that the ledger of now continues one of before. */
  consistency: number;
  /** Commitments found in the public log where a receipt says. */
  places: number;
  /** Answers "busy", which were asked again. */
  busy: number;
}

export interface HammerReport {
  readonly counts: Readonly<Counts>;
  /** Entries of the public log, read whole at the end and held against every checkpoint that was seen. */
  readonly entries: number;
  readonly checkpoints: number;
}

export interface Hammering {
  /** The end, when as much was done as is wanted. */
  readonly enough: (counts: Readonly<Counts>) => boolean;
  readonly hear?: (counts: Readonly<Counts>) => void;
}

/**
 * Reads and proves while writers write: everything the ledger hands out is verified by the verifier's own code and held
 * against everything it handed out before. Throws `Contradiction` with what was seen at the first thing that cannot be.
 */
export async function hammer(place: HammerPlace, { enough, hear = () => {} }: Hammering): Promise<HammerReport> {
  const counts: Counts = {
    written: 0,
    newest: 0,
    random: 0,
    several: 0,
    statements: 0,
    consistency: 0,
    places: 0,
    busy: 0,
  };
  const kept = openKept(place.key);
  let over = false;
  const ask = askerOf(place.address, () => {
    counts.busy += 1;
    return !over;
  });
  const again = async (name: keyof Counts, turn: () => Promise<boolean>) => {
    try {
      while (!over && !enough(counts)) {
        if (!(await turn())) continue;
        counts[name] += 1;
        hear(counts);
      }
    } finally {
      // The first that ends, by whatever, ends all.
      over = true;
    }
  };
  const ended = await Promise.allSettled(loopsOf(place, { ask, kept }).map(([name, turn]) => again(name, turn)));
  const broken = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const [worst] = broken.toSorted((a, b) => Number(b instanceof Contradiction) - Number(a instanceof Contradiction));
  if (worst !== undefined) throw worst;
  return { counts, ...(await readWhole(ask, kept)) };
}

interface Hands {
  readonly ask: Ask;
  readonly kept: Kept;
}

/** Who does what, over and over, all at the same time. */
function loopsOf({ people, secret }: HammerPlace, hands: Hands) {
  const ofPeople = people.flatMap((person) => [
    ['written', () => write(hands, person, secret)] as const,
    ['newest', () => readNewest(hands, person)] as const,
    ['random', () => readRandom(hands, person)] as const,
    ['several', () => readSeveral(hands, person)] as const,
    ['statements', () => readStatement(hands, person)] as const,
  ]);
  const ofAll = [
    ['consistency', () => readConsistency(hands)] as const,
    ...(people.length === 0 ? [] : [['places', () => readBundle(hands)] as const]),
  ];
  return [...ofPeople, ...ofAll];
}

/** At the end the whole public log, against every checkpoint that anybody was given. */
async function readWhole(ask: Ask, kept: Kept) {
  const checkpoints = kept.checkpoints();
  try {
    const entries = await verifyLog(checkpoints, async (path) => {
      const { status, bytes } = await ask(`/ledger/tile/${path}`);
      return status === 200 ? bytes : undefined;
    });
    return { entries: Number(entries), checkpoints: checkpoints.length };
  } catch (error) {
    throw Contradiction.of(error, []);
  }
}
