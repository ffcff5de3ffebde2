import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { App } from '../../src/app.ts';
import type { AskerIdentity } from '../../src/kernel/gate/asker.ts';
import type { StaffRole } from '../../src/kernel/gate/store.ts';
import {
  claimConsole,
  confirmOneTimeCodes,
  giveRole,
  makeOwnerLink,
  personOfSession,
  prepareOneTimeCodes,
} from '../../src/promises/security/index.ts';
import { LEFT, type TestApp, type TestPerson } from './app.ts';

export type Signed = Extract<AskerIdentity, { kind: 'person' }>;

/** The person behind a session token. */
export async function signedBy(app: App, token: string | null | undefined): Promise<Signed> {
  const asker = await personOfSession(app.parts.db, token ?? '');
  assert(asker !== undefined, 'the session lives');
  return asker;
}

/** The code an app shows, `steps` half minutes from now: each step counts once. */
export function codeOf(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

/** What somebody else leaves: addresses that nobody shares, so that tries at one do not slow down another. */
export function otherFields(): Readonly<Record<string, unknown>> {
  const email = `lamp-${randomBytes(6).toString('hex')}@example.org`;
  return { ...LEFT, email, phone: `+38044${randomInt(1_000_000, 9_999_999)}` };
}

export interface GuardedPerson extends TestPerson {
  readonly secret: string;
}

/** A registered person with one-time codes on, in a session that two factors stand behind. */
export async function guardedPerson(
  kit: TestApp,
  fields: Readonly<Record<string, unknown>> = otherFields(),
): Promise<GuardedPerson> {
  const person = await kit.person(fields);
  const { gate } = kit.app;
  const { output: prepared } = await gate.pass(prepareOneTimeCodes, person.asker, {});
  // The step before this one, so that a test may use this one and the next.
  const { output } = await gate.pass(confirmOneTimeCodes, person.asker, { code: codeOf(prepared.secret, -1) });
  const asker = await signedBy(kit.app, output.session);
  return { ...person, asker, token: output.session ?? '', secret: prepared.secret };
}

/** The first owner, by the link of the host. */
export async function makeOwner(kit: TestApp): Promise<GuardedPerson> {
  const owner = await guardedPerson(kit);
  const { output } = await kit.app.gate.pass(makeOwnerLink, { kind: 'host', by: 'test' }, {});
  await kit.app.gate.pass(claimConsole, owner.asker, { link: output.token });
  return owner;
}

/** One more member of the staff, who got the role from an owner. */
export async function makeStaff(kit: TestApp, owner: GuardedPerson, role: StaffRole): Promise<GuardedPerson> {
  const member = await guardedPerson(kit);
  await kit.app.gate.pass(giveRole, owner.asker, { accountName: member.accountName, role, label: `test ${role}` });
  return member;
}
