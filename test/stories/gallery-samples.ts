import { SECTIONS } from '../../src/kernel/policy/names.ts';
import { sectionFolder } from '../../src/kernel/policy/policy-source.ts';
import { LANGUAGES, type Language, type Words } from '../../src/kernel/words.ts';
import type { AccountPageProps, HeldField, HistoryEntry } from '../../src/promises/agreement/pages.tsx';
import type {
  DealingPageProps,
  DealingState,
  TransferPageProps,
  TransferState,
} from '../../src/promises/use/pages.tsx';
import type { DeclaredInput } from '../../src/ui/declared-field.tsx';
import type { Problems } from '../../src/ui/problems.tsx';
import { changes, policy, replay } from './gallery-policy-samples.ts';
import { ASKED, DELIVERY, DIGEST, day, PAY, type Say, SHOP, WHY, words } from './gallery-words.ts';

/** Made-up people, shops and payment systems: what the gallery's pages are filled with. */
export const samples = { site: words('Лампы у моря', 'Lamps by the Sea', 'Лампи біля моря'), of: samplesIn };

const KEY = 'kristalux/abcdefghijklmnop+1a2b3c4d+AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefgh';
const COMMAND = `npx kristalux ledger verify 42.tlog-proof --key '${KEY}'`;
const TYPES = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  address: 'address',
  country: 'country',
  'birth-date': 'date',
} as const;
function samplesIn(language: Language) {
  const say = (text: Words) => text[language];
  return {
    policyFiles: new Map([
      ...SECTIONS.flatMap((section) => [
        ...LANGUAGES.map(
          (one) => [`${sectionFolder(section)}/${one}.md`, `# ${section}\n\n${WHY.name[one]}\n`] as const,
        ),
        [`${sectionFolder(section)}/rules.cedar`, '// nothing to enforce: it only tells what is so\n'] as const,
        [`${sectionFolder(section)}/examples.md`, ''] as const,
      ]),
      ['declarations/site.json', '{\n  "name": null\n}\n'] as const,
    ]),
    inputs: inputs(say),
    typed: { 'fields.name': 'Анна Лампова', 'fields.email': 'anna', 'fields.address.town': 'Одеса' },
    problems: {
      'fields.email': 'malformed-email',
      'fields.address.street': 'missing',
      password: 'too-common',
    } as Problems,
    account: account(say),
    newAccount: { ...account(say), receivers: [], waiting: [], refusals: 0, policyChanged: false, entriesTotal: 1 },
    held: held(say),
    ...histories(say),
    receipts: {
      entriesTotal: 42,
      command: COMMAND,
      receipts: entries(say).map(({ n, kind, at }) => ({ n, kind, at })),
    },
    dealings: (['open', 'joined', 'ended'] as const).map((state, index) => ({
      id: `${index}`,
      service: say(SHOP),
      purpose: say(DELIVERY),
      openedAt: day('2026-11-20T10:00'),
      state,
    })),
    dealing: (state: DealingState) => dealing(say, state),
    transfers: (['accepted', 'unknown', 'cancelled'] as const).map((state, index) => ({
      id: `${index}`,
      recipient: say(PAY),
      amount: { value: '1250.00', currency: 'UAH' },
      at: day('2026-11-21T09:30'),
      state,
    })),
    start: {
      methods: [
        {
          id: 'demo-pay/card-transfer',
          label: `${say(PAY)}: ${say(words('перевод на карту', 'to a card', 'переказ на картку'))}`,
        },
      ],
      currencies: ['UAH', 'EUR', 'USD'],
    },
    transfer: (state: TransferState) => transfer(say, state),
    policy: (number: number) => policy(language, say, number),
    versions: [2, 1].map((number) => ({
      number,
      publishedAt: day(`2026-11-0${number}T08:00`),
      by: 'host',
      digest: DIGEST,
      formattingOnly: false,
    })),
    changes: changes(say),
    replay: replay(say),
    verify: {
      script: '/assets/verify.js',
      origin: 'kristalux/abcdefghijklmnop',
      logKey: KEY,
      command: COMMAND,
      checkpoint: {
        text: `kristalux/abcdefghijklmnop\n42\nn2R5gqkZ0mGq0t1yQ9mFvQ==\n\n— kristalux/abcdefghijklmnop Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`,
        size: 42,
        at: day('2026-11-22T15:41'),
      },
      witnesses: [
        { name: 'witness.example.org/1', last: { size: 42, at: day('2026-11-22T15:41') } },
        { name: 'notary.example.net/2026', last: null },
      ],
    },
    reasons: [
      say(
        words(
          'поле не объявлено для этой цели',
          'the field is not declared for this purpose',
          'поле не оголошено для цієї мети',
        ),
      ),
    ],
  };
}

