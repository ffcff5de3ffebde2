/** RFC 4648 §4 with padding, and nothing else: a second spelling of the same bytes is refused. Undefined when it is none. */
export function strictBase64(text: string, length?: number): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) return undefined;
  return length === undefined || bytes.length === length ? bytes : undefined;
}
