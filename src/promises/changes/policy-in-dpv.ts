import type { Declarations } from '../../kernel/policy/declarations.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { LANGUAGES, type Words } from '../../kernel/words.ts';

/**
 * What the declarations of a version say, in terms of DPV 2.3 as JSON-LD: which data are asked for, what for, who gets
 * them, how long they are kept. Only terms that exist there, and only what is declared; what decides are the rules.
 */
export function policyInDpv({ number, digest, publishedAt, declarations }: Version, origin: string): object {
  const { site, fields } = declarations;
  return {
    '@context': { dpv: 'https://w3id.org/dpv#', pd: 'https://w3id.org/dpv/pd#', dct: 'http://purl.org/dc/terms/' },
    '@id': `${origin}/policy/versions/${number}`,
    '@type': 'dpv:PrivacyNotice',
    'dct:hasVersion': number,
    'dct:issued': publishedAt.toISOString(),
    'dct:identifier': `sha256:${digest}`,
    'dct:publisher': {
      '@type': 'dpv:DataController',
      'dct:title': site.name,
      'dct:spatial': site.address,
      'dct:relation': site.contact,
    },
    'dpv:hasPersonalData': fields.map(({ id, category, required, words, why, legalBasis, retentionDays }) => ({
      '@id': `#${id}`,
      '@type': [category, required ? 'dpv:Required' : 'dpv:Optional'],
      'dct:title': said(words),
      'dct:description': said(why),
      ...(legalBasis === null ? {} : { 'dpv:hasLegalBasis': { 'dct:description': said(legalBasis) } }),
      ...(retentionDays === null
        ? {}
        : { 'dct:extent': { '@type': 'dpv:StorageDuration', '@value': `P${retentionDays}D` } }),
    })),
    'dct:hasPart': processes(declarations),
  };
}

function processes({ fields, services, providers, aggregates, grounds, site }: Declarations): readonly object[] {
  const data = (ids: readonly string[]) => ({
    'dpv:hasPersonalData': ids.map((id) => ({
      '@id': `#${id}`,
      '@type': fields.find((field) => field.id === id)?.category ?? 'dpv:PersonalData',
    })),
  });
  return [
    ...services.flatMap(({ id, words, purposes }) =>
      purposes.map((purpose) => ({
        ...processing('dpv:ServiceProvision', 'dpv:Use', purpose.words),
        ...recipient('dpv:Recipient', `service-${id}`, words),
        ...data(purpose.fields),
      })),
    ),
    ...providers.flatMap(({ id, words, country, methods }) =>
      methods.map((method) => ({
        ...processing('dpv:PaymentManagement', 'dpv:DiscloseByTransmission', method.words),
        ...recipient('dpv:ThirdParty', `provider-${id}`, words, country),
        ...data(method.fields.map(({ field }) => field)),
      })),
    ),
    ...aggregates.map(({ words }) => processing('dpv:ServiceOptimisation', 'dpv:Aggregate', words)),
    ...grounds.map(({ id, words, country, reaches }) => ({
      ...processing('dpv:LegalCompliance', 'dpv:Disclose', words),
      ...recipient('dpv:Authority', `ground-${id}`, words, country),
      ...data(reaches),
    })),
    ...(site.mailRelay === null
      ? []
      : [
          {
            '@type': 'dpv:Process',
            'dpv:hasPurpose': { '@type': 'dpv:CommunicationManagement' },
            'dpv:hasProcessing': [{ '@type': 'dpv:DiscloseByTransmission' }],
            'dpv:hasRecipient': {
              '@type': 'dpv:DataProcessor',
              'dct:title': site.mailRelay.name,
              'dct:spatial': site.mailRelay.country,
            },
          },
        ]),
  ];
}

function processing(purpose: string, what: string, words: Words) {
  return {
    '@type': 'dpv:Process',
    'dpv:hasPurpose': { '@type': purpose, 'dct:title': said(words) },
    'dpv:hasProcessing': [{ '@type': what }],
  };
}

function recipient(type: string, id: string, words: Words, country?: string) {
  const place = country === undefined ? {} : { 'dct:spatial': country };
  return { 'dpv:hasRecipient': { '@id': `#${id}`, '@type': type, 'dct:title': said(words), ...place } };
}

function said(words: Words): readonly { readonly '@value': string; readonly '@language': string }[] {
  return LANGUAGES.map((language) => ({ '@value': words[language], '@language': language }));
}
