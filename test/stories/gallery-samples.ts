import { SECTIONS } from '../../src/kernel/policy/names.ts';
import type { Language, Words } from '../../src/kernel/words.ts';
import type { AccountPageProps, HeldField, HistoryEntry } from '../../src/promises/agreement/pages.tsx';
import type { ChangesPageProps, PolicyOnPage } from '../../src/promises/changes/pages.tsx';
import type {
  DealingPageProps,
  DealingState,
  TransferPageProps,
  TransferState,
} from '../../src/promises/use/pages.tsx';
import type { DeclaredInput } from '../../src/ui/declared-field.tsx';
import type { Problems } from '../../src/ui/problems.tsx';

/** Made-up people, shops and payment systems: what the gallery's pages are filled with. */
export const samples = { site: words('Лампы у моря', 'Lamps by the Sea', 'Лампи біля моря'), of: samplesIn };

function words(ru: string, en: string, uk: string): Words {
  return { ru, en, uk };
}

const DIGEST = '9f2c4d1ab07e66c3515c0f1d2e8a7b90c4d5e6f708192a3b4c5d6e7f8091a2b3';
const KEY = 'kristalux/abcdefghijklmnop+1a2b3c4d+AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefgh';
const COMMAND = `npx kristalux ledger verify 42.tlog-proof --key '${KEY}'`;
const day = (text: string) => new Date(`${text}:00Z`);

const ASKED = {
  name: words('Имя', 'Name', 'Ім’я'),
  email: words('Электронная почта', 'E-mail', 'Електронна пошта'),
  phone: words('Телефон', 'Phone', 'Телефон'),
  address: words('Почтовый адрес', 'Postal address', 'Поштова адреса'),
  country: words('Страна деятельности', 'Country of activity', 'Країна діяльності'),
  'birth-date': words('Дата рождения', 'Date of birth', 'Дата народження'),
};
const WHY = {
  name: words('Чтобы обращаться к Вам.', 'To know how to address you.', 'Щоб звертатися до Вас.'),
  email: words('Чтобы ответить Вам.', 'To answer you.', 'Щоб відповісти Вам.'),
  phone: words('Чтобы курьер мог позвонить.', 'So that the courier can call.', 'Щоб кур’єр міг зателефонувати.'),
  address: words('Куда доставить заказ.', 'Where to deliver the order.', 'Куди доставити замовлення.'),
  country: words(
    'Закон этой страны решает, кому данные можно раскрыть.',
    'The law of this country decides to whom data may be disclosed.',
    'Закон цієї країни вирішує, кому дані можна розкрити.',
  ),
  'birth-date': words(
    'Чтобы продавать то, что продают только взрослым.',
    'To sell what only adults may buy.',
    'Щоб продавати те, що продають лише дорослим.',
  ),
};
const TYPES = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  address: 'address',
  country: 'country',
  'birth-date': 'date',
} as const;
const SHOP = words('Магазин ламп', 'Lamp shop', 'Магазин ламп');
const PAY = words('Демо-Платёж', 'Demo Pay', 'Демо-Платіж');
const DELIVERY = words('доставка заказа', 'delivery of the order', 'доставка замовлення');

