const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const KEY_BYTES = 32;
const BITS = 5;

/** A key of 32 bytes as people write it down: thirteen groups of four letters and digits (RFC 4648, base 32). */
export function sayHeldKey(key: Buffer): string {
  let bits = BigInt(`0x${key.toString('hex')}`) << 4n;
  let text = '';
  for (let count = 0; count < 52; count += 1) {
    text = `${LETTERS[Number(bits & 31n)]}${text}`;
    bits >>= BigInt(BITS);
  }
  return text.match(/.{4}/g)?.join('-') ?? '';
}

/** What was typed as such a key; undefined where it cannot be one. Spaces, hyphens and capitals do not matter. */
export function readHeldKey(typed: string): Buffer | undefined {
  const text = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('0', 'o').replaceAll('1', 'l');
  if (!/^[a-z2-7]{52}$/.test(text)) return undefined;
  let bits = 0n;
  for (const letter of text) bits = (bits << BigInt(BITS)) | BigInt(LETTERS.indexOf(letter));
  if ((bits & 15n) !== 0n) return undefined;
  return Buffer.from((bits >> 4n).toString(16).padStart(KEY_BYTES * 2, '0'), 'hex');
}
