import { Refusal } from '../refusal.ts';
import type { ActDescription } from './act-description.ts';
import type { Facts } from './compile.ts';
import type { Declarations, DeclaredCase } from './declarations.ts';
import { valuesOf } from './explain.ts';
import type { AskedCase } from './explanation.ts';
import type { Asker, Recipient } from './names.ts';
import type { UnpublishedVersion } from './open-version.ts';
import { NO_CATEGORY, type VocabularyAct, type VocabularyFact } from './vocabulary.ts';

/** A case as somebody types it: whatever is left out is the act's first. */
export interface StatedCase {
  readonly act: string;
  readonly asker?: string | undefined;
  readonly recipient?: string | undefined;
  /** Ids of declared fields, or categories of what the act opens besides. */
  readonly fields: readonly string[];
  /** `service:shop/delivery`, `provider:demo-pay/card`, `ground:ua-order`. */
  readonly about?: string | undefined;
  /** `confirmedByPerson`, `not restricted`, `kind=law`; what is not stated does not hold. */
  readonly facts: readonly string[];
}

/**
 * A stated case with its declared facts worked out of the version's declarations.
 *
 * @throws Refusal `invalid` naming the part that nothing is called
 */
export function stateCase(stated: StatedCase, version: UnpublishedVersion, acts: readonly ActDescription[]): AskedCase {
  const { vocabulary, declarations } = version;
  const act = vocabulary.acts.find(({ name }) => name === stated.act);
  if (act === undefined) throw unknown('act', stated.act, similar(stated.act, vocabulary.acts));
  const asker = oneOf('asker', stated.asker, act.askers);
  const recipient = oneOf('recipient', stated.recipient, act.recipients);
  const of = declaredCase(act, stated.about ?? '', declarations);
  const said = statedFacts(act, stated.facts);
  const running = acts.find(({ name }) => name === act.name);
  const opens = openedBy(act, stated.fields, declarations).map(({ field, category }) => {
    const own: DeclaredCase = { ...of, asker, field: declarations.fields.find(({ id }) => id === field) ?? null };
    const declared = (running?.facts ?? []).flatMap((fact) =>
      fact.kind === 'declared' ? [[fact.name, fact.declared(own)] as const] : [],
    );
    const facts: Facts = { ...notHolding(act), ...Object.fromEntries(declared), ...said };
    return { field, category, facts };
  });
  return { act: act.name, asker, recipient, about: stated.about ?? '', opens };
}

function oneOf<Name extends Asker | Recipient>(what: string, name: string | undefined, list: readonly Name[]): Name {
  const found = name === undefined ? list[0] : list.find((one) => one === name);
  if (found === undefined) throw unknown(what, name ?? '', list);
  return found;
}

function openedBy(act: VocabularyAct, fields: readonly string[], { fields: declared }: Declarations) {
  if (fields.length === 0) {
    if (act.opens === 'fields') throw new Refusal('invalid', `say which field: ${names(declared)}`, { field: 'field' });
    return [{ field: null, category: act.categories[0] ?? NO_CATEGORY }];
  }
  return fields.map((name) => {
    const category = declared.find(({ id }) => id === name)?.category;
    if (act.opens === 'fields' && category !== undefined) return { field: name, category };
    if (act.categories.includes(name)) return { field: null, category: name };
    throw unknown('field', name, [...(act.opens === 'fields' ? declared.map(({ id }) => id) : []), ...act.categories]);
  });
}

function notHolding(act: VocabularyAct): Facts {
  return Object.fromEntries(
    act.facts.map((fact) => [fact.name, fact.values === 'yes-no' ? false : (fact.values[0] ?? '')]),
  );
}

function statedFacts(act: VocabularyAct, facts: readonly string[]): Facts {
  return Object.fromEntries(
    facts.map((text) => {
      const negated = text.startsWith('not ');
      const [name = '', value] = (negated ? text.slice(4) : text).split('=').map((part) => part.trim());
      const fact = act.facts.find((one) => one.name === name);
      if (fact === undefined)
        throw unknown(
          'fact',
          name,
          act.facts.map((one) => one.name),
        );
      const wanted = value ?? !negated;
      if (!valuesOf(fact).includes(wanted)) throw unknown('value', String(wanted), saidValues(fact));
      return [fact.name, wanted];
    }),
  );
}

function saidValues(fact: VocabularyFact): readonly string[] {
  return fact.values === 'yes-no' ? [fact.name, `not ${fact.name}`] : fact.values.map((one) => `${fact.name}=${one}`);
}

type CaseOfAnybody = Omit<DeclaredCase, 'asker'>;

/** What the act names out of the declarations, as its declared facts see it. */
function declaredCase({ name, names: kind }: VocabularyAct, about: string, declarations: Declarations): CaseOfAnybody {
  const none: CaseOfAnybody = { declarations, field: null, service: null, provider: null, ground: null };
  if (kind === null) return none;
  const [, id = '', detail = ''] = /^(?:\w+:)?([^/]*)(?:\/(.*))?$/.exec(about) ?? [];
  const { services, providers, grounds } = declarations;
  const service = services.find((one) => one.id === id);
  const provider = providers.find((one) => one.id === id);
  const ground = grounds.find((one) => one.id === id);
  if (kind === 'service' && service?.purposes.some((one) => one.id === detail))
    return { ...none, service: { service, purpose: detail } };
  if (kind === 'provider' && provider?.methods.some((one) => one.id === detail))
    return { ...none, provider: { provider, method: detail } };
  if (kind === 'ground' && ground !== undefined) return { ...none, ground };
  const known = {
    service: services.flatMap((one) => one.purposes.map((purpose) => `service:${one.id}/${purpose.id}`)),
    provider: providers.flatMap((one) => one.methods.map((method) => `provider:${one.id}/${method.id}`)),
    ground: grounds.map((one) => `ground:${one.id}`),
  }[kind];
  const wanted = known.length === 0 ? `this version declares no ${kind}` : `one of ${known.join(', ')}`;
  throw new Refusal('invalid', `\`${name}\` names a ${kind}: ${wanted}`, { field: 'named' });
}

function names(list: readonly { readonly id: string }[]): string {
  return list.map(({ id }) => id).join(', ');
}

function unknown(what: string, name: string, known: readonly string[]): Refusal {
  const hint = known.length === 0 ? 'there is none' : `known: ${known.join(', ')}`;
  return new Refusal('invalid', `there is no ${what} \`${name.slice(0, 60)}\` here; ${hint}`, { field: what });
}

/** Acts whose name holds part of what was typed; of a program with so many acts the whole list helps nobody. */
function similar(typed: string, acts: readonly VocabularyAct[]): readonly string[] {
  const parts = typed.split(/(?=[A-Z])|[^A-Za-z]+/).map((part) => part.toLowerCase().slice(0, 5));
  const near = acts.filter(({ name }) => parts.some((part) => part.length > 2 && name.toLowerCase().includes(part)));
  return (near.length > 0 ? near : acts).map(({ name }) => name);
}
