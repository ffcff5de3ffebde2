import assert from 'node:assert/strict';
import { insufficient } from '../ledger/insufficient.ts';
import { decide } from '../policy/decide.ts';
import type { DeclaredCase } from '../policy/declarations.ts';
import { missingFacts } from '../policy/explain.ts';
import type { Recipient, Section } from '../policy/names.ts';
import type { Version } from '../policy/open-version.ts';
import { Refusal } from '../refusal.ts';
import { readCreatedAt } from '../vault/store.ts';
import type { FieldToOpen, Moment, Reach } from './act.ts';
import type { GateMoment } from './moment.ts';
import type { GateParts } from './parts.ts';
import type { Request } from './request.ts';

/** What was asked of the policy and what it said: k fields are k decisions, and all must allow. */
export interface Asked {
  readonly allowed: boolean;
  readonly recipient: Recipient;
  /** What was named out of the declarations: `service:shop/delivery`, `provider:demo-pay/card`, or empty. */
  readonly about: string;
  readonly fields: readonly FieldToOpen[];
  readonly categories: readonly string[];
  /** Each fact as decided on; one that differs by field as a map from field to value. */
  readonly facts: Readonly<Record<string, FactValue | Readonly<Record<string, FactValue>>>>;
  readonly sections: readonly Section[];
  /** Fields left under an older version that would have refused: permitted by the newer one alone. */
  readonly widened: readonly string[];
  /** Facts that may be told to this asker and were false. */
  readonly missing: readonly string[];
}
type FactValue = boolean | string;

/** @param read A moment; that of an act that only opens is without a transaction, and such an act asks for none. */
export async function ask(parts: GateParts, request: Request, read: GateMoment): Promise<Asked> {
  const { act } = request;
  const moment = read as GateMoment & Moment<unknown, Reach, unknown>;
  const { role } = moment;
  const recipient = act.recipient?.(moment) ?? act.recipients[0];
  assert(
    recipient !== undefined && act.recipients.includes(recipient),
    `the recipient of ${act.name} is one it declares`,
  );
  // Two readings of one moment, under way together.
  const [fields, now] = await parts.trace.span('facts', {}, () => {
    const opening = Promise.resolve(act.opens === 'nothing' ? [] : (act.fields?.(moment) ?? []));
    return Promise.all([opening, act.factsNow?.(moment, opening) ?? {}]);
  });
  assert(
    fields.every(({ category }) => category === undefined || act.categories?.includes(category)),
    `what ${act.name} opens is of a category it declares`,
  );
  assert(
    act.opens === 'fields' || fields.every(({ category }) => category !== undefined),
    `${act.name} opens no declared field`,
  );
  const asks = fields.length === 0 ? [null] : fields;
  const decideOn = (field: FieldToOpen | null) => {
    const declared = declaredCase(moment.version, moment, field);
    const facts = factsFor(request, declared, now);
    const category = field?.category ?? declared.field?.category ?? 'none';
    const asked = { act: act.name, asker: role, category, recipient, facts };
    const decision = decide(parts.floor, moment.version.rules, asked);
    const missing = decision.allowed ? [] : missingFacts(parts.floor, moment.version.rules, asked);
    return { field: field?.field ?? null, category, facts, decision, missing };
  };
  const decided = parts.trace.span('decision', { decisions: asks.length }, () => asks.map(decideOn));
  const permitted = decided.every(({ decision }) => decision.allowed);
  const { widened, sections } = permitted
    ? await widening(parts, moment, { request, recipient, fields, now })
    : { widened: [], sections: [] };
  const allowed = permitted && (widened.length === 0 || moment.version.declarations.site.strict !== true);
  const telling = decided.filter(({ decision }) => decision.allowed === permitted);
  for (const { decision } of decided) {
    if (decision.by === 'error') parts.log.error('decision-error', { act: act.name, version: moment.version.number });
  }
  return {
    allowed,
    recipient,
    about: aboutOf(moment),
    fields,
    categories: [...new Set(decided.map(({ category }) => category))],
    facts: foldFacts(decided),
    sections: allowed === permitted ? [...new Set(telling.flatMap(({ decision }) => decision.sections))] : sections,
    widened,
    missing: [...new Set(decided.flatMap(({ missing }) => missing))],
  };
}

function declaredCase(
  { declarations }: Version,
  { reached, role }: Pick<GateMoment, 'reached' | 'role'>,
  asked: FieldToOpen | null,
): DeclaredCase {
  const field =
    asked === null || asked.category !== undefined
      ? null
      : (declarations.fields.find(({ id }) => id === asked.field) ?? null);
  if (asked !== null && asked.category === undefined && field === null) {
    throw new Refusal('invalid', `no field \`${asked.field}\` is declared`, { field: 'fields' });
  }
  const { service, provider, ground } = reached;
  const declaredService = declarations.services.find(({ id }) => id === service?.id);
  const declaredProvider = declarations.providers.find(({ id }) => id === provider?.id);
  return {
    declarations,
    field,
    service: service && declaredService ? { service: declaredService, purpose: service.purpose } : null,
    provider: provider && declaredProvider ? { provider: declaredProvider, method: provider.method } : null,
    ground: declarations.grounds.find(({ id }) => id === ground) ?? null,
    asker: role,
  };
}

