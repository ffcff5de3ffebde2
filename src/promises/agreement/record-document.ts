import { LANGUAGES, type Language, type Words } from '../../kernel/words.ts';
import { wordsOf } from '../../ui/words/words.ts';

/** What `takeRecord` answers. */
export interface TakenRecord {
  readonly submission: string;
  readonly at: Date;
  readonly form: { readonly id: string; readonly words: Words | null };
  readonly language: string;
  readonly fields: readonly {
    readonly id: string;
    readonly words: Words | null;
    readonly why: Words | null;
    readonly category: string | null;
    readonly required: boolean;
    readonly retentionDays: number | null;
    readonly legalBasis: Words | null;
  }[];
  readonly message: boolean;
  readonly policy: { readonly version: number; readonly digest: string };
  readonly site: { readonly name: string | null; readonly address: string | null; readonly contact: string | null };
}

/**
 * The record of leaving data for programs: JSON-LD with the fields of ISO/IEC TS 27560 and terms of DPV 2.3, and only
 * such as exist there. It says what the text says, agreement to the policy, and no consent to anything. No value of the
 * person is in it.
 */
export function recordDocument(record: TakenRecord, origin: string): object {
  const { submission, at, form, fields, policy, site, message } = record;
  const language = LANGUAGES.find((one) => one === record.language) ?? 'ru';
  const notice = `${origin}/policy/versions/${policy.version}`;
  return {
    '@context': {
      dpv: 'https://w3id.org/dpv#',
      pd: 'https://w3id.org/dpv/pd#',
      dct: 'http://purl.org/dc/terms/',
      schema_version: 'dct:conformsTo',
      record_id: 'dct:identifier',
    },
    '@id': `urn:uuid:${submission}`,
    '@type': 'dpv:DataProcessingRecord',
    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: submission,
    'dct:created': at.toISOString(),
    'dct:language': language,
    'dct:description': said(agreedIn(policy.version)),
    'dct:title': form.words === null ? form.id : said(form.words),
    'dpv:hasNotice': {
      '@id': notice,
      '@type': 'dpv:PrivacyNotice',
      'dct:hasVersion': policy.version,
      'dct:identifier': `sha256:${policy.digest}`,
    },
    'dct:publisher': {
      '@type': 'dpv:DataController',
      'dct:title': site.name,
      'dct:spatial': site.address,
      'dct:relation': site.contact,
    },
    'dpv:hasProcessing': [{ '@type': 'dpv:Collect' }, { '@type': 'dpv:Store' }],
    'dpv:hasPersonalData': [
      ...fields.map(({ id, words, why, category, required, retentionDays, legalBasis }) => ({
        '@type': [category ?? 'dpv:PersonalData', required ? 'dpv:Required' : 'dpv:Optional'],
        'dct:identifier': id,
        ...(words === null ? {} : { 'dct:title': said(words) }),
        ...(why === null ? {} : { 'dpv:hasPurpose': { 'dct:description': said(why) } }),
        ...(legalBasis === null ? {} : { 'dpv:hasLegalBasis': { 'dct:description': said(legalBasis) } }),
        ...(retentionDays === null
          ? {}
          : { 'dct:extent': { '@type': 'dpv:StorageDuration', '@value': `P${retentionDays}D` } }),
      })),
      ...(message ? [{ '@type': ['pd:Communication', 'dpv:Optional'], 'dct:identifier': 'message' }] : []),
    ],
    // Where the rights over these data are used.
    'dct:relation': [`${origin}/account/data`, `${origin}/account/erase`, `${origin}/account/history`],
  };
}

function agreedIn(version: number): Words {
  const agreed = (language: Language) => wordsOf(language).agreement.registered.agreed(version);
  return { ru: agreed('ru'), en: agreed('en'), uk: agreed('uk') };
}

function said(words: Words): readonly { readonly '@value': string; readonly '@language': Language }[] {
  return LANGUAGES.map((language) => ({ '@value': words[language], '@language': language }));
}
