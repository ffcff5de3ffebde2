/** What a site is asked, whether it keeps promises or not: number n of its kind, about person `at`. */
export type Question = (n: number, at: number) => Promise<unknown>;

/**
 * The mixes of GDPRbench as its repository holds them (customer, controller, processor); the regulator's is missing there and
 * was written for this project after its paper: what was recorded of somebody, that it is in the log, that somebody is gone.
 */
const MIXES = {
  customer: {
    'see-own-data': 20,
    'correct-a-field': 20,
    'erase-a-field': 20,
    'see-a-dealing': 10,
    'see-own-history': 10,
    'pause-or-resume': 10,
    'correct-two-fields': 10,
  },
  controller: { 'bring-a-person': 25, 'erase-a-person': 25, 'open-a-dealing': 25, 'end-a-dealing': 25 },
  processor: { 'ask-a-field': 20, 'ask-a-field-of-ten': 40, 'ask-all-fields': 40 },
  regulator: { 'see-a-history': 40, 'prove-an-entry': 30, 'prove-an-erasure': 30 },
} as const satisfies Record<string, Readonly<Record<string, number>>>;

export type MixName = keyof typeof MIXES;
export const MIX_NAMES = Object.keys(MIXES) as readonly MixName[];
type OpOf<M extends MixName> = keyof (typeof MIXES)[M];
/** A site that answers every question of every mix. */
export type Site = { readonly [M in MixName]: { readonly [O in OpOf<M>]: Question } };

/** Few people are asked about often (Zipf), as GDPRbench does; the controller alone goes through everybody alike. */
const EVENLY: readonly MixName[] = ['controller'];

/** The mix as one call after the other: which question and about whom follows from the number, alike for every site. */
export function callsOf(site: Site, mix: MixName, people: number): (number: number) => Promise<void> {
  const shares = Object.entries(MIXES[mix]) as [string, number][];
  const questions = site[mix] as Readonly<Record<string, Question>>;
  const drawn = EVENLY.includes(mix) ? (share: number) => Math.floor(share * people) : zipf(people);
  return async (number) => {
    let left = scatter(number, 1) * 100;
    const [op] = shares.find(([, share]) => {
      left -= share;
      return left < 0;
    }) ?? ['', 0];
    const ask = questions[op];
    if (ask === undefined) throw new Error(`nobody answers ${op}`);
    await ask(number, drawn(scatter(number, 2)));
  };
}

/** A number from 0 to 1 that looks drawn and is the same each time. */
function scatter(number: number, salt: number): number {
  let x = Math.imul(number * 2 + salt, 0x9e3779b1) ^ 0x85ebca6b;
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

/** The exponent that YCSB and GDPRbench use. */
const ZIPF = 0.99;

function zipf(people: number): (share: number) => number {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= people; rank += 1) {
    sum += 1 / rank ** ZIPF;
    sums.push(sum);
  }
  return (share) => {
    const wanted = share * sum;
    let [low, high] = [0, people - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? sum) < wanted) low = middle + 1;
      else high = middle;
    }
    // The often asked stand anywhere, not beside each other.
    return (low * 7919) % people;
  };
}
