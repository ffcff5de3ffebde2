import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Secret, TOTP } from 'otpauth';
import type { App } from '../../app.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { register } from '../../promises/agreement/index.ts';
import {
  answerLegalRequest,
  approveLegalRequest,
  authenticateLegalRequest,
  findNecessary,
  receiveLegalRequest,
  scopeLegalRequest,
} from '../../promises/protection/index.ts';
import {
  claimConsole,
  confirmOneTimeCodes,
  giveRole,
  makeOwnerLink,
  personOfSession,
  prepareOneTimeCodes,
} from '../../promises/security/index.ts';

/** One of the administration, with what it takes to sign in as them. */
export interface DemoOfficer {
  readonly accountName: string;
  readonly password: string;
  /** For an app of one-time codes. */
  readonly codes: string;
}

export interface DemoRequests {
  readonly officers: readonly DemoOfficer[];
  /** The key with which the demonstration's court reads its answer. */
  readonly courtKey: string;
  readonly requests: number;
}

const DAY_MILLISECONDS = 86_400_000;
const CHECKED = 'Demonstration: called back at the number of an official register.';

/**
 * Two officers and four requests, each by the way of every request: one agreed on, which the server answers when it next
 * runs; one that waits for the second officer under a ban on telling; a foreign one refused; one with nothing to give.
 *
 * @param person Whom the first two are about: of the country whose court asks.
 */
export async function seedRequests(app: App, person: string): Promise<DemoRequests> {
  const [first, second] = await appoint(app);
  const courtKey = await generateX25519Identity();
  const authorityKey = await identityToRecipient(courtKey);
  const ask = await askWith(app, first.asker, authorityKey);
  const { pass } = app.gate;

  const agreed = await ask({ ground: 'demo-order-ua', persons: [person], fields: ['name', 'address'] });
  await pass(findNecessary, first.asker, {
    legalRequest: agreed,
    reason: 'Demonstration: the order names this account.',
  });
  await pass(approveLegalRequest, second.asker, { legalRequest: agreed });

  const gagUntil = inDays(app, 30);
  const waiting = await ask({ ground: 'demo-law-ua', persons: [person], fields: ['name'], gagUntil });
  await pass(findNecessary, first.asker, { legalRequest: waiting, reason: 'Demonstration: the law names this case.' });

  const foreign = await ask({ ground: 'demo-order-gb', persons: [person], fields: ['name', 'email'] });
  const refused = 'Demonstration: an order of a court of another country is not the law of this person’s country.';
  await pass(answerLegalRequest, first.asker, { legalRequest: foreign, answer: 'refused', reason: refused });

  const unknown = await ask({ ground: 'demo-order-ua', persons: ['nobody@example.org'], fields: ['name'] });
  const nothing = 'Demonstration: nobody left data under this address.';
  await pass(answerLegalRequest, second.asker, { legalRequest: unknown, answer: 'no-data-held', reason: nothing });
  return { officers: [first.said, second.said], courtKey, requests: 4 };
}

interface Asked {
  readonly ground: string;
  readonly persons: readonly string[];
  readonly fields: readonly string[];
  readonly gagUntil?: string;
}

async function askWith(app: App, officer: AskerIdentity, authorityKey: string) {
  const { pass } = app.gate;
  let number = 0;
  return async ({ ground, persons, fields, gagUntil }: Asked): Promise<string> => {
    number += 1;
    const { output } = await pass(receiveLegalRequest, officer, {
      ...{ ground, authorityKey, authority: 'Demonstration court', reference: `case ${number} of the demonstration` },
      ...{
        asked: 'Whose account this is.',
        expiresAt: inDays(app, 60),
        ...(gagUntil === undefined ? {} : { gagUntil }),
      },
    });
    await pass(authenticateLegalRequest, officer, { legalRequest: output.id, how: CHECKED });
    await pass(scopeLegalRequest, officer, { legalRequest: output.id, persons, fields });
    return output.id;
  };
}

function inDays({ parts }: App, days: number): string {
  return new Date(parts.clock.now().getTime() + days * DAY_MILLISECONDS).toISOString();
}

interface Appointed {
  readonly asker: AskerIdentity;
  readonly said: DemoOfficer;
}

/** The owner, who is an officer too, and a second officer: each with a second factor, as everybody of the administration. */
async function appoint(app: App): Promise<readonly [Appointed, Appointed]> {
  const { pass } = app.gate;
  const [first, second] = [await guarded(app), await guarded(app)];
  const { output } = await pass(makeOwnerLink, { kind: 'host', by: 'seed' }, {});
  await pass(claimConsole, first.asker, { link: output.token });
  for (const { said } of [first, second]) {
    const { accountName } = said;
    await pass(giveRole, first.asker, { accountName, role: 'legal-officer', label: 'Demonstration officer' });
  }
  return [first, second];
}

async function guarded({ gate, parts }: App): Promise<Appointed> {
  const version = await parts.shelf.inForce();
  const password = parts.random.bytes(15).toString('base64url');
  const fields = { name: 'Demonstration Officer', country: 'UA' };
  const input = { fields, password, language: 'ru', policyVersion: version?.number ?? 1 };
  const registered = await gate.pass(register, { kind: 'anyone', network: 'seed' }, input);
  const asker = await personOfSession(parts.db, registered.output.session ?? '');
  if (asker === undefined) throw new Error('a registration makes a session');
  const { output: prepared } = await gate.pass(prepareOneTimeCodes, asker, {});
  const totp = new TOTP({ secret: Secret.fromBase32(prepared.secret), algorithm: 'SHA1', digits: 6, period: 30 });
  const timestamp = parts.clock.now().getTime();
  const { output } = await gate.pass(confirmOneTimeCodes, asker, { code: totp.generate({ timestamp }) });
  const strong = await personOfSession(parts.db, output.session ?? '');
  if (strong === undefined) throw new Error('who turned codes on stays signed in');
  return {
    asker: strong,
    said: { accountName: registered.output.accountName ?? '', password, codes: prepared.secret },
  };
}
