import { setTimeout as pause } from 'node:timers/promises';

/** A server whose ledger is hammered. Nobody in `people`: only what is public is read. */
export interface HammerPlace {
  readonly address: string;
  /** The line of the ledger's key. */
  readonly key: string;
  /** The credential of a service that asks for fields; empty where nobody writes. */
  readonly secret: string;
  readonly people: readonly HammerPerson[];
}

export interface HammerPerson {
  readonly session: string;
  /** A dealing with that service, which they joined. */
  readonly dealing: string;
  /** What was acknowledged to them, by the number of its entry. */
  readonly acknowledged: number[];
}

export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  /** The number of the entry that the act wrote in the asker's own chain; 0 where none is told. */
  readonly entry: number;
}

export interface Question {
  readonly method?: string;
  readonly bearer?: string;
  readonly body?: object;
}

export type Ask = (path: string, question?: Question) => Promise<Answer>;

/** Asked again at once by everybody, a server that is busy would stay so. */
const REST_MILLISECONDS = 20;

/** @param again Told of every "busy"; false: nobody wants to know any more */
export function askerOf(address: string, again: () => boolean): Ask {
  return async (path, { method = 'GET', bearer, body } = {}) => {
    for (;;) {
      const answer = await fetch(`${address}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const busy = answer.status === 503 || answer.status === 429;
      if (!busy || !again()) {
        return { status: answer.status, bytes, entry: Number(answer.headers.get('kristalux-entry') ?? 0) };
      }
      await pause(REST_MILLISECONDS);
    }
  };
}
