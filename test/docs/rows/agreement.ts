import type { Row } from './row.ts';

export const agreement: readonly Row[] = [
  {
    starts: 'This is the policy',
    en: 'The name comes from the declarations when the version is published. An unnamed site calls itself a demonstration on every page and is served to its own machine only.',
    ru: 'Имя берётся из объявлений при публикации. Безымянный сайт на каждой странице называет себя демонстрацией и доступен только со своей машины.',
    where: ['src/kernel/policy/placeholders.ts', 'src/edge/serve.ts'],
  },
  {
    starts: 'By leaving data here',
    en: 'Every act of leaving data writes a submission that names the version in force.',
    ru: 'При каждом оставлении данных делается запись, в которой названа действующая версия.',
    where: ['agreement/leave.ts'],
    probes: ['submission-names-its-version'],
  },
  {
    starts: 'It does not matter how',
    en: 'Registration, profile and forms go through one function, so none can forget the submission.',
    ru: 'Регистрация, профиль и формы проходят через одну функцию, поэтому запись не забудет ни одна из них.',
    where: ['agreement/leave.ts', 'agreement/register.ts', 'agreement/leave-form.ts', 'collection/prove-online.ts'],
  },
  {
    starts: 'The link to the policy',
    en: 'The link stands before the button; the rule needs the version that was linked to be the one in force.',
    ru: 'Ссылка стоит перед кнопкой; правило требует, чтобы та версия, на которую она вела, была действующей.',
    where: ['agreement/facts.ts', 'policy/1-agreement/rules.cedar', 'src/ui/policy-mark.tsx'],
    probes: ['policy-linked-before-the-button', 'no-registration-under-words-not-in-force'],
  },
  {
    starts: 'Each time we record',
    en: 'The submission holds fields, form, time, language and version; it is shown in plain words and taken as JSON-LD in the terms of DPV.',
    ru: 'Запись содержит поля, форму, время, язык и версию; её видно простыми словами и можно взять как JSON-LD в терминах DPV.',
    where: ['agreement/take-record.ts', 'agreement/record-document.ts', 'agreement/leave.ts'],
    probes: ['submission-names-its-version'],
  },
  {
    starts: 'You can take a receipt',
    en: 'A receipt is a C2SP tlog-proof file; a verifier that shares no code with the server checks it offline.',
    ru: 'Выписка — файл C2SP tlog-proof; программа проверки не имеет общего кода с сервером и работает без сети.',
    where: ['agreement/take-receipt.ts', 'src/verify/verify.ts'],
    probes: ['receipt-holds-and-a-changed-one-does-not'],
  },
  {
    starts: 'Agreeing to the policy',
    en: 'No field for a consent exists. The legal basis of a field is the operator’s own statement, shown as such.',
    ru: 'Поля для согласия на что-либо нет. Правовое основание поля — заявление владельца сайта и показано как таковое.',
    where: ['src/kernel/policy/declarations.ts'],
  },
  {
    starts: 'You can add to your data',
    en: 'A correction seals the new value under a new key and destroys the key of the old one.',
    ru: 'Новое значение шифруется новым ключом, ключ прежнего уничтожается.',
    where: ['agreement/leave-data.ts', 'src/kernel/vault/keyring.ts'],
  },
  {
    starts: 'You can always see',
    en: 'The floor permits it before any version is asked, so no version can forbid it.',
    ru: 'Это разрешает неизменная основа прежде, чем спрашивают версию, и запретить этого не может ни одна.',
    where: ['src/kernel/policy/floor.cedar', 'agreement/see-own-data.ts', 'agreement/see-own-history.ts'],
    probes: ['own-look-survives-any-rules'],
  },
  {
    starts: 'If you left data without',
    en: 'Only a submission without a sign-in gets a key: 256 random bits, in the answer and nowhere else, stored as a hash.',
    ru: 'Ключ получает лишь тот, кто оставил данные без входа: 256 случайных бит, только в ответе; хранится его отпечаток.',
    where: ['agreement/leave-form.ts'],
  },
  {
    starts: 'With it you can see',
    en: 'Looking at the address changes nothing; its button opens half an hour in which the person sees, corrects and erases.',
    ru: 'Открыть адрес ещё ничего не значит; кнопка даёт полчаса, чтобы увидеть, исправить, удалить.',
    where: ['agreement/use-own-key.ts', 'agreement/take-copy.ts', 'agreement/erasure/erase-own-data.ts'],
  },
  {
    starts: 'Keep it safe',
    en: 'Only the hash of the key is stored.',
    ru: 'Хранится только отпечаток ключа.',
    where: ['agreement/leave-form.ts'],
  },
  {
    starts: 'If the policy changes',
    en: 'The account compares the meaning of the version of the last submission with the one in force. Formatting never counts.',
    ru: 'Учётная запись сравнивает смысл версии, по которой Вы оставили данные, с действующей. Оформление не в счёт.',
    where: ['agreement/pages/account-page.tsx', 'src/edge/web/changes-on-page.ts'],
  },
];
