/**
 * A sequence of parts as bytes that can be read in one way only: each part behind its length (4 bytes, big-endian).
 * Text is UTF-8. Two different sequences never give the same bytes, so nothing can move from one part into its neighbour.
 */
export function lengthPrefixed(parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