function inputs(say: Say): readonly DeclaredInput[] {
  return (Object.keys(ASKED) as (keyof typeof ASKED)[]).map((id) => ({
    id,
    type: TYPES[id],
    label: say(ASKED[id]),
    why: say(WHY[id]),
    keptDays: id === 'phone' ? 90 : null,
    required: id === 'name' || id === 'country',
  }));
}

function held(say: Say): readonly HeldField[] {
  const address = { street: 'Лампова вулиця', building: '7', postcode: '65000', town: 'Одеса', country: 'UA' };
  const values: Record<string, string | typeof address> = {
    name: 'Анна Лампова',
    email: 'anna+lamps@example.com',
    phone: '+380671234567',
    address,
    country: 'UA',
  };
  const left = inputs(say).map((field) => {
    const value = values[field.id];
    const since = day('2026-10-03T12:00');
    const until = field.id === 'address' ? day('2027-10-03T12:00') : null;
    const verified = field.id === 'name' ? { at: day('2026-10-09T12:00'), how: 'online' as const } : null;
    // One of each, so that the page shows what it says of them.
    const origin = field.id === 'phone' ? ('from-elsewhere' as const) : ('left-here' as const);
    const fits = field.id !== 'email';
    return {
      ...field,
      held: value === undefined ? null : { value, since, version: 1, until, verified, origin, fits },
    };
  });
  const paper = {
    id: 'paper',
    type: 'file' as const,
    label: say(words('Справка', 'A paper', 'Довідка')),
    why: say(words('Чтобы дать Вам скидку.', 'To give you a discount.', 'Щоб дати Вам знижку.')),
    keptDays: 30,
    required: false,
  };
  const file = { kind: 'pdf' as const, bytes: '182000' };
  const since = day('2026-10-04T12:00');
  const kept = { since, version: 1, until: null, verified: null, origin: 'left-here' as const, fits: true };
  return [...left, { ...paper, held: { value: file, ...kept } }];
}

function account(say: Say): Omit<AccountPageProps, 'language' | 'frame'> {
  return {
    fieldsHeld: 5,
    entriesTotal: 42,
    refusals: 3,
    receivers: [
      { label: say(SHOP), value: 12 },
      { label: say(PAY), value: 2 },
      { label: say(words('Рассылка', 'Bulletins', 'Розсилка')), value: 1 },
    ],
    waiting: [{ kind: 'dealing', id: '1', label: `${say(SHOP)}, № 2026-117` }],
    agreedVersion: 1,
    policyChanged: true,
  };
}

function histories(say: Say) {
  const all = entries(say);
  const shared = { month: '2026-11', months: ['2026-11', '2026-10', '2026-09'], older: null, later: false };
  const choice = (label: string) => ({ id: label, label });
  const choices = {
    receiver: [choice(say(PAY)), choice(say(SHOP))],
    section: [{ id: 'use', label: say(words('Использование данных', 'Use of data', 'Використання даних')) }],
    answer: [{ id: 'refused', label: say(words('Отказано', 'Refused', 'Відмовлено')) }],
    field: [choice(say(ASKED.name)), choice(say(ASKED.phone))],
  };
  const bars = (...of: readonly (readonly [keyof typeof ASKED, number])[]) =>
    of.map(([field, value]) => ({ label: say(ASKED[field]), value }));
  const got = [
    { label: say(SHOP), bars: bars(['name', 12], ['address', 7]) },
    { label: say(PAY), bars: bars(['name', 2]) },
  ];
  const refused = all.filter(({ allowed }) => !allowed);
  return {
    history: { ...shared, entries: all, total: 142, chosen: {}, choices, got, older: 36, later: true },
    historyChosen: {
      ...shared,
      entries: refused,
      total: refused.length,
      chosen: { answer: 'refused' },
      choices,
      got: [],
    },
    historyEmpty: {
      ...shared,
      months: ['2026-11'],
      entries: [],
      total: 0,
      chosen: {},
      choices: { receiver: [], section: [], answer: [], field: [] },
      got: [],
    },
  };
}

