import type { Declarations, Field, Provider } from '../../kernel/policy/declarations.ts';
import { say } from '../../kernel/probe.ts';

/** The other ways to pay beside the demonstration's payment system, all at the program in examples/payment-provider. */
const AT = 'http://localhost:8090';

const BANK_FIELDS: readonly Field[] = [
  field('name-latin', 'latin-name', 'pd:Name', {
    words: say('Имя латинскими буквами', 'Name in Latin letters', 'Ім’я латинськими літерами'),
    why: say(
      'Так, как Ваше имя знает банк: он берёт поручения только на латинице.',
      'As your bank knows your name: it takes orders in Latin letters only.',
      'Так, як Ваше ім’я знає банк: він приймає доручення лише латиницею.',
    ),
  }),
  field('account', 'iban', 'pd:BankAccount', {
    words: say('Номер счёта (IBAN)', 'Account number (IBAN)', 'Номер рахунку (IBAN)'),
    why: say(
      'С этого счёта Вы платите банковским переводом.',
      'The account from which you pay by bank transfer.',
      'З цього рахунку Ви платите банківським переказом.',
    ),
  }),
  field('address-latin', 'address', 'pd:PhysicalAddress', {
    words: say('Адрес латинскими буквами', 'Address in Latin letters', 'Адреса латинськими літерами'),
    why: say(
      'Банк указывает адрес плательщика в поручении, город и страну отдельно.',
      'The bank states the payer’s address in the order, town and country apart.',
      'Банк зазначає адресу платника в дорученні, місто й країну окремо.',
    ),
  }),
];

const BANK: Provider = {
  id: 'demo-bank',
  kind: 'bank',
  words: say('Демонстрационный банк', 'Demonstration bank', 'Демонстраційний банк'),
  country: 'DE',
  address: `${AT}/files`,
  handOver: 'pain.001',
  bic: 'COBADEFFXXX',
  idempotent: false,
  methods: [
    {
      id: 'credit-transfer',
      words: say('Банковский перевод файлом', 'Bank transfer by file', 'Банківський переказ файлом'),
      fields: BANK_FIELDS.map(({ id, why }) => ({ field: id, why })),
    },
  ],
};

const FORM: Provider = {
  id: 'demo-form',
  kind: 'payment-provider',
  words: say('Демонстрационная касса', 'Demonstration checkout', 'Демонстраційна каса'),
  country: 'UA',
  address: `${AT}/pay`,
  handOver: 'redirect-form',
  idempotent: true,
  tellsStatus: true,
  methods: [
    {
      id: 'own-page',
      words: say('На странице кассы', 'On the page of the checkout', 'На сторінці каси'),
      fields: [
        {
          field: 'name',
          why: say(
            'Касса показывает имя плательщика на своей странице.',
            'The checkout shows the payer’s name on its page.',
            'Каса показує ім’я платника на своїй сторінці.',
          ),
        },
      ],
    },
  ],
};

/** The providers that `withEveryPayment` adds. */
export const MORE_PROVIDERS = [BANK.id, FORM.id] as const;

/** What the first of the demonstration's people leaves for the bank: the account is the banks' own published example. */
export const LEFT_FOR_BANK = {
  'name-latin': 'Demonstratsiya Pervaya',
  account: 'DE89370400440532013000',
  'address-latin': { street: 'Example', building: '1', postcode: '443000', town: 'Samara', country: 'RU' },
} as const;

/** A bank, a form that the person's browser sends, and the fields that a bank needs, none of them required. */
export function withEveryPayment(declarations: Declarations): Declarations {
  const more = BANK_FIELDS.map(({ id }) => ({ field: id, required: false }));
  return {
    ...declarations,
    fields: [...declarations.fields, ...BANK_FIELDS],
    forms: declarations.forms.map((form) =>
      form.id === 'registration' ? { ...form, fields: [...form.fields, ...more] } : form,
    ),
    providers: [...declarations.providers, BANK, FORM],
  };
}

function field(id: string, type: Field['type'], category: string, said: Pick<Field, 'words' | 'why'>): Field {
  return { id, type, category, required: false, ...said, retentionDays: null, legalBasis: null };
}
