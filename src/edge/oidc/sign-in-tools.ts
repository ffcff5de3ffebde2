import { refreshTokenOf } from '../../bench/refresh-token.ts';
import type { SignInTools } from '../../bench/sign-in.ts';
import { faceOf } from '../face.ts';
import { grantFor, openOidc } from './open-provider.ts';

/** For measurements: people who have signed in to a service, without the pages between. */
export const signInTools: SignInTools = {
  async refreshTokens(app, origin, { service, purpose, scope, people }) {
    const nothing = async () => {};
    const pages = { leave: nothing, left: nothing, error: nothing };
    const provider = await openOidc(app.gate, faceOf(origin, []), pages).provider();
    const client = await provider.Client.find(service);
    if (client === undefined) throw new Error('the service is one that people sign in to');
    const tokens: string[] = [];
    for (const person of people) {
      const grant = await grantFor(app.gate, provider, person, { service, purpose, scope });
      tokens.push(await refreshTokenOf(provider, client, { accountId: person.personId, grantId: grant.jti, scope }));
    }
    return tokens;
  },
};
