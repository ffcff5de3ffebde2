import { base64Of } from './bytes.ts';

/** RFC 4648 §4 with padding, and nothing else: a second spelling of the same bytes is refused. Undefined when it is none. */
export function strictBase64(text: string, length?: number): Uint8Array | undefined {
  // `atob` takes more than that, so what it read has to read the same again.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (base64Of(bytes) !== text) return undefined;
  return length === undefined || bytes.length === length ? bytes : undefined;
}
