export interface Embedding {
  /** The address of the site. */
  readonly site: string;
  /** What each form is called, for those who do not see the frame; others are left as they stand. */
  readonly titles: Readonly<Record<string, string>>;
  readonly language?: string;
}
export function embedForms(html: string, given: Embedding): string;
export function lettingIn(policy: unknown, given: Pick<Embedding, 'site'>): string | undefined;
export function embedInPages(
  given: Embedding,
): (context: { res: Response | undefined }, next: () => Promise<void>) => Promise<void>;
export function embedInResponses(given: Embedding): (
  request: object,
  response: {
    get(name: string): string | undefined;
    set(name: string, value: string): unknown;
    send(body: unknown): unknown;
  },
  next: () => void,
) => void;
export function embedInPayloads(
  given: Embedding,
): (
  request: object,
  reply: { getHeader(name: string): unknown; header(name: string, value: string): unknown },
  payload: unknown,
) => Promise<unknown>;
