import type { Words } from '../../src/kernel/words.ts';

/** The names and reasons that all samples share. */
export function words(ru: string, en: string, uk: string): Words {
  return { ru, en, uk };
}

export const DIGEST = '9f2c4d1ab07e66c3515c0f1d2e8a7b90c4d5e6f708192a3b4c5d6e7f8091a2b3';
export const day = (text: string) => new Date(`${text}:00Z`);

export const ASKED = {
  name: words('Имя', 'Name', 'Ім’я'),
  email: words('Электронная почта', 'E-mail', 'Електронна пошта'),
  phone: words('Телефон', 'Phone', 'Телефон'),
  address: words('Почтовый адрес', 'Postal address', 'Поштова адреса'),
  country: words('Страна деятельности', 'Country of activity', 'Країна діяльності'),
  'birth-date': words('Дата рождения', 'Date of birth', 'Дата народження'),
};
export const WHY = {
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
export const SHOP = words('Магазин ламп', 'Lamp shop', 'Магазин ламп');
export const PAY = words('Демо-Платёж', 'Demo Pay', 'Демо-Платіж');
export const DELIVERY = words('доставка заказа', 'delivery of the order', 'доставка замовлення');

export type Say = (text: Words) => string;
