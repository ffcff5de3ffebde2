/** A page as it was rendered last. */
export interface KeptPage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Pages as they were rendered last. A page is a function of plain data, and it is kept under a name of all the data that it
 * was made from, which is asked anew for each reader: what another process changes makes another name, so nothing here can
 * be out of date.
 */
export interface KeptPages {
  find(madeFrom: string): Promise<KeptPage> | undefined;
  take(madeFrom: string, render: () => Promise<KeptPage>): Promise<KeptPage>;
}

/** More than a page has languages; one page is about 80 kB. */
const KEPT_MAX = 12;

export function openKeptPages(): KeptPages {
  const kept = new Map<string, Promise<KeptPage>>();
  return {
    find: (madeFrom) => kept.get(madeFrom),
    take(madeFrom, render) {
      const page = kept.get(madeFrom) ?? render();
      // The one that nobody asked for longest goes first.
      kept.delete(madeFrom);
      kept.set(madeFrom, page);
      // A failed rendering must not be the answer for ever.
      page.catch(() => kept.get(madeFrom) === page && kept.delete(madeFrom));
      const [oldest] = kept.keys();
      if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
      return page;
    },
  };
}
