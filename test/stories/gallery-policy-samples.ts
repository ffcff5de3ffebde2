import { SECTIONS } from '../../src/kernel/policy/names.ts';
import type { Language } from '../../src/kernel/words.ts';
import type { ChangesPageProps, PolicyOnPage, ReplayPageProps } from '../../src/promises/changes/pages.tsx';
import { ASKED, DIGEST, day, type Say, WHY, words } from './gallery-words.ts';

const PROSE = words(
  'Мы раскрываем данные третьим лицам только там, где это предписывает закон страны, в которой Вы действуете. Во всех других случаях **ответ один: не разрешено**.\n\n- решение принимает эта Политика, а не сотрудник;\n- каждый отказ записан вместе с причиной;\n- записи видны Вам.\n\nЧто значит [законная процедура](https://example.org/law), сказано рядом.',
  'We disclose data to third parties only where the law of the country in which you act demands it. In every other case **the answer is one: not allowed**.\n\n- this policy decides, not an employee;\n- every refusal is recorded with its reason;\n- you see the records.\n\nWhat [a legal procedure](https://example.org/law) is, stands beside.',
  'Ми розкриваємо дані третім особам лише там, де цього вимагає закон країни, у якій Ви дієте. В усіх інших випадках **відповідь одна: не дозволено**.\n\n- рішення ухвалює ця Політика, а не працівник;\n- кожну відмову записано разом із причиною;\n- записи видно Вам.\n\nЩо таке [законна процедура](https://example.org/law), сказано поруч.',
);

export function policy(language: Language, say: Say, number: number): PolicyOnPage {
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
                  'Служба получает поле, если оно объявлено для цели и Вы присоединились к заказу.',
                  'A service gets a field if it is declared for the purpose and you joined the dealing.',
                  'Служба отримує поле, якщо його оголошено для мети й Ви приєдналися до замовлення.',
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
          : [say(words('Запрос данных для заказа', 'Request for data in a dealing', 'Запит даних для замовлення'))],
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

export function changes(say: Say): Omit<ChangesPageProps, 'language' | 'frame'> {
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

export function replay(say: Say): Omit<ReplayPageProps, 'language' | 'frame'> {
  const at = new Date('2026-11-21T08:15:00Z');
  const shop = say({ ru: 'Магазин ламп', en: 'Lamp shop', uk: 'Крамниця ламп' });
  return {
    version: 2,
    versions: [2, 1],
    since: new Date('2025-11-22T10:00:00Z'),
    looked: 41,
    erased: 2,
    otherwise: [
      { n: 40, at, kind: 'askFields', who: shop, version: 1, was: 'allowed', now: 'refused', section: 'use' },
      { n: 12, at, kind: 'leaveData', who: null, version: 1, was: 'refused', now: 'allowed', section: 'collection' },
      { n: 3, at, kind: 'askFields', who: shop, version: 1, was: 'allowed', now: 'cannot-be-said', section: 'use' },
    ],
  };
}
