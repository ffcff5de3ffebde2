import { isValidBIC } from 'ibantools';
import { z } from 'zod';
import { DEMAND_DAYS_MAX, DEMAND_DAYS_MIN, DEMAND_FIELDS_MAX } from '../limits.ts';
import { LANGUAGES } from '../words.ts';
import type { Asker } from './names.ts';

/**
 * The declarations of a version (`policy/declarations/*.json`): what the operator sets and the policy is about. Part of
 * the published version; changing one is publishing.
 */
const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and `-`, beginning with a letter');
const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code');
const sentence = z.string().min(1).max(2000);
/** `https://shop.example`; plain http only on the machine itself. */
const siteOrigin = z
  .string()
  .max(260)
  .regex(
    /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?)$/,
    'an origin such as `https://shop.example`, without a path',
  );
/** How a person may prove who they are. */
export const WAYS_OF_PROOF = ['online', 'offline', 'post'] as const;
/** Those of the administration who may come to see values. */
export const STAFF = ['owner', 'support', 'verifier', 'legal-officer'] as const;
const words = z.strictObject({ ru: sentence, en: sentence, uk: sentence });

const site = z.strictObject({
  /** Absent: the site speaks for nobody, every page says «демонстрация» and only loopback may be served. */
  name: sentence.nullable(),
  legalForm: sentence.nullable(),
  registrationNumber: z.string().max(100).nullable(),
  address: z.string().max(500).nullable(),
  /** Where people send requests about their data. */
  contact: z.string().max(320).nullable(),
  country: country.nullable(),
  /** The first language is binding and the default. */
  languages: z.array(z.enum(LANGUAGES)).min(1).max(LANGUAGES.length),
  /** Who runs the machine; absent where it is the site itself. */
  host: z.strictObject({ name: sentence, country }).nullable(),
  /** Who carries the mail when the relay is not this machine: a recipient. */
  mailRelay: z.strictObject({ name: sentence, host: z.string().max(253), country }).nullable(),
  /** Whether a page stands before every link of the policy that leaves the site, and names the other one. */
  leavingNotice: z.boolean().optional(),
  /** Whether data left under an older version may be used only where that version would have allowed it, too. */
  strict: z.boolean().optional(),
});

const field = z.strictObject({
  id,
  type: z.enum([
    'name',
    'email',
    'phone',
    'address',
    'country',
    'date',
    'document-number',
    'latin-name',
    'iban',
    'text',
    'choice',
    'file',
  ]),
  /** A DPV 2.3 term of the `pd` extension, e.g. `pd:EmailAddress`: the `resource` of a rule. */
  category: z.string().regex(/^pd:[A-Za-z]{2,60}$/),
  /** Required to communicate on the site; nothing else is held back. */
  required: z.boolean(),
  words,
  why: words,
  /**
   * Which of the site's staff may see it: `open` in the course of their work, or `masked`, one value at a time for a reason. Who is
   * not named does not see it at all; absent: whom the rules let.
   */
  seenBy: z.partialRecord(z.enum(STAFF), z.enum(['open', 'masked'])).optional(),
  /** The closed list of a `choice`. */
  choices: z.array(z.strictObject({ id, words })).max(100).optional(),
  /** What a value must be beyond its type. No patterns: one that somebody writes can stop a server. */
  bounds: z
    .strictObject({
      shortest: z.int().min(1).max(2000).optional(),
      longest: z.int().min(1).max(2000).optional(),
      characters: z.enum(['digits']).optional(),
      earliest: z.iso.date().optional(),
      latest: z.iso.date().optional(),
    })
    .optional(),
  /** Days a value is kept after it was left; absent: until erased. */
  retentionDays: z.int().min(1).max(36500).nullable(),
  /** The operator's own statement; the product supplies none. */
  legalBasis: words.nullable(),
});

/** A way of leaving data: registration, contact, call-back … Each names its fields; some take a text besides. */
const form = z.strictObject({
  id,
  words,
  lead: words,
  fields: z
    .array(z.strictObject({ field: id, required: z.boolean() }))
    .min(1)
    .max(50),
  /** Whether the person may write a text with it. */
  message: z.boolean(),
  /** Whether somebody answers: it then waits in the console. Absent: yes, but for the registration. */
  answered: z.boolean().optional(),
  /** The sites in whose pages the form may stand as a frame. */
  framedBy: z.array(siteOrigin).max(20).optional(),
  /** How often it may be left in an hour, from one network and from everywhere. */
  hourly: z.strictObject({ network: z.int().min(1).max(1_000_000), all: z.int().min(1).max(1_000_000_000) }).optional(),
});

