/**
 * What differs from copy to copy stands in a compiled bulletin as a mark: a character of private use, which no text of a
 * bulletin may hold. So what was checked at the confirmation is what is sent, but for these.
 */
export const MARKS = { token: '\ue000', entry: '\ue001', version: '\ue002' } as const;

export interface OfOneCopy {
  readonly token: string;
  /** The entry of the person's chain that records the hand-over; null before it, where a text is only shown. */
  readonly entry: number | null;
  readonly version: number;
}

/** A body with what is of this copy alone. */
export function fillCopy(body: string, { token, entry, version }: OfOneCopy): string {
  return body
    .replaceAll(MARKS.token, token)
    .replaceAll(MARKS.entry, entry === null ? '…' : String(entry))
    .replaceAll(MARKS.version, String(version));
}
