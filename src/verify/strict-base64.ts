const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What each character stands for, by its code; undefined for all others. */
const SIXES: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const six = ALPHABET.indexOf(String.fromCharCode(code));
  return six < 0 ? undefined : six;
});

/** RFC 4648 §4 with padding, and nothing else: a second spelling of the same bytes is refused. Undefined when it is none. */
export function strictBase64(text: string, length?: number): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  if (length !== undefined && bytes.length !== length) return undefined;
  let [at, held, bits] = [0, 0, 0];
  for (let place = 0; place < text.length - padding; place += 1) {
    const six = SIXES[text.charCodeAt(place)];
    if (six === undefined) return undefined;
    held = ((held << 6) | six) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = held >> bits;
    at += 1;
  }
  // What is left over of the last character must be nothing, or there were several spellings.
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}
