import type { Row } from './row.ts';

export const communication: readonly Row[] = [
  {
    starts: 'After you have left data',
    en: 'Registering has no recipient, and the floor forbids it one. There is no job, template or setting for such a message.',
    ru: 'У регистрации нет получателя, и неизменная основа его запрещает. Ни задания, ни шаблона, ни настройки для такого сообщения нет.',
    where: ['src/kernel/policy/floor.cedar', 'agreement/register.ts'],
  },
  {
    starts: 'No setting can turn',
    en: 'The floor is no setting: a rule of a version cannot overrule it.',
    ru: 'Основа — не настройка: правило версии её не перевесит.',
    where: ['src/kernel/policy/floor.cedar'],
  },
  {
    starts: 'You see the answer',
    en: 'The page answers; a registration with a pair that exists already is a sign-in, and looks the same.',
    ru: 'Отвечает сама страница; регистрация с уже известной парой адреса и пароля — это вход, и выглядит она так же.',
    where: ['agreement/register.ts', 'src/kernel/gate/instead.ts'],
  },
  {
    starts: 'If you gave an e-mail',
    en: 'A bulletin goes to a topic, languages, countries, proved addresses or others, chosen by counts; each copy opens one address through the gate.',
    ru: 'Рассылка идёт на тему, языки, страны, подтверждённые адреса или прочие, выбранные по числам; каждое письмо открывает один адрес через ту же дверь.',
    where: ['communication/send-bulletin.ts', 'communication/confirm-bulletin.ts'],
  },
  {
    starts: 'The text of every one',
    en: 'A text or HTML that does not visibly name the stop is refused before anything is queued.',
    ru: 'Если в тексте или HTML отказ от рассылки не виден, письмо не примут.',
    where: ['communication/names-stop.ts', 'communication/visible-text.ts'],
  },
  {
    starts: 'You can stop them',
    en: 'Looking at the address shows a button and changes nothing; pressing it, the mail program’s own, a letter or the answer STOP stops.',
    ru: 'По ссылке открывается кнопка, и это ещё ничего не меняет; отказывает она, кнопка почтовой программы, письмо или ответ «СТОП».',
    where: [
      'communication/stops/stop-by-link.ts',
      'communication/stops/stop-messages.ts',
      'communication/stops/stop-by-letter.ts',
      'communication/returns/take-letter.ts',
    ],
  },
  {
    starts: 'The stop takes effect',
    en: 'Each copy asks in its own moment whether the person stopped.',
    ru: 'О каждом письме заново спрашивают, не отказался ли человек.',
    where: ['communication/send-bulletin.ts', 'communication/facts.ts'],
  },
  { starts: 'A message already handed', en: 'A limit, said openly.', ru: 'Предел, о котором сказано открыто.' },
  {
    starts: 'If mail to your address comes back',
    en: 'Our own listener reads what comes back, and each copy asks whether the address takes mail; the account has the button.',
    ru: 'Возвраты читает собственный приёмник почты, и о каждом письме спрашивают, принимает ли их адрес; кнопка есть в кабинете.',
    where: ['communication/returns/record-return.ts', 'communication/returns/address-works.ts'],
  },
  {
    starts: 'Our staff cannot undo',
    en: 'Undoing is an act of the person alone, and of one whose stop or address it surely is; there is none for staff.',
    ru: 'Вернуть письма может только сам человек, если отказ или адрес точно его; у сотрудников такого действия нет.',
    where: ['communication/stops/undo-stop.ts'],
  },
  {
    starts: 'It outlives even',
    en: 'The stop is a keyed hash of the address under a key that never turns, and does not belong to the erased person.',
    ru: 'Отказ — отпечаток адреса под ключом, который не меняется; удалённому человеку он не принадлежит.',
    where: ['communication/stops/store.ts', 'src/kernel/vault/keys.ts'],
  },
  {
    starts: 'Recipients cannot be chosen',
    en: 'An audience has no date among its conditions.',
    ru: 'Среди условий, по которым выбирают получателей, даты нет.',
    where: ['communication/write-bulletin.ts'],
  },
  {
    starts: 'Messages that you ask',
    en: 'A letter with a code goes only when the person asks, as a stream of its own with another sender; it has no list, picture or link.',
    ru: 'Письмо с кодом уходит, только когда человек попросил, отдельным потоком от другого отправителя; в нём нет ни рассылки, ни картинки, ни ссылки.',
    where: ['security/addresses/code-letter.ts', 'security/addresses/ask-mailbox-code.ts'],
  },
  {
    starts: 'Notices of a disclosure',
    en: 'They stand in the account.',
    ru: 'Они стоят в учётной записи.',
    where: ['collection/see-demands.ts', 'protection/see-own-disclosures.ts'],
  },
  {
    starts: 'They come by mail only',
    en: 'No notice is sent by mail at all.',
    ru: 'По почте уведомления не отправляются вовсе.',
  },
  {
    starts: 'We do not track',
    en: 'Messages hold no image and no redirecting link; the code has neither counter.',
    ru: 'В письмах нет картинок и ссылок через посредника; счётчиков в программе нет.',
    where: ['communication/bulletin-html.ts'],
  },
  {
    starts: 'If a machine other',
    en: 'A relay that is not this machine must be declared, or nothing is sent; the floor asks it, too.',
    ru: 'Чужой почтовый узел должен быть объявлен, иначе ничего не уйдёт; об этом спрашивает и неизменная основа.',
    where: ['communication/relay-is-declared.ts', 'src/kernel/policy/floor.cedar'],
  },
];
