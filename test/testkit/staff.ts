import type { TestApp, TestPerson } from './app.ts';

type Role = 'owner' | 'editor' | 'verifier' | 'legal-officer' | 'support';

/**
 * Somebody of the administration: a registered person with the roles, in a session as if two factors stood behind it.
 * The rows are written directly, for tests whose promise is not about how staff sign in.
 */
export async function appointStaff(kit: TestApp, ...roles: readonly Role[]): Promise<TestPerson> {
  const person = await kit.person({ name: 'Somebody of the administration', country: 'UA' });
  const { db } = kit.app.parts;
  await db.run('update session set strong = true where person_id = $1', [person.personId]);
  // Named long ago: a legal officer after the first two waits a week before they may act.
  await db.run(
    `insert into staff (person_id, role, since)
     select $1, role, clock_timestamp() - interval '30 days' from unnest($2::text[]) as role`,
    [person.personId, roles],
  );
  await db.run('update site set facts_number = facts_number + 1');
  return person;
}

/** Everybody leaves the administration, so that a test begins with whom it appoints itself. */
export async function dismissStaff(kit: TestApp): Promise<void> {
  await kit.app.parts.db.run('update staff set ended_at = clock_timestamp() where ended_at is null');
  await kit.app.parts.db.run('update site set facts_number = facts_number + 1');
}
