import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { App } from '../../app.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { approve } from '../../kernel/policy/approve.ts';
import { readPolicyFolder } from '../../kernel/policy/folder.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import { countPersons, register } from '../../promises/agreement/index.ts';
import { publishPolicy } from '../../promises/changes/index.ts';
import { askerOfCredential, issueCredential, personOfSession } from '../../promises/security/index.ts';
import { root } from '../../root.ts';
import { type Command, readArgs, withApp } from './command.ts';
import { type SeededPerson, seedDealings } from './seed-dealings.ts';
import { LEFT_FOR_BANK, MORE_PROVIDERS, withEveryPayment } from './seed-paying.ts';
import { type DemoRequests, seedRequests } from './seed-requests.ts';

const host = { kind: 'host', by: 'seed' } as const;

/**
 * The demonstration: a policy with a shop, a payment provider of each kind and a bank, their credentials, three people with an
 * order each, and two officers with requests of a court. Sends nothing.
 */
export const seed: Command = {
  name: 'seed',
  usage: ['seed'],
  async run(args, io) {
    const { values } = readArgs(args, {});
    return await withApp(io, async (app) => {
      if ((await countPersons(app.parts.db)) > 0) {
        throw new Refusal('conflict', 'there are people here already: the demonstration is only for an empty site');
      }
      const number = await publishDemonstration(app);
      const shop = await app.gate.pass(issueCredential, host, { kind: 'service', name: 'shop' });
      const provider = await app.gate.pass(issueCredential, host, { kind: 'provider', name: 'demo-pay' });
      const others: Record<string, string | null> = {};
      for (const name of MORE_PROVIDERS) {
        const { output } = await app.gate.pass(issueCredential, host, { kind: 'provider', name });
        others[name] = output.signingSecret;
      }
      const people = await registerPeople(app);
      const ukrainian = people.find(({ language }) => language === 'uk')?.accountName ?? '';
      const legal = await seedRequests(app, ukrainian);
      await seedDealings(app, await shopOf(app, shop.output.secret), people);
      const made = {
        policyVersion: number,
        shop: shop.output,
        demoPay: provider.output,
        others,
        people: people.map(signInOf),
        legal,
      };
      if (values.json) io.out(JSON.stringify(made, null, 2));
      else for (const line of tell(made)) io.out(line);
      return 0;
    });
  },
};

async function publishDemonstration(app: App): Promise<number> {
  const { source, problems } = readPolicyFolder(join(root, 'policy'), { overlay: join(root, 'seed') });
  if (source === null || problems.length > 0)
    throw new Error(`the demonstration cannot be read: ${problems.join('; ')}`);
  const whole = { ...source, declarations: withEveryPayment(source.declarations) };
  const approved = approve(whole, { by: 'seed', at: app.parts.clock.now() });
  const { output } = await app.gate.pass(publishPolicy, host, { source: { ...whole, approved }, by: 'seed' });
  return output.number;
}

async function shopOf({ parts }: App, secret: string): Promise<AskerIdentity> {
  const asker = await askerOfCredential(parts.db, secret);
  assert(asker !== undefined, 'an issued credential is known');
  return asker;
}

interface SignIn {
  readonly accountName: string;
  readonly password: string;
  readonly language: Language;
}
type DemoPerson = SeededPerson & SignIn;

const signInOf = ({ accountName, password, language }: DemoPerson): SignIn => ({ accountName, password, language });

/** Nobody who exists: the names say so, the domain is reserved for examples, the numbers for drama (RFC 2606, Ofcom). */
const PEOPLE = [
  {
    language: 'ru',
    name: 'Демонстрация Первая',
    email: 'one@example.org',
    phone: '+442079460101',
    country: 'RU',
    postcode: '443000',
    town: 'Самара',
  },
  {
    language: 'uk',
    name: 'Демонстрація Друга',
    email: 'two@example.org',
    phone: '+442079460102',
    country: 'UA',
    postcode: '01001',
    town: 'Львів',
  },
  {
    language: 'en',
    name: 'Demonstration Third',
    email: 'three@example.org',
    phone: '+442079460103',
    country: 'GB',
    postcode: 'LS1 4DY',
    town: 'Leeds',
  },
] as const;

async function registerPeople(app: App): Promise<readonly DemoPerson[]> {
  const version = await app.parts.shelf.inForce();
  const people: DemoPerson[] = [];
  for (const { language, name, email, phone, country, postcode, town } of PEOPLE) {
    const password = app.parts.random.bytes(15).toString('base64url');
    const address = { street: 'Example', building: '1', postcode, town, country };
    const input = {
      fields: {
        ...{ name, email, phone, country, address, 'birth-date': '1990-01-01' },
        ...(people.length === 0 ? LEFT_FOR_BANK : {}),
      },
      password,
      language,
      policyVersion: version?.number ?? 1,
    };
    const { output } = await app.gate.pass(register, { kind: 'anyone', network: 'seed' }, input);
    const asker = await personOfSession(app.parts.db, output.session);
    if (asker !== undefined && output.accountName !== undefined)
      people.push({ accountName: output.accountName, password, language, asker });
  }
  return people;
}

function tell(made: {
  readonly policyVersion: number;
  readonly shop: { readonly secret: string };
  readonly demoPay: { readonly secret: string; readonly signingSecret: string | null };
  readonly others: Readonly<Record<string, string | null>>;
  readonly people: readonly SignIn[];
  readonly legal: DemoRequests;
}): readonly string[] {
  return [
    `The demonstration policy is in force (version ${made.policyVersion}): a shop, two payment systems and a bank are declared.`,
    '',
    'For the programs in examples/ (shown once):',
    `  SHOP_SECRET=${made.shop.secret}`,
    `  DEMO_PAY_SECRET=${made.demoPay.secret}`,
    `  DEMO_PAY_SIGNING_SECRET=${made.demoPay.signingSecret}`,
    ...Object.entries(made.others).map(
      ([name, secret]) => `  ${name.toUpperCase().replaceAll('-', '_')}_SIGNING_SECRET=${secret}`,
    ),
    '',
    'Demonstration people:',
    ...made.people.map(({ accountName, password, language }) => `  ${language}  ${accountName}  password ${password}`),
    '',
    `Two legal officers (the first is the owner, too) and ${made.legal.requests} requests of a court:`,
    ...made.legal.officers.map(
      ({ accountName, password, codes }) => `  ${accountName}  password ${password}  one-time codes ${codes}`,
    ),
    `  the court reads its answers with ${made.legal.courtKey}`,
    '',
    'Nothing was sent to anybody.',
  ];
}
