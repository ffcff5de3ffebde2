import type { Row } from './row.ts';

export const security: readonly Row[] = [
  {
    starts: 'We secure your account',
    en: 'A session that ended decides nothing; pages of other sites cannot act for the person.',
    ru: 'Завершённый сеанс ничего не решает; чужие страницы не могут действовать от имени человека.',
    where: ['security/sessions.ts', 'src/edge/same-origin.ts', 'src/edge/headers.ts'],
    probes: [
      'an-ended-session-opens-nothing',
      'other-sites-cannot-act-for-you',
      'pages-carry-the-headers-that-guard-them',
    ],
  },
  {
    starts: 'You can sign in with a passkey',
    en: 'Passkeys are bound to the address of the site.',
    ru: 'Ключи доступа привязаны к адресу сайта.',
    where: ['security/factors/add-passkey.ts', 'security/sign-in-with-passkey.ts', 'security/sign-in.ts'],
  },
  {
    starts: 'We keep the password',
    en: 'argon2id with a salt of its address, under a key of the site; common passwords are refused from a list that is shipped.',
    ru: 'argon2id с солью адреса и под ключом сайта; распространённые пароли отвергаются по списку из поставки.',
    where: ['security/passwords/refuse-poor-password.ts', 'src/kernel/passwords.ts', 'security/match-password.ts'],
    lacks: { en: 'a list of leaked passwords', ru: 'списка утёкших паролей' },
  },
  {
    starts: 'You can add one-time codes',
    en: 'The secret of the codes is a sealed value of the person; recovery codes are stored as hashes.',
    ru: 'Секрет кодов зашифрован как значение человека; коды восстановления хранятся отпечатками.',
    where: ['security/factors/confirm-one-time-codes.ts', 'security/factors/make-recovery-codes.ts'],
  },
  {
    starts: 'Before an important act',
    en: 'Confirming a transfer, changing an address and erasing take a fresh proof of presence.',
    ru: 'Подтвердить перевод, сменить адрес и удалить данные можно, только заново доказав, что это Вы.',
    where: ['use/confirm-transfer.ts', 'agreement/leave-data.ts', 'agreement/erase-own-data.ts'],
  },
  {
    starts: 'You see your sessions',
    en: 'Sessions are listed and ended one by one or all at once; sign-ins are entries.',
    ru: 'Сеансы перечислены, их можно завершить по одному и все сразу; каждый вход — запись в истории.',
    where: ['security/see-own-sessions.ts', 'security/end-own-session.ts', 'security/end-other-sessions.ts'],
  },
  {
    starts: 'A sign-in from a new device',
    en: 'The list of sessions says how each looked when it began.',
    ru: 'В списке сеансов сказано, как выглядел каждый, когда начался.',
    where: ['security/seen-by.ts', 'security/see-own-sessions.ts'],
    lacks: { en: 'a note of its own for a new device', ru: 'отдельной отметки о новом устройстве' },
  },
  {
    starts: 'We slow down the guessing',
    en: 'Slowed down by identifier and network together, so that a stranger’s tries from elsewhere do not count against the owner.',
    ru: 'Замедляется пара «имя и сеть», поэтому чужие попытки из другого места владельцу не мешают.',
    where: ['security/match-password.ts', 'src/edge/network.ts'],
    probes: ['guessing-is-slowed-and-the-owner-still-enters'],
  },
  {
    starts: 'Neither sign-in nor recovery',
    en: 'One wording, one status and one argon2id hash for known and unknown addresses.',
    ru: 'Одни слова, один код ответа и одно вычисление argon2id для знакомого и незнакомого адреса.',
    where: ['security/match-password.ts', 'security/sign-in.ts'],
    probes: ['a-stranger-cannot-tell-who-is-here'],
  },
  {
    starts: 'Our staff sign in',
    en: 'A role holds only in a session that two factors stand behind; the card shows which fields are held, not what they say.',
    ru: 'Роль действует только в сеансе с двойной проверкой; карточка показывает, какие поля есть, но не что в них.',
    where: ['security/staff/see-person-card.ts', 'src/kernel/gate/asker.ts'],
  },
  {
    starts: 'A value can be unmasked',
    en: 'One field at a time, as an act with a reason and an entry in the person’s chain.',
    ru: 'По одному полю, действием с причиной и записью в цепочке человека.',
    where: ['security/staff/unmask-field.ts', 'security/staff/see-own-unmaskings.ts'],
  },
  {
    starts: 'The owner of the site gives and ends the roles',
    en: 'The link is made on the server, works once, and only for a session that two factors stand behind. Each role is an entry.',
    ru: 'Ссылка создаётся на сервере, действует один раз и только для сеанса с двойной проверкой. О каждой роли есть запись.',
    where: ['security/staff/claim-console.ts', 'security/staff/give-role.ts', 'security/staff/end-role.ts'],
  },
  {
    starts: 'Services and payment systems',
    en: 'A secret of 256 random bits for each, shown once, stored as a hash; calls to payment systems are signed.',
    ru: 'У каждой секрет из 256 случайных бит, показан один раз, хранится отпечатком; вызовы к платёжным системам подписаны.',
    where: ['security/issue-credential.ts', 'use/call-provider.ts'],
  },
  {
    starts: 'The owner of the site or whoever runs the server issues',
    en: 'Two acts, each an entry of the site’s chain.',
    ru: 'Два действия, и каждое — запись в цепочке сайта.',
    where: ['security/issue-credential.ts', 'security/end-credential.ts', 'policy/7-security/rules.cedar'],
  },
  { starts: 'What we cannot promise', en: 'A limit, said openly.', ru: 'Предел, о котором сказано открыто.' },
  { starts: 'Nor can we know', en: 'A limit, said openly.', ru: 'Предел, о котором сказано открыто.' },
];
