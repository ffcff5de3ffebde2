import assert from 'node:assert/strict';
import { Secret, TOTP } from 'otpauth';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { Ground } from '../../kernel/policy/declarations.ts';
import type { Twin, TwinPerson } from '../../kernel/probe.ts';
import {
  claimConsole,
  confirmOneTimeCodes,
  giveRole,
  makeOwnerLink,
  personOfSession,
  prepareOneTimeCodes,
} from '../security/index.ts';
import { authenticateLegalRequest } from './authenticate-legal-request.ts';
import { findNecessary } from './find-necessary.ts';
import { receiveLegalRequest } from './receive-legal-request.ts';
import { scopeLegalRequest } from './scope-legal-request.ts';

/** Two officers of a twin, an authority with a key, and grounds: orders of the person's country and of another, a process. */
export interface ProveDesk {
  readonly person: TwinPerson;
  readonly first: AskerIdentity;
  readonly second: AskerIdentity;
  /** The fields that the ground of the person's country reaches, and one that it does not. */
  readonly reached: readonly string[];
  readonly beyond: string;
  /** A request about the person, found necessary by the first officer. */
  foundNecessary(ground: 'own' | 'foreign', fields: readonly string[]): Promise<string>;
  /** A request in a legal process about a dealing of the person. */
  foundInProcess(dealing: string, fields: readonly string[]): Promise<string>;
  /** What the authority makes of a file. */
  decrypt(file: Uint8Array): Promise<Uint8Array>;
}

/** Publishes on the twin: for probes with one of their own. */
export async function openProveDesk(twin: Twin): Promise<ProveDesk> {
  const person = await twin.person();
  const { fields } = twin.version.declarations;
  const country = fields.find(({ type }) => type === 'country');
  assert(country !== undefined, 'a field for the country of activity is declared');
  const own = String(person.left[country.id]);
  const others = fields.filter(({ id }) => id !== country.id).map(({ id }) => id);
  const [beyond = country.id, ...reached] = others.reverse();
  await twin.declare((declarations) => ({
    ...declarations,
    grounds: [
      ground('probe-own', own, reached),
      ground('probe-foreign', own === 'AQ' ? 'BV' : 'AQ', reached),
      { ...ground('probe-process', own, reached), kind: 'process' },
    ],
  }));
  const owner = await guarded(twin);
  const { output } = await twin.gate.pass(makeOwnerLink, { kind: 'host', by: 'prove' }, {});
  await twin.gate.pass(claimConsole, owner.asker, { link: output.token });
  const [first, second] = [await officer(twin, owner.asker), await officer(twin, owner.asker)];
  const { Decrypter, generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  const authorityKey = await identityToRecipient(identity);
  return {
    person,
    first,
    second,
    reached,
    beyond,
    foundNecessary: (which, asked) =>
      ask(twin, first, { ground: `probe-${which}`, authorityKey, persons: [person.accountName], fields: asked }),
    foundInProcess: (dealing, asked) =>
      ask(twin, first, { ground: 'probe-process', authorityKey, persons: [dealing], fields: asked }),
    async decrypt(file) {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      return await decrypter.decrypt(file);
    },
  };
}

function ground(id: string, country: string, reaches: readonly string[]): Ground {
  const words = { ru: 'Проба', en: 'Probe', uk: 'Проба' };
  return { id, country, kind: 'order', words, article: 'probe', reaches: [...reaches] };
}

async function guarded(twin: Twin) {
  const person = await twin.person();
  const { output: prepared } = await twin.gate.pass(prepareOneTimeCodes, person.asker, {});
  const totp = new TOTP({ secret: Secret.fromBase32(prepared.secret), algorithm: 'SHA1', digits: 6, period: 30 });
  const { output } = await twin.gate.pass(confirmOneTimeCodes, person.asker, { code: totp.generate() });
  const asker = await personOfSession(twin.gate.parts.db, output.session ?? '');
  assert(asker !== undefined, 'who turned codes on stays signed in');
  return { asker, accountName: person.accountName };
}

async function officer(twin: Twin, owner: AskerIdentity): Promise<AskerIdentity> {
  const { asker, accountName } = await guarded(twin);
  await twin.gate.pass(giveRole, owner, { accountName, role: 'legal-officer', label: 'probe' });
  return asker;
}

interface Asked {
  readonly ground: string;
  readonly authorityKey: string;
  readonly persons: readonly string[];
  readonly fields: readonly string[];
}

const REASON = 'A probe: nobody is asking, and nobody is here.';
const DAY_MILLISECONDS = 86_400_000;

async function ask({ gate }: Twin, officer: AskerIdentity, { ground, authorityKey, persons, fields }: Asked) {
  const { output } = await gate.pass(receiveLegalRequest, officer, {
    ground,
    authorityKey,
    authority: 'probe',
    reference: 'probe',
    asked: 'probe',
    expiresAt: new Date(gate.parts.clock.now().getTime() + DAY_MILLISECONDS).toISOString(),
  });
  const legalRequest = output.id;
  await gate.pass(authenticateLegalRequest, officer, { legalRequest, how: REASON });
  await gate.pass(scopeLegalRequest, officer, { legalRequest, persons, fields });
  await gate.pass(findNecessary, officer, { legalRequest, reason: REASON });
  return legalRequest;
}
