import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../../src/kernel/words.ts';
import {
  ACTIVITY_DAYS,
  ACTIVITY_SERIES,
  ClaimPage,
  ConsoleHomePage,
  CredentialsPage,
  JobsPage,
  NeedsFactorPage,
  PeoplePage,
  PersonCardPage,
  SettingsPage,
  StaffPage,
} from '../../src/promises/security/console.tsx';
import {
  CodePage,
  GuardPage,
  OneTimeCodesPage,
  PresencePage,
  ProveAddressPage,
  RecoverPage,
  RecoveryCodesPage,
  SessionsPage,
  SignInPage,
  StaffRequestPage,
  UnmaskingsPage,
} from '../../src/promises/security/pages.tsx';
import { NoticesPage } from '../../src/promises/use/console.tsx';
import type { Frame } from '../../src/ui/frame.ts';
import { sayKind } from '../../src/ui/say-kind.ts';

interface Frames {
  readonly language: Language;
  at(path: string): Frame;
  own(path: string): Frame;
}

const DAY = new Date('2026-11-22T10:00:00Z');
const BROKEN = {
  ru: 'После того как человек оставил данные, ему ничего не присылают.',
  en: 'After a person has left data, nothing is sent to them.',
  uk: 'Після того як людина залишила дані, їй нічого не надсилають.',
} as const;
const script = '/assets/passkeys.js';
const CARD = '0f8fad5b-d9cb-469f-a165-70867728950e';
const codes = ['7k3q-m2pd-x9rt-7k3q-m2pd-x9rt', 'a1b2-c3d4-e5f6-g7h8-j9k0-m1n2'];

