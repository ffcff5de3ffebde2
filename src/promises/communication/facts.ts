import { momentFact } from '../../kernel/policy/moment-fact.ts';

/** What the rules of section `communication` may ask. One description each, shared by the acts that declare it. */
export const stopNamed = momentFact(
  'stopNamed',
  {
    ru: 'в тексте письма видно назван способ отказаться',
    en: 'the text of the message visibly names how to stop messages',
    uk: 'у тексті листа видно названо спосіб відмовитися',
  },
  {
    ru: 'в тексте письма не назван или не виден способ отказаться',
    en: 'the text of the message does not visibly name how to stop messages',
    uk: 'у тексті листа не названо або не видно способу відмовитися',
  },
);
export const asShown = momentFact(
  'asShown',
  {
    ru: 'подтверждается ровно тот текст, что был показан',
    en: 'what is confirmed is exactly the text that was shown',
    uk: 'підтверджується саме той текст, що було показано',
  },
  {
    ru: 'подтверждается не тот текст, что был показан',
    en: 'what is confirmed is not the text that was shown',
    uk: 'підтверджується не той текст, що було показано',
  },
);
export const bulletinConfirmed = momentFact(
  'bulletinConfirmed',
  {
    ru: 'рассылка подтверждена, идёт и не приостановлена',
    en: 'the bulletin was confirmed, is under way and is not paused',
    uk: 'розсилку підтверджено, вона триває і не зупинена',
  },
  {
    ru: 'рассылка не подтверждена, ещё не началась, приостановлена или прекращена',
    en: 'the bulletin was not confirmed, has not begun, is paused or has been ended',
    uk: 'розсилку не підтверджено, ще не розпочато, зупинено або припинено',
  },
);
export const relayDeclared = momentFact(
  'relayDeclared',
  {
    ru: 'почту доставляет своя машина или объявленный в Политике сервер',
    en: 'the mail is carried by this machine or by the relay that the policy declares',
    uk: 'пошту доставляє власна машина або оголошений у Політиці сервер',
  },
  {
    ru: 'почту доставляет сервер, который не объявлен в Политике',
    en: 'the mail is carried by a relay that the policy does not declare',
    uk: 'пошту доставляє сервер, якого не оголошено в Політиці',
  },
);
export const emailLeft = momentFact(
  'emailLeft',
  {
    ru: 'человек оставил адрес электронной почты',
    en: 'the person left an e-mail address',
    uk: 'людина залишила адресу електронної пошти',
  },
  {
    ru: 'человек не оставил адреса электронной почты',
    en: 'the person left no e-mail address',
    uk: 'людина не залишила адреси електронної пошти',
  },
);
export const originUsable = momentFact(
  'originUsable',
  {
    ru: 'адрес оставлен на этом сайте, а не получен откуда-то ещё',
    en: 'the address was left on this site and does not come from elsewhere',
    uk: 'адресу залишено на цьому сайті, а не отримано звідкись іще',
  },
  {
    ru: 'адрес получен откуда-то ещё, а не оставлен на этом сайте',
    en: 'the address comes from elsewhere and was not left on this site',
    uk: 'адресу отримано звідкись іще, а не залишено на цьому сайті',
  },
);
export const notStopped = momentFact(
  'notStopped',
  {
    ru: 'человек не отказался от таких писем',
    en: 'the person has not stopped such messages',
    uk: 'людина не відмовилася від таких листів',
  },
  {
    ru: 'человек отказался от таких писем',
    en: 'the person has stopped such messages',
    uk: 'людина відмовилася від таких листів',
  },
);
export const addressTakesMail = momentFact(
  'addressTakesMail',
  {
    ru: 'письма на этот адрес не возвращаются',
    en: 'mail to this address does not come back',
    uk: 'листи на цю адресу не повертаються',
  },
  {
    ru: 'письма на этот адрес возвращаются',
    en: 'mail to this address comes back',
    uk: 'листи на цю адресу повертаються',
  },
);
export const notSentBefore = momentFact(
  'notSentBefore',
  {
    ru: 'это письмо человеку ещё не отдавали на доставку',
    en: 'this message has not been handed over for delivery to the person before',
    uk: 'цей лист людині ще не віддавали на доставку',
  },
  {
    ru: 'это письмо человеку уже отдавали на доставку',
    en: 'this message has been handed over for delivery to the person before',
    uk: 'цей лист людині вже віддавали на доставку',
  },
);
export const restricted = momentFact(
  'restricted',
  {
    ru: 'использование данных приостановлено',
    en: 'use of the data is paused',
    uk: 'використання даних призупинено',
  },
  {
    ru: 'использование данных не приостановлено',
    en: 'use of the data is not paused',
    uk: 'використання даних не призупинено',
  },
);
export const undoIsTheirs = momentFact(
  'undoIsTheirs',
  {
    ru: 'отказ сделан в учётной записи, или адрес доказан, или открыта ссылка из письма',
    en: 'the stop was made in the account, or the address is proved, or the link in a message is open',
    uk: 'відмову зроблено в обліковому записі, або адресу доведено, або відкрито посилання з листа',
  },
  {
    ru: 'отказ сделан не в учётной записи, адрес не доказан и ссылка из письма не открыта',
    en: 'the stop was not made in the account, the address is not proved, and no link in a message is open',
    uk: 'відмову зроблено не в обліковому записі, адресу не доведено й посилання з листа не відкрито',
  },
);
