import {
  type Checkpoint,
  parseVerifierKey,
  type VerifiedReceipt,
  verifyCheckpoint,
  verifyFiles,
  verifyReceipt,
} from '../../verify/verify.ts';
import { Contradiction } from './contradiction.ts';

/** What the ledger handed out, as somebody keeps it who believes nothing. */
export interface Kept {
  /** A checkpoint as it was served: never shorter than one before, never another tree of the same size. */
  checkpoint(note: string, asked?: { readonly newest: boolean }): Checkpoint;
  checkpoints(): readonly Checkpoint[];
  /** Some checkpoint of before, verbatim; undefined at the very beginning. */
  someCheckpoint(): { readonly size: bigint; readonly note: string } | undefined;
  /** A receipt of entry n of a person: it verifies, is of that entry, and says what it said before. */
  receipt(person: object, n: number, text: string): VerifiedReceipt;
  someReceipt(): VerifiedReceipt | undefined;
  /** Several files are held against each other, and, where they are somebody's, against what they were given last. */
  together(person: object | null, files: readonly string[]): void;
}

/** Of each person the last few files are kept: every pair of them is compared. */
const FILES_A_PERSON = 6;
/** So many receipts and checkpoints are remembered; a long run forgets the oldest. */
const REMEMBERED_MAX = 5000;

export function openKept(keyLine: string): Kept {
  const key = parseVerifierKey(keyLine);
  const notes = new Map<bigint, { readonly checkpoint: Checkpoint; readonly note: string }>();
  const receipts: VerifiedReceipt[] = [];
  const leaves = new Map<string, string>();
  const files = new Map<object, string[]>();
  const numbers = new Map<object, number>();
  let longest = 0n;

  const checkpoint: Kept['checkpoint'] = (note, { newest } = { newest: false }) => {
    const read = checked([note], () => verifyCheckpoint(note, key));
    const before = notes.get(read.size);
    if (before !== undefined && Buffer.compare(before.checkpoint.root, read.root) !== 0) {
      throw new Contradiction(`two trees of ${read.size} entries were signed`, [before.note, note]);
    }
    if (newest && read.size < longest) {
      throw new Contradiction(`the ledger had ${longest} entries and now ${read.size}`, [
        notes.get(longest)?.note ?? '',
        note,
      ]);
    }
    if (newest) longest = read.size;
    if (before === undefined && notes.size < REMEMBERED_MAX) notes.set(read.size, { checkpoint: read, note });
    return read;
  };
  return {
    checkpoint,
    checkpoints: () => [...notes.values()].map((one) => one.checkpoint),
    someCheckpoint() {
      const found = anyOf([...notes.values()]);
      return found && { size: found.checkpoint.size, note: found.note };
    },
    receipt(person, n, text) {
      const read = checked([text], () => verifyReceipt(text, key));
      checkpoint(text.slice(text.indexOf('\n\n') + 2));
      if (read.body?.n !== n) throw new Contradiction(`the receipt of entry ${n} is of entry ${read.body?.n}`, [text]);
      const leaf = Buffer.from(read.leaf).toString('base64');
      const name = `${numberOf(numbers, person)}/${n}`;
      const before = leaves.get(name);
      if (before !== undefined && before !== `${leaf} ${read.index}`) {
        throw new Contradiction(`entry ${n} is another one than it was, or stands elsewhere: ${before}`, [text]);
      }
      leaves.set(name, `${leaf} ${read.index}`);
      if (receipts.push(read) > REMEMBERED_MAX) receipts.shift();
      return read;
    },
    someReceipt: () => anyOf(receipts),
    together(person, given) {
      const all = [...((person && files.get(person)) ?? []), ...given];
      const report = checked(all, () =>
        verifyFiles(
          all.map((text, at) => ({ name: `file ${at + 1}`, text })),
          { key: keyLine },
        ),
      );
      const wrong = report.files
        .filter(({ ok }) => !ok)
        .flatMap(({ file, sentences }) => sentences.map((one) => `${file}: ${one}`));
      const [first] = [...report.contradictions, ...wrong];
      if (first !== undefined) throw new Contradiction(first, all);
      if (person !== null) files.set(person, all.slice(-FILES_A_PERSON));
    },
  };
}

function checked<T>(seen: readonly string[], verify: () => T): T {
  try {
    return verify();
  } catch (error) {
    throw Contradiction.of(error, seen);
  }
}

function numberOf(numbers: Map<object, number>, person: object): number {
  const number = numbers.get(person) ?? numbers.size;
  numbers.set(person, number);
  return number;
}

/** Any of them, the last ones more often. */
function anyOf<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(list.length * Math.sqrt(Math.random()))];
}