/** A count of groups of persons for the improvement of quality: the only thing that purpose may ask for. */
const aggregate = z.strictObject({
  id,
  words,
  /** A value that lies in clear because it comes from a closed list. */
  by: z.enum(['country', 'language', 'month']),
});

/** An address that people's browsers are led to. Only loopback may be plain http. */
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((address) => {
    const { protocol, hostname, hash, username } = new URL(address);
    const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    return hash === '' && !address.includes('#') && username === '' && (protocol === 'https:' || loopback);
  }, 'an https address without a fragment');

const service = z.strictObject({
  id,
  words,
  purposes: z
    .array(z.strictObject({ id, words, fields: z.array(id).max(50) }))
    .min(1)
    .max(50),
  /** People may sign in to it with their account here (OpenID Connect), for this purpose of its own. */
  signIn: z
    .strictObject({
      purpose: id,
      /** Where a sign-in leads back to: exactly these addresses, on one host. */
      callbacks: z.array(webAddress).min(1).max(10),
      /** Where a sign-out may lead back to. */
      afterSignOut: z.array(webAddress).max(10).optional(),
    })
    .optional(),
});

/** An amount in minor units of a currency. */
const amountFrom = z.strictObject({
  amount: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** A field that a provider requires for a method: always, or only from an amount on, or only of people of some countries. */
const providerField = z.strictObject({
  field: id,
  why: words,
  /** Only for amounts of at least this, in minor units of this currency. */
  from: amountFrom.optional(),
  /** Only of persons whose country of activity is one of these. */
  countries: z.array(country).min(1).max(250).optional(),
});

const provider = z.strictObject({
  id,
  kind: z.enum(['payment-provider', 'bank']),
  words,
  country,
  /** Where the hand-over goes. Only loopback may be plain http. */
  address: z.url({ protocol: /^https?$/ }).max(2000),
  /**
   * `signed-call`: our server calls. `pain.001`: our server sends a bank file. `redirect-form`: the person's browser sends
   * a signed form. `hosted-page`: the provider's own page, for `page`.
   */
  handOver: z.enum(['signed-call', 'redirect-form', 'hosted-page', 'pain.001']),
  /** Whose page it is; the adapter that speaks to it. */
  page: z.enum(['stripe', 'liqpay']).optional(),
  /** The site's own public name at the provider, where a form must carry one. */
  merchant: z.string().min(1).max(100).optional(),
  /** A bank's own BIC. */
  bic: z
    .string()
    .refine((code) => isValidBIC(code), 'the code of a bank (BIC)')
    .optional(),
  /** Whether `{address}/{transfer}` answers how a transfer stands, so that no report is believed unasked. */
  tellsStatus: z.boolean().optional(),
  /** Whether a repeated hand-over with the same key is known to have one effect. */
  idempotent: z.boolean(),
  methods: z
    .array(z.strictObject({ id, words, fields: z.array(providerField).max(50) }))
    .min(1)
    .max(20),
});

const ground = z.strictObject({
  id,
  country,
  kind: z.enum(['law', 'procedure', 'order', 'process']),
  words,
  article: sentence,
  /** Who may ask on it, for the officer who checks from whom a request is: courts, an investigator of the police. */
  mayAsk: words.optional(),
  /** The fields it can reach at most. */
  reaches: z.array(id).max(50),
});

/** A rule that demands proof by itself: before a transfer of at least this much these fields must be proven. */
const proofBefore = z.strictObject({
  id,
  from: amountFrom,
  fields: z.array(id).min(1).max(DEMAND_FIELDS_MAX),
  ways: z.array(z.enum(WAYS_OF_PROOF)).min(1).max(WAYS_OF_PROOF.length),
  /** How long the person has to answer. */
  days: z.int().min(DEMAND_DAYS_MIN).max(DEMAND_DAYS_MAX),
});

const thresholds = z.strictObject({
  /** The smallest group an aggregate may speak of. */
  minimumGroup: z.int().min(5).max(10000),
  /** Aggregates are rounded to a multiple of this. */
  rounding: z.int().min(1).max(1000),
  /** How long an answer stands before it is counted anew, days. */
  aggregateDays: z.int().min(1).max(365).optional(),
  /** How long a re-authentication counts as presence, minutes. */
  presenceMinutes: z.int().min(1).max(60),
  /** How long a confirmed transfer may wait for its hand-over, minutes. */
  grantMinutes: z.int().min(1).max(1440),
  /** Before which transfers proof of identity is demanded; absent: staff alone demands it. */
  proofBefore: z.array(proofBefore).max(20).optional(),
});

export const declarationsSchema = z
  .strictObject({
    site,
    fields: z.array(field).min(1).max(200),
    forms: z.array(form).max(100),
    aggregates: z.array(aggregate).max(50),
    services: z.array(service).max(100),
    providers: z.array(provider).max(100),
    grounds: z.array(ground).max(500),
    thresholds,
  })
  .superRefine((all, context) => {
    const known = new Set(all.fields.map((one) => one.id));
    const files = new Set(all.fields.filter(({ type }) => type === 'file').map((one) => one.id));
    const unique = (list: readonly { id: string }[], where: string) => {
      const seen = new Set<string>();
      list.forEach((one, index) => {
        if (seen.has(one.id)) context.addIssue({ code: 'custom', path: [where, index, 'id'], message: 'stands twice' });
        seen.add(one.id);
      });
    };
    const declared = (name: string, path: (string | number)[]) => {
      if (!known.has(name)) context.addIssue({ code: 'custom', path, message: `no field \`${name}\` is declared` });
    };
    const noFile = (name: string, path: (string | number)[], message: string) => {
      if (files.has(name)) context.addIssue({ code: 'custom', path, message });
    };
    unique(all.fields, 'fields');
    unique(all.forms, 'forms');
    unique(all.aggregates, 'aggregates');
    unique(all.services, 'services');
    unique(all.providers, 'providers');
    unique(all.grounds, 'grounds');
    all.forms.forEach((one, i) => {
      one.fields.forEach(({ field: name }, j) => {
        declared(name, ['forms', i, 'fields', j]);
        // Whoever registers is nobody yet: pictures of everybody are not decoded for them.
        if (one.id === 'registration') noFile(name, ['forms', i, 'fields', j], 'a file is left once one is registered');
      });
    });
    all.services.forEach((one, i) => {
      one.purposes.forEach((purpose, j) => {
        purpose.fields.forEach((name, k) => {
          declared(name, ['services', i, 'purposes', j, 'fields', k]);
        });
      });
      const wrong = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['services', i, 'signIn', path], message });
      if (one.signIn === undefined) return;
      const { purpose, callbacks, afterSignOut = [] } = one.signIn;
      if (!one.purposes.some(({ id }) => id === purpose)) wrong('purpose', 'is no purpose of this service');
      const hosts = new Set([...callbacks, ...afterSignOut].map((address) => new URL(address).host));
      if (hosts.size > 1) wrong('callbacks', 'must all be on one host: another host is another service');
    });
    all.providers.forEach((one, i) => {
      const wrong = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['providers', i, path], message });
      if ((one.handOver === 'hosted-page') !== (one.page !== undefined))
        wrong('page', 'stands with `hosted-page` alone');
      if (one.page === 'liqpay' && one.merchant === undefined) wrong('merchant', 'this page needs one');
      if (one.handOver === 'pain.001' && one.kind !== 'bank') wrong('handOver', 'only a bank takes a `pain.001`');
      one.methods.forEach((method, j) => {
        method.fields.forEach(({ field: name }, k) => {
          declared(name, ['providers', i, 'methods', j, 'fields', k]);
          noFile(name, ['providers', i, 'methods', j, 'fields', k], 'a file is handed to no payment system');
        });
      });
    });
    const rules = all.thresholds.proofBefore ?? [];
    unique(rules, 'thresholds');
    const addresses = all.fields.filter(({ type }) => type === 'address').map((one) => one.id);
    rules.forEach(({ fields, ways }, i) => {
      const path = ['thresholds', 'proofBefore', i];
      fields.forEach((name, j) => {
        declared(name, [...path, 'fields', j]);
      });
      if (ways.includes('post') && !fields.every((name) => addresses.includes(name)))
        context.addIssue({ code: 'custom', path: [...path, 'ways'], message: 'a letter proves an address alone' });
    });
    all.grounds.forEach((one, i) => {
      one.reaches.forEach((name, j) => {
        declared(name, ['grounds', i, 'reaches', j]);
      });
    });
  });

export type Declarations = z.infer<typeof declarationsSchema>;
export type Site = Declarations['site'];
export type Field = Declarations['fields'][number];
export type FormDeclaration = Declarations['forms'][number];
export type Service = Declarations['services'][number];
export type Provider = Declarations['providers'][number];
export type ProofRule = z.infer<typeof proofBefore>;
export type Ground = Declarations['grounds'][number];

/** What a declared fact is a function of. Whatever the act does not name is null. */
export interface DeclaredCase {
  readonly declarations: Declarations;
  readonly field: Field | null;
  readonly service: { readonly service: Service; readonly purpose: string } | null;
  readonly provider: { readonly provider: Provider; readonly method: string } | null;
  readonly ground: Ground | null;
  /** In which role it is asked. */
  readonly asker: Asker;
}
