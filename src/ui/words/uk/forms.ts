import type { InterfaceWords } from '../words.ts';

export const forms: InterfaceWords['forms'] = {
  optional: 'необов’язково',
  problemsTitle: 'Не все вдалося',
  problemsLead: 'Нічого не збережено. Виправте позначене й надішліть ще раз.',
  problemPrefix: 'Помилка:',
  chooseCountry: 'Оберіть країну',
  choose: 'Оберіть',
  problems: {
    missing: 'Це поле треба заповнити',
    malformed: 'Так це записати не можна, перевірте',
    'malformed-email': 'Це не схоже на адресу пошти: потрібен вигляд ім’я@сайт',
    'malformed-phone': 'Запишіть номер із плюсом і кодом країни: +380…',
    'malformed-date': 'Такої дати немає',
    'too-long': 'Задовго',
    'too-short': 'Закоротко',
    'too-common': 'Цей пароль надто відомий, придумайте інший',
    'not-in-list': 'Оберіть зі списку',
    'wrong-password': 'Пароль не підійшов',
  },
  hints: {
    'latin-name': 'Латинськими літерами, як у банку. Ми не перекладаємо літери за Вас',
    iban: 'Починається з двох літер країни',
    phone: 'Із плюсом і кодом країни',
    email: 'Про реєстрацію на неї нічого не надійде',
  },
  address: {
    street: 'Вулиця',
    building: 'Будинок, квартира',
    postcode: 'Поштовий індекс',
    town: 'Місто або село',
    region: 'Область',
    country: 'Країна',
  },
  password: 'Пароль',
  passwordHint: (minimum) => `Щонайменше ${minimum} знаків. Підійде будь-яка довга фраза.`,
};