/** The pages of the guarded account and of the console, with sample data. */
export function securityPages({ language, at, own }: Frames): Readonly<Record<string, () => JSX.Element>> {
  const desk = (path: string): Frame => ({
    ...own(path),
    console: [
      { href: '/console/people', group: 'people', label: 'People', waiting: 0 },
      { href: '/console/staff', group: 'server', label: 'Staff', waiting: 3 },
    ],
  });
  const guard = {
    ...{ language, frame: own('/account/security'), passwordMinimum: 15, problems: {}, script, hasPassword: true },
    mailboxes: [{ field: 'email', label: 'E-mail', provedAt: null }],
    recoveries: [],
  };
  const session = { id: '1', agent: 'Firefox, Linux', network: '192.0.2.0/24', createdAt: DAY, seenAt: DAY };
  return {
    'sign-in-code': () => CodePage({ language, frame: at('/sign-in/code'), step: 's', next: null, wrong: true }),
    recover: () =>
      RecoverPage({
        ...{ language, frame: at('/recover'), passwordMinimum: 15 },
        answer: { kind: 'needs-second' },
        problems: { password: 'too-common' },
        request: null,
      }),
    'recover-letter': () =>
      RecoverPage({
        ...{ language, frame: at('/recover/letter'), passwordMinimum: 15, problems: {}, request: 'r' },
        answer: { kind: 'wrong' },
      }),
    'recover-request': () =>
      StaffRequestPage({ language, frame: at('/recover/request'), number: '7k3q-m2pd', requestKey: codes[0] ?? '' }),
    'sign-in-work': () =>
      SignInPage({
        ...{ language, frame: at('/sign-in'), next: null, script },
        answer: { kind: 'work', task: 't', bits: 15 },
      }),
    'prove-address': () =>
      ProveAddressPage({
        ...{ language, frame: own('/account/security/addresses/prove'), answer: 'elsewhere', relay: false },
      }),
    guard: () =>
      GuardPage({
        ...guard,
        passkeys: [{ id: '1', name: 'Phone', createdAt: DAY, usedAt: null, backedUp: true }],
        oneTimeCodesSince: DAY,
        recoveryCodesLeft: 7,
        roles: ['support'],
        answer: 'saved',
        mailboxes: [{ field: 'email', label: 'E-mail', provedAt: DAY }],
        recoveries: [{ readyAt: DAY }],
        hasPassword: false,
      }),
    'guard-new': () =>
      GuardPage({
        ...guard,
        passkeys: [],
        oneTimeCodesSince: null,
        recoveryCodesLeft: 1,
        roles: [],
        answer: 'last-passkey',
      }),
    'one-time-codes': () =>
      OneTimeCodesPage({
        ...{ language, frame: own('/account/security/one-time-codes'), secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
        uri: 'otpauth://totp/site:one?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=site',
      }),
    'recovery-codes': () => RecoveryCodesPage({ language, frame: own('/account/security/recovery-codes'), codes }),
    presence: () =>
      PresencePage({
        language,
        frame: own('/account/presence'),
        next: '/account',
        wrong: true,
        script,
        hasPassword: true,
      }),
    'presence-passkey': () =>
      PresencePage({ language, frame: own('/account/presence'), next: null, wrong: false, script, hasPassword: false }),
    sessions: () =>
      SessionsPage({
        ...{ language, frame: own('/account/sessions') },
        sessions: [
          { ...session, how: 'passkey', newDevice: false, living: true, current: true },
          { ...session, id: '2', agent: '', how: 'password', newDevice: true, living: true, current: false },
          { ...session, id: '3', how: 'recovery', newDevice: false, living: false, current: false },
        ],
      }),
    unmaskings: () =>
      UnmaskingsPage({
        ...{ language, frame: own('/account/unmaskings') },
        unmaskings: [{ entry: 12, at: DAY, field: 'Phone', role: 'support', reason: 'They asked us to check it.' }],
      }),
    'console-home': () =>
      ConsoleHomePage({
        ...{ language, frame: desk('/console') },
        older: { acts: [sayKind('openDealing', language)], facts: ['askFields.restricted'] },
        waiting: [{ what: 'Messages', count: 3, href: '/console/staff' }],
        activity: ACTIVITY_SERIES.map((series, row) => ({
          series,
          days: Array.from({ length: ACTIVITY_DAYS }, (_, day) => (row * 7 + day * 5) % 11),
        })),
        standing: {
          checks: {
            ...{ database: 'ok', worker: 'attention', ledger: 'ok' },
            ...{ promises: 'attention', backup: 'attention', disk: 'failing' },
          },
          broken: [{ section: 'communication', sentence: BROKEN[language] }],
          ledgerEntries: 12_345,
          epoch: { age: 9, of: 28 },
        },
      }),
    'console-needs-factor': () => NeedsFactorPage({ language, frame: own('/console'), next: '/console' }),
    'console-claim': () => ClaimPage({ language, frame: at('/console/claim'), dead: false, script }),
    'console-claim-dead': () => ClaimPage({ language, frame: own('/console/claim'), dead: true, script }),
    'console-people': () => PeoplePage({ language, frame: desk('/console/people'), cards: [CARD, CARD] }),
    'console-card': () =>
      PersonCardPage({
        ...{ language, frame: desk(`/console/people/${CARD}`), card: CARD, country: 'Україна', countryHow: 'verified' },
        ...{ personLanguage: 'uk', paused: true, answer: 'no-reason', endsSessions: true },
        recoveries: [
          {
            ...{ number: '7k3q-m2pd', checkedHow: 'document', begunAt: DAY, readyAt: DAY },
            ...{ needsSecond: true, approvedAt: null },
          },
        ],
        fields: [
          { id: 'name', label: 'Name', since: DAY, verified: true },
          { id: 'phone', label: 'Phone', since: null, verified: false },
        ],
        unmasked: { label: 'Name', type: 'name', value: 'Анна Лампова' },
        older: 3,
        uses: [
          {
            ...{ n: 9, at: DAY, kind: 'askFields', who: 'Shop', fields: ['Phone'], recipient: 'Shop' },
            ...{ purpose: 'Delivery', allowed: true, section: 'use', version: 2 },
          },
          {
            ...{ n: 8, at: DAY, kind: 'unmaskField', who: 'support', fields: ['Name'], recipient: 'staff' },
            ...{ purpose: null, allowed: false, section: 'security', version: 2 },
          },
          {
            ...{ n: 1, at: DAY, kind: 'seeOwnData', who: null, fields: ['Name', 'Phone'], recipient: null },
            ...{ purpose: null, allowed: true, section: 'agreement', version: 1 },
          },
        ],
      }),
    'console-staff': () =>
      StaffPage({
        ...{ language, frame: desk('/console/staff'), answer: 'last' },
        invited: 'https://site.example/console/claim#sample',
        invitations: [{ invitation: CARD, label: 'Ольга', role: 'support', expiresAt: DAY }],
        staff: [
          { card: CARD, label: 'Анна', role: 'owner', since: DAY, suspendedAt: null },
          { card: CARD, label: null, role: 'legal-officer', since: DAY, suspendedAt: DAY },
        ],
      }),
    'console-jobs': () =>
      JobsPage({
        ...{ language, frame: desk('/console/jobs') },
        failed: [
          { id: CARD, kind: 'hand-over-transfer', failure: 'refused-by-policy', failedAt: DAY },
          { id: CARD, kind: 'send-proving-code', failure: 'no-relay', failedAt: DAY },
        ],
        waiting: [{ kind: 'retention', jobs: 1, next: DAY }],
      }),
    'console-settings': () =>
      SettingsPage({
        ...{ language, frame: desk('/console/settings') },
        settings: [
          { name: 'PORT', value: { kind: 'plain', text: '8080' }, from: 'default' },
          { name: 'BASE_URL', value: { kind: 'plain', text: 'https://data.example.org' }, from: 'environment' },
          { name: 'SMTP_URL', value: { kind: 'secret' }, from: 'environment' },
          { name: 'DKIM_SELECTOR', value: null, from: 'default' },
        ],
      }),
    'console-notices': () =>
      NoticesPage({
        ...{ language, frame: desk('/console/notices'), declared: [{ id: 'shop', label: 'Shop' }] },
        endpoints: [
          {
            ...{ service: 'shop', label: 'Shop', address: 'https://shop.example/notices', heardAt: DAY },
            ...{ olderUntil: DAY, waiting: 3, givenUp: 2, lastFailure: 'no-answer' },
          },
        ],
        issued: { label: 'Shop', secret: 'whsec_sample' },
        answer: { again: 2 },
      }),
    'console-credentials': () =>
      CredentialsPage({
        ...{ language, frame: desk('/console/credentials') },
        credentials: [
          { kind: 'service', name: 'shop', label: 'Shop', createdAt: DAY, endedAt: null, lastUsedAt: DAY, older: true },
          { kind: 'provider', name: 'pay', label: 'Pay', createdAt: DAY, endedAt: DAY, lastUsedAt: null, older: false },
        ],
        declared: [{ id: 'service/shop', label: 'Shop' }],
        issued: { label: 'Pay', secret: 'kxp_sample', signingSecret: 'whsec_sample' },
      }),
  };
}
