import type { Sql } from '../../../kernel/db/db.ts';
import type { Moment } from '../../../kernel/gate/act.ts';
import type { Declarations, ProofRule } from '../../../kernel/policy/declarations.ts';
import { forgetStandingProofs } from '../forget-standing-proofs.ts';
import * as demands from '../store.ts';
import { readProven } from './store.ts';

interface Ahead {
  readonly personId: string;
  readonly amount: number;
  readonly currency: string;
}

/** What the policy wants proven before a transfer, and is not proven yet. */
export interface ProofWanted {
  readonly rule: ProofRule;
  readonly fields: readonly string[];
  /** Those among them that the person never left: there is nothing to prove yet. */
  readonly missing: readonly string[];
}

/**
 * «Если ниже есть правило о крупных переводах …»: which declared rule stands before this transfer, with the fields that are
 * not proven in one of its ways. A value that became another one has lost its mark, and the rule holds anew.
 */
export async function proofWanted(
  sql: Sql,
  { thresholds }: Declarations,
  transfer: Ahead,
): Promise<ProofWanted | undefined> {
  const rule = ruleFor(thresholds.proofBefore ?? [], transfer);
  if (rule === undefined) return undefined;
  const left = await readProven(sql, transfer.personId, rule.fields);
  const proven = left.filter(({ how }) => how !== null && rule.ways.includes(how)).map(({ field }) => field);
  const fields = rule.fields.filter((name) => !proven.includes(name));
  const missing = fields.filter((name) => !left.some(({ field }) => field === name));
  return fields.length === 0 ? undefined : { rule, fields, missing };
}

// The highest amount that was reached. An amount in a currency that no rule names cannot be compared: the first rule holds.
function ruleFor(rules: readonly ProofRule[], { amount, currency }: Ahead): ProofRule | undefined {
  const named = rules.filter(({ from }) => from.currency === currency);
  if (named.length === 0) return rules[0];
  return named.filter(({ from }) => from.amount <= amount).sort((one, other) => other.from.amount - one.from.amount)[0];
}

type Running = Pick<Moment<unknown, unknown, unknown>, 'tx' | 'parts' | 'at' | 'version'>;

/** The rule demands the proof, unless a demand stands that leads to it: in time, of these fields, by the rule's ways. */
export async function demandByRule({ tx, parts, at, version }: Running, personId: string, wanted: ProofWanted) {
  const { rule, fields, missing } = wanted;
  // Nobody can prove what they never left: the page of the transfer says what to leave first.
  if (missing.length > 0) return;
  const standing = await demands.demandsNaming(tx, personId, fields);
  if (fields.every((name) => standing.some((one) => leadsTo(one, rule, name, at)))) return;
  // What a rule demanded before gives way; what staff demanded stays theirs.
  const lapsed = standing.filter((one) => one.rule !== null).map(({ demandId }) => demandId);
  await demands.withdrawDemands(tx, personId, lapsed);
  await forgetStandingProofs({ tx, parts }, personId, lapsed);
  await demands.insertDemand(tx, {
    personId,
    demandId: parts.random.uuid(),
    fields,
    reason: 'large-transfer',
    ways: rule.ways,
    heldBack: 'large-transfers',
    days: rule.days,
    demandedBy: null,
    rule: { id: rule.id, version: version.number, ...rule.from },
  });
}

function leadsTo({ deadline, fields, ways }: demands.DemandRow, rule: ProofRule, name: string, at: Date): boolean {
  return deadline > at && fields.includes(name) && ways.every((way) => rule.ways.includes(way));
}

export interface Held {
  readonly by: 'staff' | 'rule';
  /** Fields to be proven, as a rule names them, and those of them that were never left. */
  readonly fields: readonly string[];
  readonly missing: readonly string[];
  /** Whether a demand stands that the person can answer. */
  readonly answerable: boolean;
}

/** Why a transfer waits: for a demand of staff, or for what the policy itself wants proven first. Undefined: it does not. */
export async function heldTransfer(
  sql: Sql,
  declarations: Declarations,
  at: Date,
  transfer: Ahead,
): Promise<Held | undefined> {
  const wanted = await proofWanted(sql, declarations, transfer);
  if (wanted !== undefined) {
    const standing = await demands.demandsNaming(sql, transfer.personId, wanted.fields);
    const answerable = wanted.fields.every((name) => standing.some((one) => leadsTo(one, wanted.rule, name, at)));
    return { by: 'rule', fields: wanted.fields, missing: wanted.missing, answerable };
  }
  const held = await demands.holdsBack(sql, transfer.personId, 'transfers');
  return held ? { by: 'staff', fields: [], missing: [], answerable: true } : undefined;
}
