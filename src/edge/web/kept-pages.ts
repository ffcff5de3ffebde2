/**
 * Pages as they were rendered last. A page is a function of plain data, and it is kept under all the data that it was made
 * from, read anew for each reader: what another process changes makes another name, so nothing here can be out of date.
 */
export interface KeptPages {
  take(madeFrom: string, render: () => string): Uint8Array<ArrayBuffer>;
}

/** More than a page has languages; one page is about 80 kB. */
const KEPT_MAX = 12;

export function openKeptPages(): KeptPages {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    take(madeFrom, render) {
      const bytes = kept.get(madeFrom) ?? new TextEncoder().encode(render());
      // The one that nobody asked for longest goes first.
      kept.delete(madeFrom);
      kept.set(madeFrom, bytes);
      const [oldest] = kept.keys();
      if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
      return bytes;
    },
  };
}
