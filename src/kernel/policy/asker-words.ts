import type { Words } from '../words.ts';
import type { Asker, Recipient } from './names.ts';

/** Askers as the subject of a sentence. */
export const ASKER_WORDS: Readonly<Record<Asker, Words>> = {
  anyone: { ru: 'любой посетитель', en: 'any visitor', uk: 'будь-який відвідувач' },
  person: {
    ru: 'человек, которому принадлежат данные,',
    en: 'the person concerned',
    uk: 'людина, якій належать дані,',
  },
  service: { ru: 'служба сайта', en: 'a service of the site', uk: 'служба сайту' },
  owner: { ru: 'владелец сайта', en: 'the owner of the site', uk: 'власник сайту' },
  editor: { ru: 'редактор сайта', en: 'an editor of the site', uk: 'редактор сайту' },
  verifier: { ru: 'проверяющий', en: 'a verifier', uk: 'перевіряльник' },
  'legal-officer': { ru: 'сотрудник по правовым запросам', en: 'a legal officer', uk: 'працівник із правових запитів' },
  support: { ru: 'сотрудник поддержки', en: 'a member of support', uk: 'працівник підтримки' },
  provider: { ru: 'платёжная система или банк', en: 'a payment provider or bank', uk: 'платіжна система або банк' },
  authority: { ru: 'орган власти', en: 'an authority', uk: 'орган влади' },
  worker: { ru: 'сервер сайта', en: 'the server of the site', uk: 'сервер сайту' },
  host: { ru: 'тот, кто управляет машиной,', en: 'whoever runs the machine', uk: 'той, хто керує машиною,' },
};

/** Recipients after "recipient:", in the nominative, so that one form fits every sentence. */
export const RECIPIENT_WORDS: Readonly<Record<Recipient, Words>> = {
  nobody: { ru: 'никто', en: 'nobody', uk: 'ніхто' },
  person: { ru: 'сам человек', en: 'the person concerned', uk: 'сама людина' },
  service: { ru: 'служба сайта', en: 'a service of the site', uk: 'служба сайту' },
  staff: { ru: 'администрация сайта', en: 'the administration of the site', uk: 'адміністрація сайту' },
  'payment-provider': { ru: 'платёжная система', en: 'a payment provider', uk: 'платіжна система' },
  bank: { ru: 'банк', en: 'a bank', uk: 'банк' },
  authority: { ru: 'орган власти', en: 'an authority', uk: 'орган влади' },
  'mail-relay': { ru: 'почтовый посредник', en: 'the mail relay', uk: 'поштовий посередник' },
  public: { ru: 'все', en: 'everybody', uk: 'усі' },
};
