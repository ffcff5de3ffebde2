import type { Gate } from '../../kernel/gate/gate.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import type { StaffRole } from '../../kernel/gate/store.ts';
import type { TwinCredential, TwinPerson } from '../../kernel/probe.ts';
import { register } from '../../promises/agreement/index.ts';
import { askerOfCredential, issueCredential, personOfSession } from '../../promises/security/index.ts';
import { appoint } from '../store.ts';
import { inventFields } from './invent-fields.ts';

const HOST = { kind: 'host', by: 'prove' } as const;
/** Documentation addresses (RFC 5737): nobody's. */
const STRANGER = { kind: 'anyone', network: '192.0.2.0/24' } as const;

export async function makePerson(gate: Gate, given?: Readonly<Record<string, unknown>>): Promise<TwinPerson> {
  const { parts } = gate;
  const version = await versionInForce(parts);
  const left = given ?? inventFields(version.declarations, parts.random);
  const password = parts.random.bytes(18).toString('base64url');
  const input = { fields: left, password, language: version.binding, policyVersion: version.number };
  const { output } = await gate.pass(register, STRANGER, input);
  const asker = await personOfSession(parts.db, output.session);
  if (asker === undefined || output.accountName === undefined) throw new Error('a registration makes a person');
  const { personId } = asker;
  return { asker, personId, accountName: output.accountName, password, session: output.session, left };
}

/**
 * Written into the twin's database and not asked of the gate: how staff come to be and strengthen their session is shown
 * by the probes of section security, and no probe of another section should depend on it.
 */
export async function makeStaff(gate: Gate, role: StaffRole): Promise<TwinPerson> {
  const { declarations } = await versionInForce(gate.parts);
  // Without an address they are in no audience, so that a probe counts only the people it made.
  const fields = declarations.fields.filter(({ type }) => type !== 'email');
  const person = await makePerson(gate, inventFields({ ...declarations, fields }, gate.parts.random));
  await appoint(gate.parts.db, person.personId, role);
  return person;
}

export async function makeCredential(gate: Gate, kind: 'service' | 'provider', name: string): Promise<TwinCredential> {
  const { output } = await gate.pass(issueCredential, HOST, { kind, name });
  const asker = await askerOfCredential(gate.parts.db, output.secret);
  if (asker === undefined) throw new Error('an issued credential is known');
  return { asker, secret: output.secret, signingSecret: output.signingSecret };
}
