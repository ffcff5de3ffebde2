import { z } from 'zod';
import { defineAct, type Moment } from '../../kernel/gate/act.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { DEMAND_DAYS_MAX, DEMAND_DAYS_MIN, DEMAND_FIELDS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { personsByTags, type Tag } from '../../kernel/vault/store.ts';
import { livingTags, personOfCard } from '../security/index.ts';
import { DEMAND_REASONS, HELD_BACK, WAYS } from './closed-lists.ts';
import * as conversations from './conversation/store.ts';
import { fieldsLeft } from './facts.ts';
import { forgetStandingProofs } from './forget-standing-proofs.ts';
import * as store from './store.ts';

const input = z.strictObject({
  /** Of whom: the exact account name, their card in the console, or a conversation that they began. */
  person: z.union([
    z.strictObject({ account: z.string().min(1).max(100) }),
    z.strictObject({ card: z.uuid() }),
    z.strictObject({ conversation: z.uuid() }),
  ]),
  fields: z.array(z.string().max(40)).min(1).max(DEMAND_FIELDS_MAX),
  reason: z.enum(DEMAND_REASONS),
  ways: z.array(z.enum(WAYS)).min(1).max(WAYS.length),
  days: z.number().int().min(DEMAND_DAYS_MIN).max(DEMAND_DAYS_MAX),
  heldBack: z.enum(HELD_BACK),
});
type Input = z.infer<typeof input>;
interface Prepared {
  readonly tags: readonly Tag[];
}

/**
 * «Для проверки достоверности … может потребоваться подтверждение личности, онлайн или офлайн»: the demand names the
 * fields to be proven, the reason, the ways allowed, the deadline and what waits meanwhile. The person finds it in the
 * account; it is sent to nobody.
 */
export const demandProof = defineAct({
  name: 'demandProof',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [fieldsLeft],
  words: {
    ru: 'требует подтвердить личность',
    en: 'demands proof of identity',
    uk: 'вимагає підтвердити особу',
  },
  method: 'POST',
  path: '/demands',
  internal: true,
  input,
  recording: 'each',
  changesFacts: true,
  async prepare(parts, _asker, { person, fields, ways }): Promise<Prepared> {
    const { declarations } = await versionInForce(parts);
    const unknown = fields.find((name) => !declarations.fields.some(({ id }) => id === name));
    if (unknown !== undefined)
      throw new Refusal('invalid', '`fields` names one that is not declared', { field: 'fields' });
    // A letter proves that something reaches an address, and nothing else.
    const addresses = declarations.fields.filter(({ type }) => type === 'address').map(({ id }) => id);
    if (ways.includes('post') && !fields.every((name) => addresses.includes(name)))
      throw new Refusal('invalid', '`ways` names the post for what is no address', { field: 'ways' });
    return { tags: 'account' in person ? await livingTags(parts, { kind: 'account-name', text: person.account }) : [] };
  },
  async reach(tx, asker, { person }, { tags }) {
    if (asker.kind !== 'person') return undefined;
    if ('account' in person) {
      const [personId, ...others] = await personsByTags(tx, 'account', tags);
      return personId === undefined || others.length > 0 ? undefined : { personId, demandedBy: asker.personId };
    }
    const personId =
      'card' in person
        ? await personOfCard(tx, person.card)
        : (await conversations.findConversation(tx, person.conversation))?.personId;
    return personId === undefined ? undefined : { personId, demandedBy: asker.personId };
  },
  async factsNow({ tx, reached, input: { fields } }) {
    const left = await store.readCurrentValues(tx, reached.personId, fields);
    return { fieldsLeft: fields.every((name) => left.some(({ field }) => field === name)) };
  },
  run: (running) => makeDemand(running),
});

type Reached = { readonly personId: string; readonly demandedBy: string };

async function makeDemand({ tx, parts, at, reached, input }: Moment<Input, Reached, Prepared>) {
  const { personId, demandedBy } = reached;
  const standing = await store.demandsNaming(tx, personId, input.fields);
  if (standing.some(({ deadline }) => deadline > at)) {
    throw new Refusal('conflict', 'one of these fields is demanded already', { field: 'fields' });
  }
  // Those whose deadline passed give way to this one, and with them any proof that nobody decided on.
  const lapsed = standing.map(({ demandId }) => demandId);
  await store.withdrawDemands(tx, personId, lapsed);
  await forgetStandingProofs({ tx, parts }, personId, lapsed);
  const demandId = parts.random.uuid();
  const fields = [...new Set(input.fields)];
  const ways = [...new Set(input.ways)];
  const { reason, heldBack, days } = input;
  await store.insertDemand(tx, { personId, demandId, fields, reason, ways, heldBack, days, demandedBy, rule: null });
  return { id: demandId };
}
