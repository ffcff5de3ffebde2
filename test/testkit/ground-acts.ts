import type { ActDescription, FactDescription } from '../../src/kernel/policy/act-description.ts';
import type { DeclaredCase } from '../../src/kernel/policy/declarations.ts';
import type { Asker, Recipient, Section } from '../../src/kernel/policy/names.ts';

/**
 * The acts of the ground as the shipped rules and examples expect them: askers, recipients, facts and what they open.
 * Their words are their names, because no test of the rules reads them.
 */
export const groundActs: readonly ActDescription[] = [
  act('register', 'agreement', ['anyone'], ['nobody'], 'nothing', ['countryGiven', 'policyLinkShown']),
  act('leaveData', 'agreement', ['person'], ['nobody'], 'nothing', ['restricted']),
  act('seeOwnData', 'agreement', ['person'], ['person'], 'fields'),
  act('seeOwnHistory', 'agreement', ['person'], ['person'], 'nothing'),
  act('takeReceipt', 'agreement', ['person'], ['person'], 'nothing'),
  act('signIn', 'security', ['anyone'], ['nobody'], 'nothing'),
  act('signOut', 'security', ['person'], ['nobody'], 'nothing'),
  { ...act('openDealing', 'use', ['service'], ['nobody'], 'nothing', ['purposeDeclared']), names: 'service' },
  act('seeDealing', 'use', ['person'], ['person'], 'nothing', ['ownDealingOrOpen']),
  {
    ...act('joinDealing', 'use', ['person'], ['nobody'], 'nothing', ['purposeDeclared', 'dealingOpen']),
    names: 'service',
  },
  act('endDealing', 'use', ['person', 'service'], ['nobody'], 'nothing'),
  {
    ...act('askFields', 'use', ['service'], ['service'], 'fields', [
      'fieldDeclaredForPurpose',
      'joinedByPerson',
      'dealingOpen',
      'restricted',
    ]),
    names: 'service',
  },
  {
    ...act('startTransfer', 'use', ['person'], ['nobody'], 'nothing', ['providerDeclared', 'restricted']),
    names: 'provider',
  },
  { ...act('seeTransfer', 'use', ['person'], ['person'], 'fields', ['fieldRequiredByProvider']), names: 'provider' },
  {
    ...act('confirmTransfer', 'use', ['person'], ['nobody'], 'nothing', [
      'providerDeclared',
      'presenceWasFresh',
      'asShown',
      'restricted',
    ]),
    names: 'provider',
  },
  act('cancelTransfer', 'use', ['person'], ['nobody'], 'nothing'),
  {
    ...act('handOverTransfer', 'use', ['worker'], ['payment-provider', 'bank'], 'fields', [
      'fieldRequiredByProvider',
      'confirmedByPerson',
      'presenceWasFresh',
      'asConfirmed',
      'mayBeSent',
      'restricted',
    ]),
    names: 'provider',
  },
  act('recordTransferOutcome', 'use', ['worker'], ['nobody'], 'nothing'),
  act('reportTransfer', 'use', ['provider'], ['nobody'], 'nothing'),
  {
    ...act('askTransferFields', 'use', ['provider'], ['payment-provider', 'bank'], 'fields', [
      'fieldRequiredByProvider',
      'confirmedByPerson',
    ]),
    names: 'provider',
  },
  act('publishPolicy', 'changes', ['owner', 'host'], ['public'], 'nothing'),
  act('issueCredential', 'security', ['host', 'owner'], ['nobody'], 'nothing'),
  act('endCredential', 'security', ['host', 'owner'], ['nobody'], 'nothing'),
];

function act(
  name: string,
  section: Section,
  askers: readonly Asker[],
  recipients: readonly Recipient[],
  opens: ActDescription['opens'],
  facts: readonly string[] = [],
): ActDescription {
  return { name, section, askers, recipients, opens, facts: facts.map(fact), words: { ru: name, en: name, uk: name } };
}

function fact(name: string): FactDescription {
  const same = { name, values: 'yes-no', tell: name === 'ownDealingOrOpen' ? 'nobody' : 'asker' } as const;
  const declared = declaredFacts()[name];
  const words = { ru: name, en: name, uk: name };
  return declared ? { ...same, words, kind: 'declared', declared } : { ...same, words, kind: 'of-the-moment' };
}

function declaredFacts(): Readonly<Record<string, (of: DeclaredCase) => boolean>> {
  return {
    purposeDeclared: ({ service }) => purposeOf(service) !== undefined,
    fieldDeclaredForPurpose: ({ field, service }) => field !== null && !!purposeOf(service)?.fields.includes(field.id),
    providerDeclared: ({ provider }) => methodOf(provider) !== undefined,
    fieldRequiredByProvider: ({ field, provider }) =>
      !!methodOf(provider)?.fields.some((one) => one.field === field?.id),
  };
}

function purposeOf(named: DeclaredCase['service']) {
  return named?.service.purposes.find((one) => one.id === named.purpose);
}

function methodOf(named: DeclaredCase['provider']) {
  return named?.provider.methods.find((one) => one.id === named.method);
}
