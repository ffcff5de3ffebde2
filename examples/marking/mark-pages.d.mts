/** The site whose pages are marked. */
export interface MarkedSite {
  /** Scheme, host and port of the pages. */
  readonly own: string;
  /** The address of the policy that holds for them. */
  readonly policy: string;
  /** What a screen reader says after a link that leaves. */
  readonly words?: string;
}

export function markPage(html: string, site: MarkedSite): string;
/** For Express and its like. */
export function markResponses(
  site: MarkedSite,
): (
  request: object,
  response: { get(name: string): string | undefined; send(body: unknown): unknown },
  next: () => void,
) => void;
/** For Fastify, as an `onSend` hook. */
export function markPayloads(
  site: MarkedSite,
): (request: object, reply: { getHeader(name: string): unknown }, payload: unknown) => Promise<unknown>;
export function markPages(
  site: MarkedSite,
): (context: { res: Response | undefined }, next: () => Promise<void>) => Promise<void>;