function samplesIn(language: Language) {
  const say = (text: Words) => text[language];
  return {
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
    history: { month: '2026-11', months: ['2026-11', '2026-10', '2026-09'], entries: entries(say) },
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
    verify: {
      origin: 'kristalux/abcdefghijklmnop',
      key: KEY,
      command: COMMAND,
      checkpoint: {
        text: `kristalux/abcdefghijklmnop\n42\nn2R5gqkZ0mGq0t1yQ9mFvQ==\n\n— kristalux/abcdefghijklmnop Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`,
        size: 42,
        at: day('2026-11-22T15:41'),
      },
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

type Say = (text: Words) => string;

function inputs(say: Say): readonly DeclaredInput[] {
  return (Object.keys(ASKED) as (keyof typeof ASKED)[]).map((id) => ({
    id,
    type: TYPES[id],
    label: say(ASKED[id]),
    why: say(WHY[id]),
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
  return inputs(say).map((field) => {
    const value = values[field.id];
    const since = day('2026-10-03T12:00');
    const until = field.id === 'address' ? day('2027-10-03T12:00') : null;
    return { ...field, held: value === undefined ? null : { value, since, version: 1, until } };
  });
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

function entries(say: Say): readonly HistoryEntry[] {
  const usual = {
    purpose: null,
    fields: [],
    recipient: null,
    because: [],
    notDone: false,
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

const PROSE = words(
  'Мы раскрываем данные третьим лицам только там, где это предписывает закон страны, в которой Вы действуете. Во всех других случаях **ответ один: не разрешено**.\n\n- решение принимает эта Политика, а не сотрудник;\n- каждый отказ записан вместе с причиной;\n- записи видны Вам.\n\nЧто значит [законная процедура](https://example.org/law), сказано рядом.',
  'We disclose data to third parties only where the law of the country in which you act demands it. In every other case **the answer is one: not allowed**.\n\n- this policy decides, not an employee;\n- every refusal is recorded with its reason;\n- you see the records.\n\nWhat [a legal procedure](https://example.org/law) is, stands beside.',
  'Ми розкриваємо дані третім особам лише там, де цього вимагає закон країни, у якій Ви дієте. В усіх інших випадках **відповідь одна: не дозволено**.\n\n- рішення ухвалює ця Політика, а не працівник;\n- кожну відмову записано разом із причиною;\n- записи видно Вам.\n\nЩо таке [законна процедура](https://example.org/law), сказано поруч.',
);

function policy(language: Language, say: Say, number: number): PolicyOnPage {
  return {
    number,
    title: null,
    publishedAt: day(`2026-11-0${number}T08:00`),
    digest: DIGEST,
    bindingLanguage: 'ru',
    translated: language !== 'uk',
    sections: SECTIONS.map((id, index) => ({
      id,
      words: language === 'uk' ? PROSE.ru : say(PROSE),
      language: language === 'uk' ? 'ru' : language,
      rules:
        index === 5
          ? []
          : [
              say(
                words(
                  'Служба получает поле, если оно объявлено для цели и Вы присоединились к обращению.',
                  'A service gets a field if it is declared for the purpose and you joined the dealing.',
                  'Служба отримує поле, якщо його оголошено для мети й Ви приєдналися до звернення.',
                ),
              ),
              say(
                words(
                  'Поставщик получает поле один раз, после Вашего подтверждения.',
                  'A provider gets a field once, after you confirm.',
                  'Постачальник отримує поле один раз, після Вашого підтвердження.',
                ),
              ),
            ],
      acts:
        index === 5
          ? []
          : [say(words('Запрос данных для обращения', 'Request for data in a dealing', 'Запит даних для звернення'))],
      probes:
        index === 3
          ? [
              {
                sentence: say(
                  words(
                    'Чужое поле не отдаётся.',
                    'A field of another purpose is not given.',
                    'Чуже поле не віддається.',
                  ),
                ),
                outcome: 'passed',
                at: day('2026-11-20T08:00'),
              },
              {
                sentence: say(
                  words('Второй раз данные не уходят.', 'Data does not leave twice.', 'Удруге дані не йдуть.'),
                ),
                outcome: 'not-run',
                at: null,
              },
            ]
          : [],
      notBuilt:
        index === 4
          ? [
              say(
                words(
                  'Отказ от рассылки по ссылке из письма.',
                  'The stop by a link in the letter.',
                  'Відмова від розсилки за посиланням із листа.',
                ),
              ),
            ]
          : [],
      tables:
        index === 2
          ? [
              {
                caption: say(words('Какие поля есть', 'Which fields exist', 'Які поля є')),
                head: [say(words('Поле', 'Field', 'Поле')), say(words('Зачем', 'Why', 'Навіщо'))],
                rows: (['name', 'phone', 'address'] as const).map((one) => [say(ASKED[one]), say(WHY[one])]),
              },
            ]
          : [],
    })),
  };
}

function changes(say: Say): Omit<ChangesPageProps, 'language' | 'frame'> {
  return {
    before: 1,
    after: 2,
    formattingOnly: false,
    behaviour: [
      {
        kind: 'appears',
        section: 'use',
        sentence: say(
          words(
            'Демо-Платёж теперь может получить и Ваш телефон, когда Вы начали перевод.',
            'Demo Pay may now also receive your phone when you started a transfer.',
            'Демо-Платіж тепер може отримати і Ваш телефон, коли Ви почали переказ.',
          ),
        ),
      },
      {
        kind: 'vanishes',
        section: 'communication',
        sentence: say(
          words(
            'Магазин ламп больше не получает почту для счёта.',
            'The lamp shop no longer gets the e-mail for the invoice.',
            'Магазин ламп більше не отримує пошту для рахунку.',
          ),
        ),
      },
    ],
    words: [
      {
        id: 'use',
        sentences: [
          { kind: 'unchanged', sentences: 3 },
          {
            kind: 'changed',
            runs: [
              {
                kind: 'kept',
                text: say(
                  words('Платёжная система получает ', 'The payment system receives ', 'Платіжна система отримує '),
                ),
              },
              { kind: 'removed', text: say(words('имя и адрес', 'the name and address', 'ім’я й адресу')) },
              {
                kind: 'added',
                text: say(words('имя, адрес и телефон', 'the name, address and phone', 'ім’я, адресу й телефон')),
              },
              { kind: 'kept', text: '.' },
            ],
          },
          {
            kind: 'moved',
            runs: [
              {
                kind: 'kept',
                text: say(words('Перевод можно отменить.', 'A transfer can be cancelled.', 'Переказ можна скасувати.')),
              },
            ],
          },
        ],
      },
    ],
    settings: [
      {
        name: say(
          words('Срок хранения адреса, дней', 'Retention of the address, days', 'Строк зберігання адреси, днів'),
        ),
        before: '730',
        after: '365',
      },
      { name: say(words('Почтовый сервер', 'Mail relay', 'Поштовий сервер')), before: null, after: 'mail.example.com' },
    ],
  };
}
