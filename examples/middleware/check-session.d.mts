export interface SignedIn {
  readonly person: string;
  readonly dealing: string;
}
export interface Sessions {
  begin(signedIn: SignedIn): string;
  end(): string;
  read(cookies?: string): SignedIn | undefined;
  hear(notice: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }): void;
}
export function openSessions(given: {
  readonly secret: string;
  readonly cookie?: string;
  readonly secure?: boolean;
  readonly now?: () => number;
}): Sessions;
interface Where {
  /** Where whoever is not signed in is led. */
  readonly signIn: string;
}
interface HonoContext {
  readonly req: { header(name: string): string | undefined };
  set(name: string, value: unknown): void;
  redirect(address: string, status: 303): Response;
}
export function checkSession(
  sessions: Sessions,
  where: Where,
  // biome-ignore lint/suspicious/noConfusingVoidType: a middleware of Hono answers, or leaves it to the next
): (context: HonoContext, next: () => Promise<void>) => Promise<Response | void>;
export function checkRequests(
  sessions: Sessions,
  where: Where,
): (
  request: { readonly headers: { readonly cookie?: string | undefined }; signedIn?: SignedIn },
  response: { redirect(status: number, address: string): void },
  next: () => void,
) => void;
export function checkOnRequest(
  sessions: Sessions,
  where: Where,
): (
  request: { readonly headers: { readonly cookie?: string | undefined }; signedIn?: SignedIn },
  reply: { redirect(address: string, status: number): unknown },
) => Promise<unknown>;
