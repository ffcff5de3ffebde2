/**
 * A sequence of parts as bytes that can be read in one way only: each part behind its length (4 bytes, big-endian).
 * Text is UTF-8. Two different sequences never give the same bytes, so nothing can move from one part into its neighbour.
 */
export function lengthPrefixed(parts: readonly (string | Uint8Array)[]): Buffer {
  const lengths = parts.map((part) => (typeof part === 'string' ? Buffer.byteLength(part, 'utf8') : part.length));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  parts.forEach((part, index) => {
    at = bytes.writeUInt32BE(lengths[index] ?? 0, at);
    if (typeof part === 'string') at += bytes.write(part, at, 'utf8');
    else {
      bytes.set(part, at);
      at += part.length;
    }
  });
  return bytes;
}