function entries(say: Say): readonly HistoryEntry[] {
  const usual = {
    purpose: null,
    fields: [],
    recipient: null,
    because: [],
    notDone: false,
    widened: [] as string[],
    version: 2,
    hasReceipt: true,
  };
  const fields = (...ids: (keyof typeof ASKED)[]) => ids.map((id) => say(ASKED[id]));
  return [
    {
      ...usual,
      n: 42,
      at: day('2026-11-22T15:41'),
      kind: 'seeOwnHistory',
      who: null,
      allowed: true,
      section: 'agreement',
      hasReceipt: false,
    },
    {
      ...usual,
      n: 41,
      at: day('2026-11-22T15:40'),
      kind: 'askTransferFields',
      who: say(PAY),
      allowed: false,
      section: 'use',
      fields: fields('phone'),
      recipient: say(PAY),
      because: [
        say(words('ни одно правило этого не разрешает', 'no rule allows this', 'жодне правило цього не дозволяє')),
      ],
    },
    {
      ...usual,
      n: 40,
      at: day('2026-11-22T15:38'),
      kind: 'handOverTransfer',
      who: say(
        words('Сервер по Вашему подтверждению', 'The server, as you confirmed', 'Сервер за Вашим підтвердженням'),
      ),
      allowed: true,
      section: 'use',
      fields: fields('name', 'address'),
      recipient: say(PAY),
    },
    {
      ...usual,
      n: 39,
      at: day('2026-11-22T15:31'),
      kind: 'askFields',
      who: say(SHOP),
      allowed: false,
      section: 'use',
      purpose: say(DELIVERY),
      fields: fields('birth-date'),
      recipient: say(SHOP),
      because: [
        say(
          words(
            'поле не объявлено для этой цели',
            'the field is not declared for this purpose',
            'поле не оголошено для цієї мети',
          ),
        ),
      ],
    },
    {
      ...usual,
      n: 38,
      at: day('2026-11-22T15:30'),
      kind: 'askFields',
      who: say(SHOP),
      allowed: true,
      section: 'use',
      purpose: say(DELIVERY),
      fields: fields('name', 'address', 'phone'),
      recipient: say(SHOP),
    },
    {
      ...usual,
      n: 1,
      at: day('2026-11-03T12:00'),
      kind: 'register',
      who: null,
      allowed: true,
      section: 'agreement',
      version: 1,
    },
  ];
}

function dealing(say: Say, state: DealingState): DealingPageProps['dealing'] {
  return {
    id: '1',
    state,
    service: say(SHOP),
    purpose: say(DELIVERY),
    reference: '2026-117',
    openedAt: day('2026-11-22T15:20'),
    fields: (['name', 'address', 'phone'] as const).map((id) => ({
      label: say(ASKED[id]),
      why: say(WHY[id]),
      held: id !== 'phone',
    })),
    transferId: state === 'open' ? '1' : null,
    mayStartTransfer: state === 'joined',
  };
}

function transfer(say: Say, state: TransferState): TransferPageProps['transfer'] {
  const started = { state: 'started', at: day('2026-11-22T15:32') } as const;
  const confirmed = { state: 'confirmed', at: day('2026-11-22T15:38') } as const;
  const handing = { state: 'handing-over', at: day('2026-11-22T15:38') } as const;
  const open = state === 'started';
  const why = words(
    'Без имени получатель не примет перевод.',
    'Without a name the transfer is not accepted.',
    'Без імені переказ не приймуть.',
  );
  const whyAddress = words(
    'Адрес требует банк плательщика.',
    'The payer’s bank asks for the address.',
    'Адресу вимагає банк платника.',
  );
  return {
    id: '1',
    state,
    recipient: { name: say(PAY), kind: 'payment-provider', country: 'UA' },
    method: say(words('перевод на карту', 'to a card', 'переказ на картку')),
    amount: { value: '1250.00', currency: 'UAH' },
    payee: say(SHOP),
    payeeAccount: null,
    problems: [],
    page: null,
    byForm: false,
    held: null,
    missing: [],
    fields: [
      { label: say(ASKED.name), type: 'name', value: open ? 'Анна Лампова' : null, why: say(why) },
      {
        label: say(ASKED.address),
        type: 'address',
        value: open
          ? { street: 'Лампова вулиця', building: '7', postcode: '65000', town: 'Одеса', country: 'UA' }
          : null,
        why: say(whyAddress),
      },
    ],
    path: open ? [started] : [started, confirmed, handing, { state, at: day('2026-11-22T15:39') }],
  };
}
