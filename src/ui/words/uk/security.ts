import { counted } from '../../numbers.ts';
import type { InterfaceWords } from '../words.ts';

export const security: InterfaceWords['security'] = {
  signIn: {
    title: 'Вхід',
    identifier: 'Ім’я для входу, пошта або телефон',
    identifierHint: 'Те, що Ви залишили під час реєстрації. Телефон із плюсом і кодом країни.',
    submit: 'Увійти',
    wrong: 'Увійти не вдалося. Перевірте й те, й те: ми навмисно не кажемо, що саме хибне.',
    tooOften: (minutes) => `Забагато спроб. Спробуйте за ${minutes}.`,
    minutes: counted({ one: 'хвилину', few: 'хвилини', many: 'хвилин', other: 'хвилини' }),
    noAccount: 'Ще не залишали даних?',
    continueTo: 'Увійдіть, щоб продовжити.',
  },
  signedOut: {
    title: 'Ви вийшли',
    lead: 'Сеанс на цьому пристрої закінчено, його ключ більше не діє.',
    again: 'Увійти знову',
    home: 'На головну',
  },
};