// Only the facts the act declares go to the rules, and all of them: a missing one is our defect, not a "no".
function factsFor(
  request: Request,
  declared: DeclaredCase,
  now: Readonly<Record<string, FactValue>>,
): Readonly<Record<string, FactValue>> {
  return Object.fromEntries(
    request.act.facts.map((fact) => {
      const value = fact.kind === 'declared' ? fact.declared(declared) : now[fact.name];
      assert(value !== undefined, `fact ${fact.name} of ${request.act.name} has a value`);
      return [fact.name, value];
    }),
  );
}

function aboutOf(moment: GateMoment): string {
  const { service, provider, ground, counted } = moment.reached;
  if (counted) return `turned-away:${Object.entries(counted).map(([name, number]) => `${name}=${number}`)}`;
  if (service) return `service:${service.id}/${service.purpose}`;
  if (provider) return `provider:${provider.id}/${provider.method}`;
  return ground === undefined ? '' : `ground:${ground}`;
}

interface Permitted {
  readonly request: Request;
  readonly recipient: Recipient;
  readonly fields: readonly FieldToOpen[];
  readonly now: Readonly<Record<string, FactValue>>;
}

/**
 * What the version in force permits, decided once more for each value by the version under which it was left: by its
 * rules and its declarations, with the facts of now. Where that one would have refused, the use is wider than what the
 * person could read when they left it.
 */
async function widening(
  parts: GateParts,
  moment: GateMoment,
  { request, recipient, fields, now }: Permitted,
): Promise<{ readonly widened: readonly string[]; readonly sections: readonly Section[] }> {
  const { act } = request;
  const widened: string[] = [];
  const sections: Section[] = [];
  const unread = unreadOf(fields);
  const left = unread.length === 0 ? NOTHING_UNREAD : await leftWhen(moment, unread);
  for (const field of fields) {
    const at = field.row?.createdAt ?? left.get(field.recordId ?? '');
    if (at === undefined || at >= moment.version.publishedAt) continue;
    const then = await parts.shelf.standing(at, moment.version);
    if (then.meaning === moment.version.meaning) continue;
    const known = field.category !== undefined || then.declarations.fields.some(({ id }) => id === field.field);
    const declared = known ? declaredCase(then, moment, field) : undefined;
    const decision =
      declared &&
      decide(parts.floor, then.rules, {
        act: act.name,
        asker: moment.role,
        category: field.category ?? declared.field?.category ?? 'none',
        recipient,
        facts: factsFor(request, declared, now),
      });
    if (decision?.allowed === true) continue;
    widened.push(field.field);
    sections.push(...(decision?.sections ?? [act.section]));
  }
  return { widened: [...new Set(widened)], sections: [...new Set(sections)] };
}

/** When values were left whose rows the act has not read. */
async function leftWhen(read: GateMoment, unread: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const moment = read as GateMoment & Moment<unknown, Reach, unknown>;
  const { personId } = moment.reached;
  return personId === null ? NOTHING_UNREAD : await readCreatedAt(moment.tx, personId, unread);
}

const unreadOf = (fields: readonly FieldToOpen[]): readonly string[] =>
  fields.flatMap(({ row, recordId }) => (row === undefined && recordId !== null ? [recordId] : []));

const NOTHING_UNREAD: ReadonlyMap<string, Date> = new Map();

interface Decided {
  readonly field: string | null;
  readonly facts: Readonly<Record<string, FactValue>>;
}

function foldFacts(decided: readonly Decided[]): Asked['facts'] {
  const names = Object.keys(decided[0]?.facts ?? {}).toSorted();
  return Object.fromEntries(
    names.map((name) => {
      const values = decided.map(({ field, facts }) => [field ?? 'none', facts[name] ?? false] as const);
      const same = values.every(([, value]) => value === values[0]?.[1]);
      return [name, same ? (values[0]?.[1] ?? false) : Object.fromEntries(values)];
    }),
  );
}

/** What is heard where the policy refused. */
export function refusalOf(asked: Asked, entry: number | null): Refusal {
  return new Refusal('forbidden_by_policy', `the policy does not permit this (section ${asked.sections[0]})`, {
    ...(asked.sections[0] === undefined ? {} : { section: asked.sections[0] }),
    ...(entry === null ? {} : { entry }),
    missing: asked.missing,
    because: insufficient(asked.facts, asked.missing),
  });
}
