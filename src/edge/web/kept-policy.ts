import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reads } from '../../kernel/db/reading.ts';
import { POLICY_KEPT_MILLISECONDS } from '../../kernel/limits.ts';
import type { Language } from '../../kernel/words.ts';
import { type PolicyState, readPolicyState } from '../../prove/store.ts';
import { addresses } from '../../ui/addresses.ts';
import type { KeptPage } from './kept-pages.ts';
import { languageAccepted } from './language-accepted.ts';
import type { Web } from './page.tsx';

/** What the policy's page is kept under, for a reader who is not signed in. */
export const policyKey = (language: Language, { number, digest }: PolicyState): string =>
  `${addresses.policy} ${language} ${number} ${digest}`;

/**
 * The policy's page for who comes without a cookie, from what was kept, before anything is made of the request: the way
 * through the framework costs several times what the page does. Which version is in force, and all that is shown beside
 * it, is asked of the database anew as soon as the last answer is older than a publication waits before it is acknowledged.
 * So no reader who comes after that gets a page of an older version, whichever process answers.
 *
 * @returns Answers whether it was answered; where not, nothing was written.
 */
export function openKeptPolicy(web: Pick<Web, 'gate' | 'kept'>) {
  const stateNow = openPolicyState(web.gate.parts.reads);
  return async ({ method, url, headers }: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (url !== addresses.policy || method !== 'GET' || headers.cookie !== undefined) return false;
    try {
      const page = await findKept(web, await stateNow(), headers['accept-language']);
      if (page === undefined) return false;
      response.writeHead(200, page.headers).end(page.bytes);
      return true;
    } catch {
      // Whoever answers next meets the same fault, and says it.
      return false;
    }
  };
}

function openPolicyState(reads: Reads): () => Promise<PolicyState> {
  let known: Known | undefined;
  let asking: Promise<PolicyState> | undefined;
  const askAnew = () => {
    // INVARIANT: the time is taken before the question leaves.
    const [asked, wall] = [performance.now(), Date.now()];
    const answer = readPolicyState(reads)
      .then((state) => {
        known = { asked, wall, state };
        return state;
      })
      .finally(() => {
        asking = undefined;
      });
    asking = answer;
    return answer;
  };
  return async () => {
    const age = known === undefined ? POLICY_KEPT_MILLISECONDS : ageOf(known);
    // Who comes while the answer holds asks for the next one, and does not wait for it.
    if (age > POLICY_KEPT_MILLISECONDS / 4 && asking === undefined) askAnew().catch(() => {});
    return known !== undefined && age < POLICY_KEPT_MILLISECONDS ? known.state : await readPolicyState(reads);
  };
}

interface Known {
  readonly asked: number;
  readonly wall: number;
  readonly state: PolicyState;
}

// By two clocks: a machine that slept did not count the time on one, and the other may have been set back.
function ageOf({ asked, wall }: Known): number {
  return Math.max(performance.now() - asked, Math.abs(Date.now() - wall));
}

async function findKept(
  { gate, kept }: Pick<Web, 'gate' | 'kept'>,
  state: PolicyState,
  accepted = '',
): Promise<KeptPage | undefined> {
  if (state.number === 0) return undefined;
  const { site } = (await gate.parts.shelf.byNumber(state.number)).declarations;
  return await kept.find(policyKey(languageAccepted(accepted, site.languages), state));
}
