import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../../src/kernel/words.ts';
import {
  AccountPage,
  HistoryPage,
  OwnDataPage,
  ReceiptsPage,
  RegisteredPage,
  RegisterPage,
} from '../../src/promises/agreement/pages.tsx';
import {
  ChangesPage,
  ComparingPage,
  DraftComparingPage,
  PolicyEditorPage,
  PolicyPage,
  PolicyPreviewPage,
  ReplayPage,
  VersionPage,
  VersionsPage,
} from '../../src/promises/changes/pages.tsx';
import { LeavingPage } from '../../src/promises/links/pages.tsx';
import { SignedOutPage, SignInPage } from '../../src/promises/security/pages.tsx';
import { UnsettledPage } from '../../src/promises/use/console.tsx';
import {
  DealingPage,
  DealingsPage,
  EnterPage,
  EnterProblemPage,
  LeavePage,
  LeaveServicesPage,
  LeftServicesPage,
  StartTransferPage,
  TransferPage,
  TransfersPage,
} from '../../src/promises/use/pages.tsx';
import { ASSUMPTIONS } from '../../src/prove/assumptions.ts';
import type { Frame } from '../../src/ui/frame.ts';
import { DocumentPage } from '../../src/ui/pages/document-page.tsx';
import { DocumentsPage } from '../../src/ui/pages/documents-page.tsx';
import { ErrorPage } from '../../src/ui/pages/error-page.tsx';
import { HomePage } from '../../src/ui/pages/home-page.tsx';
import { ReferencePage } from '../../src/ui/pages/reference-page.tsx';
import { VerifyPage } from '../../src/ui/pages/verify-page.tsx';
import { collectionPages } from './gallery-collection.ts';
import { communicationPages } from './gallery-communication.ts';
import { erasurePages } from './gallery-erasure.ts';
import { explainPages } from './gallery-explain.ts';
import { keepingPages } from './gallery-keeping.ts';
import { samples } from './gallery-samples.ts';
import { securityPages } from './gallery-security.ts';

/** Every page with sample data, by a name that is also the name of its picture. */
const DOCUMENT = `# Ключи

Корень → ключ *эпохи*.

## Файлы

| Файл | Защищает |
| --- | --- |
| \`epoch-0001.key\` | [ключи людей](elsewhere.md) |

## Эпоха

\`\`\`sh
npx kristalux keys rotate
\`\`\`

## Потеря

Смотрите [файлы](#файлы).
`;

