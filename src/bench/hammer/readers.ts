import type { Answer, Ask, HammerPerson } from './ask.ts';
import { Contradiction } from './contradiction.ts';
import type { Kept } from './kept.ts';
import { strange } from './write.ts';

interface Hands {
  readonly ask: Ask;
  readonly kept: Kept;
}

/** The entry that was acknowledged last: its receipt is there at once, or it was acknowledged for nothing. */
export async function readNewest(hands: Hands, person: HammerPerson): Promise<boolean> {
  return await readReceipt(hands, person, person.acknowledged.at(-1));
}

export async function readRandom(hands: Hands, person: HammerPerson): Promise<boolean> {
  const last = person.acknowledged.at(-1);
  return await readReceipt(hands, person, last === undefined ? undefined : 1 + Math.floor(Math.random() * last));
}

async function readReceipt({ ask, kept }: Hands, person: HammerPerson, n: number | undefined): Promise<boolean> {
  if (n === undefined) return await nothingYet();
  const answer = await ask(`/v1/own-history/${n}/receipt`, { bearer: person.session });
  if (isBusy(answer)) return false;
  if (answer.status !== 200) throw strange(`the receipt of entry ${n}, which was acknowledged,`, answer);
  const { receipt } = JSON.parse(answer.bytes.toString('utf8')) as { receipt: string };
  kept.receipt(person, n, receipt);
  kept.together(person, [receipt]);
  return true;
}

/** How many entries there are: at least as many as were acknowledged before that was asked, and never fewer than before. */
export async function readStatement({ ask, kept }: Hands, person: HammerPerson): Promise<boolean> {
  const before = person.acknowledged.at(-1);
  if (before === undefined) return await nothingYet();
  const answer = await ask('/v1/own-history/statement', { bearer: person.session });
  if (isBusy(answer)) return false;
  if (answer.status !== 200) throw strange('the statement of how many entries there are', answer);
  const said = JSON.parse(answer.bytes.toString('utf8')) as { entries: number; statement: string };
  if (said.entries < before) {
    throw new Contradiction(`${said.entries} entries are stated, but entry ${before} was acknowledged before`, [
      said.statement,
    ]);
  }
  kept.together(person, [said.statement]);
  return true;
}

/** Some entries in a row, in one file with the statement: they follow each other, and none is left out. */
export async function readSeveral({ ask, kept }: Hands, person: HammerPerson): Promise<boolean> {
  const last = person.acknowledged.at(-1);
  if (last === undefined) return await nothingYet();
  const from = 1 + Math.floor(Math.random() * last);
  const to = Math.min(last, from + 4);
  const answer = await ask(`/v1/own-history/receipts?from=${from}&to=${to}`, { bearer: person.session });
  if (isBusy(answer)) return false;
  if (answer.status !== 200) throw strange(`the receipts of entries ${from} to ${to}`, answer);
  const said = JSON.parse(answer.bytes.toString('utf8')) as { receipts: number; file: string };
  if (said.receipts !== to - from + 1) {
    throw new Contradiction(`of the entries ${from} to ${to} only ${said.receipts} were given`, [said.file]);
  }
  kept.together(person, [said.file]);
  return true;
}

/** The checkpoint of now continues one of before, and is not shorter than the last one. */
export async function readConsistency({ ask, kept }: Hands): Promise<boolean> {
  const answer = await ask('/ledger/checkpoint');
  if (isBusy(answer)) return false;
  // Before the first entry there is no checkpoint.
  if (answer.status === 404 && kept.someCheckpoint() === undefined) return await nothingYet();
  if (answer.status !== 200) throw strange('the checkpoint', answer);
  const older = kept.someCheckpoint();
  const note = answer.bytes.toString('utf8');
  kept.checkpoint(note, { newest: true });
  if (older === undefined) return true;
  const growth = await ask(`/ledger/consistency/${older.size}`);
  if (isBusy(growth)) return false;
  if (growth.status !== 200) throw strange(`the proof that a ledger of ${older.size} entries was continued`, growth);
  const text = growth.bytes.toString('utf8');
  kept.checkpoint(text.slice(text.indexOf('\n\n') + 2));
  kept.together(null, [older.note, text]);
  return true;
}

/** In the public log stands what a receipt says, at its place. */
export async function readBundle({ ask, kept }: Hands): Promise<boolean> {
  const receipt = kept.someReceipt();
  if (receipt === undefined) return await nothingYet();
  const [number, place] = [receipt.index / 256n, Number(receipt.index % 256n)];
  const left = receipt.checkpoint.size - number * 256n;
  const path = `/ledger/tile/entries/${tilePath(number)}${left >= 256n ? '' : `.p/${left}`}`;
  const answer = await ask(path);
  if (isBusy(answer)) return false;
  if (answer.status !== 200) throw strange(path, answer);
  const at = place * 34;
  const entry = answer.bytes.subarray(at + 2, at + 34);
  if (answer.bytes.readUInt16BE(at) !== 32 || Buffer.compare(entry, receipt.leaf) !== 0) {
    throw new Contradiction(`${path} holds another entry at place ${receipt.index} than its receipt`, [
      answer.bytes.toString('base64'),
    ]);
  }
  return true;
}

function tilePath(number: bigint): string {
  const groups =
    String(number)
      .padStart(Math.ceil(String(number).length / 3) * 3, '0')
      .match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

const isBusy = ({ status }: Answer) => status === 503 || status === 429;

/** Before the first entry there is nothing to read: the others go on. */
function nothingYet(): Promise<false> {
  return new Promise((resolve) => {
    setImmediate(() => resolve(false));
  });
}
