import { randomInt } from 'node:crypto';
import type { AskerIdentity } from '../../src/kernel/gate/asker.ts';
import type { Gate } from '../../src/kernel/gate/gate.ts';
import {
  authenticateLegalRequest,
  findNecessary,
  receiveLegalRequest,
  scopeLegalRequest,
} from '../../src/promises/protection/index.ts';
import { personOfSession, signIn } from '../../src/promises/security/index.ts';
import { LEFT, STRANGER, type TestApp, type TestPerson } from './app.ts';
import { type Authority, openAuthority } from './authority.ts';
import { appointStaff, dismissStaff } from './staff.ts';

export const REASON = 'The order names exactly this account and these two fields.';
export const INTAKE = {
  ground: 'demo-order-ua',
  authority: 'Canary court of the demonstration',
  reference: 'case 1 of the demonstration',
  asked: 'Name and telephone number of the holder of the account.',
};

export interface Asked {
  readonly persons: readonly string[];
  readonly fields: readonly string[];
  readonly ground?: string;
  readonly leftUntil?: string;
}

/** Two legal officers and an authority that asks; each step is taken by the first officer, through the real gate. */
export interface LegalDesk {
  readonly first: TestPerson;
  readonly second: TestPerson;
  readonly authority: Authority;
  readonly pass: Gate['pass'];
  /** Each answers with the id of a new request that has come so far. */
  authenticated(ground?: string): Promise<string>;
  scoped(asked: Asked): Promise<string>;
  foundNecessary(asked: Asked): Promise<string>;
  expire(legalRequest: string): Promise<void>;
  suspend(officer: TestPerson): Promise<void>;
  anotherSession(officer: TestPerson): Promise<AskerIdentity>;
}

/** Everybody else leaves the administration. */
export async function openLegalDesk(kit: TestApp): Promise<LegalDesk> {
  await dismissStaff(kit);
  const first = await appointStaff(kit, 'legal-officer');
  const second = await appointStaff(kit, 'legal-officer');
  const authority = await openAuthority();
  const { gate, parts } = kit.app;
  const authenticated = async (ground: string = INTAKE.ground) => {
    const intake = { ...INTAKE, ground, authorityKey: authority.key, expiresAt: inDays(30) };
    const { output } = await gate.pass(receiveLegalRequest, first.asker, intake);
    const how = 'Called back at the number of the official register.';
    await gate.pass(authenticateLegalRequest, first.asker, { legalRequest: output.id, how });
    return output.id;
  };
  const scoped = async ({ ground, ...scope }: Asked) => {
    const legalRequest = await authenticated(ground);
    await gate.pass(scopeLegalRequest, first.asker, { legalRequest, ...scope });
    return legalRequest;
  };
  return {
    first,
    second,
    authority,
    pass: gate.pass,
    authenticated,
    scoped,
    async foundNecessary(asked) {
      const legalRequest = await scoped(asked);
      await gate.pass(findNecessary, first.asker, { legalRequest, reason: REASON });
      return legalRequest;
    },
    async expire(legalRequest) {
      await parts.db.run(
        `update legal_request set expires_at = clock_timestamp() - interval '1 second' where legal_request_id = $1`,
        [legalRequest],
      );
    },
    async suspend({ personId }) {
      await parts.db.run('update staff set suspended_at = clock_timestamp() where person_id = $1', [personId]);
      await parts.db.run('update site set facts_number = facts_number + 1');
    },
    async anotherSession({ accountName, password, personId }) {
      const { output } = await gate.pass(signIn, STRANGER, { identifier: accountName, password });
      await parts.db.run('update session set strong = true where person_id = $1', [personId]);
      const asker = await personOfSession(parts.db, output.session ?? '');
      if (asker === undefined) throw new Error('a sign-in makes a session');
      return asker;
    },
  };
}

/** The clock of the batches of sealed entries goes on by a day, and the day's work is done. */
export async function aDayPasses({ app }: TestApp): Promise<void> {
  const { db } = app.parts;
  await db.run('delete from sealed_batch where day < (select max(day) from sealed_batch)');
  await db.run('update sealed_batch set day = day - 1');
  await db.run(`update job set run_at = clock_timestamp() where kind = 'sealed-day'`);
  await app.worker.drain();
}

/** A person with addresses of their own: one address registered again and again would be throttled. */
export async function somebody(kit: TestApp, fields: Readonly<Record<string, unknown>> = {}): Promise<TestPerson> {
  const number = randomInt(1_000_000, 9_999_999);
  return await kit.person({ ...LEFT, email: `lamp-${number}@example.org`, phone: `+38044${number}`, ...fields });
}

export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}
