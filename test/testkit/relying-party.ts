import assert from 'node:assert/strict';
import * as relying from 'openid-client';
import { openVisitor, type Visited } from './visitor.ts';

export const CALLBACK = 'http://localhost:8091/signed-in';

/** A sign-in under way: what the relying party has to see come back. */
export interface Begun {
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** A strict relying party of somebody else's making, and the browser of a person who is signed in by this token. */
export function openRelyingParty(address: string, token: string) {
  const visitor = () => {
    const one = openVisitor(address);
    one.keep('kristalux-session', token);
    return one;
  };
  return {
    visitor,
    /** @param clockSkew How far its clock is from ours, seconds. */
    party: (id: string, secret: string, clockSkew = 0) =>
      relying.discovery(new URL(address), id, { client_secret: secret, [relying.clockSkew]: clockSkew }, undefined, {
        execute: [relying.allowInsecureRequests],
      }),
    async begin(by: relying.Configuration, more: Readonly<Record<string, string>> = {}): Promise<Begun> {
      const verifier = relying.randomPKCECodeVerifier();
      const [state, nonce] = [relying.randomState(), relying.randomNonce()];
      const url = relying.buildAuthorizationUrl(by, {
        redirect_uri: CALLBACK,
        scope: 'openid profile address',
        code_challenge: await relying.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...more,
      });
      return { url, verifier, state, nonce };
    },
    /** The person joins on the page, or is led through where they joined before. */
    async join(url: URL, who = visitor()): Promise<URL> {
      let page: Visited = await who.go(url.href);
      if (page.left === null) page = await who.send(page, /^\/entering\/[^/]+$/);
      assert(page.left, `led back to the service: ${page.status} ${page.html.replaceAll(/<[^>]+>/g, ' ').slice(-600)}`);
      return page.left;
    },
    exchange: (
      { verifier, state, nonce }: Begun,
      back: URL,
      by: relying.Configuration,
      options: relying.DPoPOptions = {},
    ) => {
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
      return relying.authorizationCodeGrant(by, back, checks, undefined, options);
    },
    /** The answer of an endpoint that programs ask. */
    async post(path: string, body: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
      const asked = { method: 'POST', body: new URLSearchParams(body), headers };
      const answer = await fetch(`${address}/oidc/${path}`, asked);
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    },
  };
}