export function galleryPages(language: Language, style: string): Readonly<Record<string, () => JSX.Element>> {
  const bare: Frame = {
    siteName: null,
    demonstration: true,
    signedIn: false,
    csrf: 'sample-token',
    path: '/',
    policyVersion: 2,
    style,
  };
  const at = (path: string): Frame => ({ ...bare, path });
  const own = (path: string): Frame => ({
    ...bare,
    path,
    signedIn: true,
    stated: 42,
    siteName: samples.site[language],
    demonstration: false,
  });
  const s = samples.of(language);
  const nothing = { values: {}, problems: {} };
  const form = {
    language,
    frame: at('/register'),
    fields: s.inputs,
    passwordMinimum: 12,
    script: '/assets/passkeys.js',
  };
  const data = { language, frame: own('/account/data'), fields: s.held, hasPassword: true };
  const transfer = (state: Parameters<typeof s.transfer>[0]) => ({
    language,
    frame: own('/account/transfers/1'),
    transfer: s.transfer(state),
    shown: 'd1g3st',
    password: true,
  });
  const error = {
    language,
    frame: at('/account'),
    section: null,
    reasons: [],
    presenceRequired: false,
    entry: null,
    retryAfterSeconds: null,
    id: null,
  };
  return {
    ...collectionPages(language, own),
    ...keepingPages(language, own),
    home: () => HomePage({ language, frame: bare, forms: [{ id: 'contact', title: 'Contact' }] }),
    'home-named': () => HomePage({ language, frame: own('/'), forms: [{ id: 'contact', title: 'Contact' }] }),
    register: () => RegisterPage({ ...form, ...nothing }),
    'register-came-back': () => RegisterPage({ ...form, values: s.typed, problems: s.problems }),
    registered: () =>
      RegisteredPage({
        language,
        frame: own('/register'),
        accountName: 'brave-otter-4821-lamp',
        recoveryCodes: ['7k3q-m2pd-x9rt-7k3q-m2pd-x9rt', 'a1b2-c3d4-e5f6-g7h8-j9k0-m1n2'],
        version: 2,
      }),
    account: () => AccountPage({ language, frame: own('/account'), ...s.account }),
    'account-new': () => AccountPage({ language, frame: own('/account'), ...s.newAccount }),
    data: () =>
      OwnDataPage({
        ...data,
        ...nothing,
        withoutAccount: false,
        paused: true,
        sealed: { count: 0, fields: [], wrongKey: false },
        submissions: [{ id: '1', at: new Date('2026-11-22T10:00:00Z'), form: 'Contact', version: 1 }],
        answered: { field: 'phone', saved: true },
      }),
    'data-came-back': () =>
      OwnDataPage({
        submissions: [],
        withoutAccount: false,
        paused: false,
        sealed: { count: 2, fields: ['phone'], wrongKey: true },
        ...data,
        answered: { field: 'email', saved: false },
        values: { 'fields.email': 'anna' },
        problems: { 'fields.email': 'malformed-email' },
      }),
    history: () => HistoryPage({ language, frame: own('/account/history'), ...s.history }),
    ...explainPages({ language, say: (words) => words[language], entry: s.history.entries[1]!, at, own }),
    'history-chosen': () => HistoryPage({ language, frame: own('/account/history'), ...s.historyChosen }),
    'history-empty': () => HistoryPage({ language, frame: own('/account/history'), ...s.historyEmpty }),
    receipts: () => ReceiptsPage({ language, frame: own('/account/receipts'), ...s.receipts }),
    'sign-in': () =>
      SignInPage({
        script: '/assets/passkeys.js',
        language,
        frame: at('/sign-in'),
        answer: null,
        next: '/account/data',
      }),
    'sign-in-wrong': () =>
      SignInPage({
        script: '/assets/passkeys.js',
        language,
        frame: at('/sign-in'),
        answer: { kind: 'wrong' },
        next: null,
      }),
    ...erasurePages(language, own),
    ...securityPages({ language, at, own }),
    'signed-out': () => SignedOutPage({ language, frame: at('/sign-out') }),
    dealings: () => DealingsPage({ language, frame: own('/account/dealings'), dealings: s.dealings }),
    dealing: () => DealingPage({ language, frame: own('/account/dealings/1'), dealing: s.dealing('open') }),
    'dealing-joined': () => DealingPage({ language, frame: own('/account/dealings/1'), dealing: s.dealing('joined') }),
    docs: () =>
      DocumentsPage({
        ...{ language, frame: at('/docs'), query: 'ключ' },
        groups: [
          { group: 'operate', documents: [{ name: 'keys', title: 'Ключи', lead: 'Где лежат и что защищают.' }] },
        ],
        found: [
          {
            ...{ href: '/docs/keys#1', title: 'Ключи', heading: 'Если ключ потерян' },
            excerpt: ['Без копии ', 'ключ', ' не вернуть…'],
          },
        ],
      }),
    document: () =>
      DocumentPage({
        ...{ language, frame: at('/docs/keys'), title: 'Ключи', markdown: DOCUMENT, written: 'ru' },
        resolve: (href) => (href.startsWith('#') ? href : null),
        parts: ['Файлы', 'Эпоха', 'Потеря'].map((heading) => ({ anchor: heading.toLowerCase(), heading })),
      }),
    reference: () =>
      ReferencePage({
        ...{ language, frame: at('/docs/api'), problems: [['not_found', 404]] },
        sections: [
          {
            section: 'use',
            operations: [
              {
                ...{ name: 'askFields', method: 'POST', path: '/v1/dealings/{dealing}/fields', idempotent: true },
                ...{
                  words: 'A',
                  askers: ['credential'],
                  parameters: ['dealing'],
                  body: '{\n  "fields": ["address"]\n}',
                },
              },
            ],
          },
        ],
      }),
    entering: () =>
      EnterPage({
        ...{ language, frame: own('/entering/1'), uid: '1' },
        ...{ service: s.dealing('open').service, purpose: s.dealing('open').purpose, fields: s.dealing('open').fields },
      }),
    'entering-stranger': () =>
      EnterProblemPage({ language, frame: at('/oidc/authorize'), stranger: true, code: 'invalid_client' }),
    'entering-broken': () =>
      EnterProblemPage({ language, frame: at('/oidc/authorize'), stranger: false, code: 'invalid_request' }),
    'services-leave': () =>
      LeaveServicesPage({ language, frame: own('/oidc/sign-out'), action: '/oidc/sign-out/confirm', token: 'a1' }),
    'services-left': () => LeftServicesPage({ language, frame: own('/oidc/sign-out') }),
    transfers: () => TransfersPage({ language, frame: own('/account/transfers'), transfers: s.transfers }),
    'transfer-start': () =>
      StartTransferPage({ language, frame: own('/account/transfers/start'), ...s.start, ...nothing }),
    transfer: () => TransferPage({ ...transfer('started'), answer: null }),
    'transfer-held': () => {
      const open = transfer('started');
      const held = {
        by: 'rule' as const,
        fields: [open.transfer.fields[0]?.label ?? ''],
        missing: [],
        answerable: true,
      };
      return TransferPage({ ...open, transfer: { ...open.transfer, held }, answer: null });
    },
    'transfer-wrong': () => TransferPage({ ...transfer('started'), answer: 'wrong-password' }),
    'transfer-accepted': () => TransferPage({ ...transfer('accepted'), answer: null }),
    'transfer-with-provider': () =>
      TransferPage({
        ...transfer('with-provider'),
        transfer: { ...s.transfer('with-provider'), page: 'https://pay.example/c/1' },
        answer: null,
      }),
    'transfer-unfit': () =>
      TransferPage({
        ...transfer('started'),
        transfer: { ...s.transfer('started'), problems: ['payer-name', 'payer-address', 'payee-account'] },
        shown: null,
        answer: null,
      }),
    'transfer-leave': () =>
      LeavePage({
        ...{ language, frame: own('/account/transfers/1'), recipient: 'Pay' },
        form: { action: 'https://pay.example/pay', values: { payload: '{}' } },
        said: [['EUR', '12.50']],
      }),
    'console-transfers': () =>
      UnsettledPage({
        ...{ language, frame: own('/console/transfers') },
        transfers: [
          {
            ...{ id: '0f8fad5b-d9cb-469f-a165-70867728950e', recipient: 'Pay', theirNumber: 'cs_1', state: 'unknown' },
            amount: { value: '1250.00', currency: 'UAH' },
            handedOverAt: new Date('2026-11-22T10:00:00Z'),
          },
        ],
      }),
    'transfer-unknown': () => TransferPage({ ...transfer('unknown'), answer: null }),
    ...communicationPages({ language, own, at }),
    policy: () =>
      PolicyPage({
        language,
        frame: at('/policy'),
        policy: s.policy(2),
        assumptions: ASSUMPTIONS.map((one) => one[language]),
      }),
    version: () => VersionPage({ language, frame: at('/policy/versions/1'), policy: s.policy(1) }),
    versions: () => VersionsPage({ language, frame: at('/policy/versions'), versions: s.versions }),
    changes: () => ChangesPage({ language, frame: at('/policy/changes/1..2'), ...s.changes }),
    'own-changes': () => ReplayPage({ language, frame: own('/account/changes'), ...s.replay }),
    'changes-side': () => ChangesPage({ language, frame: own('/policy/changes/1..2'), ...s.changes, view: 'side' }),
    comparing: () =>
      ComparingPage({
        ...{ language, frame: at('/policy/changes/1..2'), before: 1, after: 2, share: 0.4, side: false },
      }),
    'policy-comparing': () =>
      DraftComparingPage({
        ...{ language, frame: own('/console/policy'), base: 2, by: 'A. Keeper', files: s.policyFiles, share: 0.72 },
      }),
    'policy-editor': () =>
      PolicyEditorPage({
        ...{ language, frame: own('/console/policy'), base: 2, by: '', script: '/assets/passkeys.js' },
        files: s.policyFiles,
        problems: [
          {
            path: '6-links/ru.md',
            text: '6-links/ru.md:3: `{site.nmae}` stands for nothing; known are site.name, site.address',
          },
        ],
        moved: new Map([['6-links/en.md', '# Links\n\nThe site may link to others.\n']]),
      }),
    'policy-preview': () =>
      PolicyPreviewPage({
        ...{ language, frame: own('/console/policy'), base: 2, by: 'A. Keeper', files: s.policyFiles, unread: false },
        changes: s.changes,
        translations: [{ language: language === 'en' ? 'ru' : 'en', words: s.changes.words }],
        unlocked: [
          { section: 'use', words: [language], rules: true },
          { section: 'links', words: ['ru', 'en'], rules: false },
        ],
        shown: s.policy(2).sections,
      }),
    leaving: () =>
      LeavingPage({
        language,
        frame: at('/leaving/x'),
        host: 'xn--lmps-53d.example',
        address: 'https://xn--lmps-53d.example/a?b=1',
      }),
    verify: () => VerifyPage({ language, frame: at('/verify'), ...s.verify }),
    'error-403': () =>
      ErrorPage({ ...error, status: 403, section: 'use', reasons: s.reasons, entry: 42, frame: own('/account') }),
    'error-404': () => ErrorPage({ ...error, status: 404 }),
    'error-429': () => ErrorPage({ ...error, status: 429, retryAfterSeconds: 90 }),
    'error-500': () => ErrorPage({ ...error, status: 500, id: '0b6f2c1e-7d2a-4b1f-9a55-1f0a2b3c4d5e' }),
  };
}
