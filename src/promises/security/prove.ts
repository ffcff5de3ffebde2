import {
  type LiveProbe,
  type Probe,
  refusalOf,
  say,
  type Twin,
  type TwinPerson,
  type TwinProbe,
  textsIn,
} from '../../kernel/probe.ts';
import { confirmOneTimeCodes } from './factors/confirm-one-time-codes.ts';
import { makeRecoveryCodes } from './factors/make-recovery-codes.ts';
import { codeAt } from './factors/one-time-code.ts';
import { prepareOneTimeCodes } from './factors/prepare-one-time-codes.ts';
import { recoveryProbes } from './prove-recovery.ts';
import { sessionProbes } from './prove-sessions.ts';
import { staffProbes } from './prove-staff.ts';
import { recoverAccount } from './recovery/recover-account.ts';
import { personOfSession } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { signInWithCode } from './sign-in-with-code.ts';
import { claimConsole } from './staff/claim-console.ts';
import { findPerson } from './staff/find-person.ts';
import { makeOwnerLink } from './staff/make-owner-link.ts';
import { seeOwnUnmaskings } from './staff/see-own-unmaskings.ts';
import { seePersonCard } from './staff/see-person-card.ts';
import { unmaskField } from './staff/unmask-field.ts';

const STRANGER = { kind: 'anyone', network: '203.0.113.0/24' } as const;
const NEW_PASSWORD = 'seven green lamps by the river';

const waysInNeedFreshPresence: TwinProbe = {
  name: 'ways-in-change-only-after-a-fresh-proof',
  where: 'twin',
  examples: ['security.ways-in-change-only-after-a-fresh-proof'],
  sentence: say(
    'В давно открытом сеансе способы входа не меняются, пока человек снова не подтвердит, что это он.',
    'In a session that was opened long ago no way to sign in changes until the person shows again that it is them.',
    'У давно відкритому сеансі способи входу не змінюються, доки людина знову не підтвердить, що це вона.',
  ),
  did: say(
    'Сеанс человека сделан старым; из него попросили новые коды восстановления.',
    'A person’s session was made old; new recovery codes were asked for from it.',
    'Сеанс людини зроблено старим; з нього попросили нові коди відновлення.',
  ),
  async run(twin) {
    const person = await twin.person();
    const old = { ...person.asker, authenticatedAt: new Date(Date.now() - 24 * 60 * 60_000) };
    const fresh = await refusalOf(twin.gate.pass(makeRecoveryCodes, person.asker, {}));
    const stale = await refusalOf(twin.gate.pass(makeRecoveryCodes, old, {}));
    const missing = stale?.detail.missing?.includes('presenceWasFresh') === true;
    return {
      passed: fresh === undefined && missing,
      saw: say(
        `Сразу после входа: ${fresh === undefined ? 'получены' : 'отказ'}; через сутки: ${stale === undefined ? 'получены' : 'отказ'}.`,
        `Just after signing in: ${fresh === undefined ? 'given' : 'refused'}; a day later: ${stale === undefined ? 'given' : 'refused'}.`,
        `Одразу після входу: ${fresh === undefined ? 'отримано' : 'відмова'}; за добу: ${stale === undefined ? 'отримано' : 'відмова'}.`,
      ),
    };
  },
};

const codesCountOnce: TwinProbe = {
  name: 'a-code-counts-once',
  where: 'twin',
  sentence: say(
    'Когда включены одноразовые коды, одного пароля мало, а каждый код действует один раз.',
    'Where one-time codes are on, the password alone is not enough, and each code works once.',
    'Коли ввімкнено одноразові коди, самого пароля замало, а кожен код діє один раз.',
  ),
  did: say(
    'Включены одноразовые коды; дважды начат вход с верным паролем, и оба раза введён один и тот же код.',
    'One-time codes were turned on; two sign-ins with the right password were begun and given the same code.',
    'Увімкнено одноразові коди; двічі розпочато вхід із правильним паролем, і обидва рази введено той самий код.',
  ),
  async run(twin) {
    const { person, secret } = await guarded(twin);
    const given = { identifier: person.accountName, password: person.password };
    const { output: first } = await twin.gate.pass(signIn, STRANGER, given);
    const { output: second } = await twin.gate.pass(signIn, STRANGER, given);
    const code = codeAt(secret, new Date());
    const once = await refusalOf(twin.gate.pass(signInWithCode, STRANGER, { step: first.step, code }));
    const twice = await refusalOf(twin.gate.pass(signInWithCode, STRANGER, { step: second.step, code }));
    const half = first.session === null && second.session === null;
    return {
      passed: half && once === undefined && twice?.code === 'unauthenticated',
      saw: say(
        `Пароль ${half ? 'ничего не открыл' : 'открыл сеанс'}; код в первый раз ${once === undefined ? 'подошёл' : 'не подошёл'}, во второй ${twice === undefined ? 'подошёл' : 'не подошёл'}.`,
        `The password ${half ? 'opened nothing' : 'opened a session'}; the code was ${once === undefined ? 'taken' : 'refused'} the first time and ${twice === undefined ? 'taken' : 'refused'} the second.`,
        `Пароль ${half ? 'нічого не відкрив' : 'відкрив сеанс'}; код уперше ${once === undefined ? 'підійшов' : 'не підійшов'}, удруге ${twice === undefined ? 'підійшов' : 'не підійшов'}.`,
      ),
    };
  },
};

const recoveryEndsSessions: TwinProbe = {
  name: 'recovery-ends-every-session',
  where: 'twin',
  sentence: say(
    'Возврат доступа завершает все сеансы, меняет пароль и тратит код восстановления.',
    'Recovery ends every session, changes the password and uses the recovery code up.',
    'Повернення доступу завершує всі сеанси, змінює пароль і витрачає код відновлення.',
  ),
  did: say(
    'Доступ возвращён кодом восстановления; затем испробованы прежний сеанс, прежний пароль и тот же код.',
    'An account was recovered with a code; then the old session, the old password and the same code were tried.',
    'Доступ повернуто кодом відновлення; потім випробувано попередній сеанс, попередній пароль і той самий код.',
  ),
  async run(twin) {
    const person = await twin.person();
    const { output: made } = await twin.gate.pass(makeRecoveryCodes, person.asker, {});
    const given = { code: made.codes[0], password: NEW_PASSWORD };
    await twin.gate.pass(recoverAccount, STRANGER, given);
    const session = await personOfSession(twin.gate.parts.db, person.session);
    const { accountName, password } = person;
    const old = await refusalOf(twin.gate.pass(signIn, STRANGER, { identifier: accountName, password }));
    const again = await refusalOf(twin.gate.pass(recoverAccount, STRANGER, given));
    const dead = [session === undefined, old !== undefined, again !== undefined];
    const works = dead.filter((one) => !one).length;
    return {
      passed: works === 0,
      saw: say(
        `Ещё действует из трёх: ${works}.`,
        `Of the three still working: ${works}.`,
        `Ще діє з трьох: ${works}.`,
      ),
    };
  },
};

const staffSeeMasked: TwinProbe = {
  name: 'staff-unmask-only-with-a-reason',
  where: 'twin',
  // It makes an owner of the site.
  apart: true,
  examples: ['security.staff-unmasks-only-with-a-reason', 'security.owner-claims-only-with-two-factors'],
  sentence: say(
    'Сотрудник видит данные скрытыми; открывает значение, только назвав причину, и человек читает её слово в слово.',
    'Staff see data masked; a value is unmasked only with a reason, which the person reads word for word.',
    'Працівник бачить дані прихованими; значення відкриває, лише назвавши причину, і людина читає її слово в слово.',
  ),
  did: say(
    'Сайт занят по одноразовой ссылке, сначала с одним фактором, потом с двумя; найден человек, открыта карточка, значение запрошено без причины и с причиной.',
    'The site was claimed by its one-time link, first with one factor, then with two; a person was found, the card opened, a value asked for without a reason and with one.',
    'Сайт зайнято за одноразовим посиланням, спершу з одним чинником, потім із двома; знайдено людину, відкрито картку, значення запитано без причини та з причиною.',
  ),
  async run(twin) {
    const person = await twin.person();
    const plain = await twin.person();
    const { person: owner } = await guarded(twin);
    const { output: link } = await twin.gate.pass(makeOwnerLink, { kind: 'host', by: null }, {});
    const oneFactor = await refusalOf(twin.gate.pass(claimConsole, plain.asker, { link: link.token }));
    const twoFactors = await refusalOf(twin.gate.pass(claimConsole, owner.asker, { link: link.token }));
    const { output: found } = await twin.gate.pass(findPerson, owner.asker, { identifier: person.accountName });
    const [card] = found.cards;
    const { output: masked } = await twin.gate.pass(seePersonCard, owner.asker, { card });
    const field = masked.fields.find(({ since }) => since !== null)?.field;
    const reason = 'The probe asks to see one invented value.';
    const without = await refusalOf(twin.gate.pass(unmaskField, owner.asker, { card, field, reason: ' ' }));
    const withOne = await refusalOf(twin.gate.pass(unmaskField, owner.asker, { card, field, reason }));
    const { output: own } = await twin.gate.pass(seeOwnUnmaskings, person.asker, {});
    const told = own.unmaskings.length === 1 && own.unmaskings[0]?.reason === reason;
    const hidden = !holdsAny(JSON.stringify(masked), person);
    const guardedWell = oneFactor?.code === 'forbidden_by_policy' && twoFactors === undefined;
    const reasoned = without?.code === 'forbidden_by_policy' && withOne === undefined;
    return {
      passed: hidden && guardedWell && reasoned && told,
      saw: say(
        `С одним фактором: ${oneFactor === undefined ? 'занят' : 'отказ'}; карточка ${hidden ? 'скрыта' : 'показывает данные'}; без причины: ${without === undefined ? 'открыто' : 'отказ'}; человек причину ${told ? 'прочитал' : 'не увидел'}.`,
        `With one factor: ${oneFactor === undefined ? 'claimed' : 'refused'}; the card is ${hidden ? 'masked' : 'showing data'}; without a reason: ${without === undefined ? 'unmasked' : 'refused'}; the person ${told ? 'read the reason' : 'saw no reason'}.`,
        `З одним чинником: ${oneFactor === undefined ? 'зайнято' : 'відмова'}; картка ${hidden ? 'прихована' : 'показує дані'}; без причини: ${without === undefined ? 'відкрито' : 'відмова'}; людина причину ${told ? 'прочитала' : 'не побачила'}.`,
      ),
    };
  },
};

const nothingForeign: LiveProbe = {
  name: 'pages-load-nothing-from-elsewhere',
  where: 'live',
  sentence: say(
    'Страницы входа ничего не загружают с других сайтов, не встраиваются в чужие и не выполняют чужого кода.',
    'The pages of signing in load nothing from elsewhere, are framed by nobody and run no foreign code.',
    'Сторінки входу нічого не завантажують з інших сайтів, не вбудовуються в чужі й не виконують чужого коду.',
  ),
  did: say(
    'Прочитаны страницы входа и возврата доступа с их заголовками; чужой попробовал открыть пульт.',
    'The pages of signing in and of recovery were read with their headers; a stranger tried to open the console.',
    'Прочитано сторінки входу й повернення доступу з їхніми заголовками; сторонній спробував відкрити пульт.',
  ),
  async run(live) {
    const pages = await Promise.all(['/sign-in', '/recover'].map((path) => live.get(path)));
    const sound = pages.filter(({ headers, text }) => {
      const policy = headers.get('content-security-policy') ?? '';
      const strict =
        /default-src 'self'/.test(policy) && /frame-ancestors 'none'/.test(policy) && !/unsafe/.test(policy);
      return strict && !/(src|href)="(https?:)?\/\//.test(text);
    });
    const console = await live.get('/console');
    return {
      passed: sound.length === pages.length && console.status === 401,
      saw: say(
        `Страниц: ${pages.length}, в порядке: ${sound.length}; пульт ответил чужому ${console.status}.`,
        `Pages: ${pages.length}, in order: ${sound.length}; the console answered a stranger with ${console.status}.`,
        `Сторінок: ${pages.length}, гаразд: ${sound.length}; пульт відповів сторонньому ${console.status}.`,
      ),
    };
  },
};

/** What `prove` shows of this section beside signing in. */
export const probes: readonly Probe[] = [
  waysInNeedFreshPresence,
  codesCountOnce,
  ...sessionProbes,
  recoveryEndsSessions,
  ...recoveryProbes,
  staffSeeMasked,
  ...staffProbes,
  nothingForeign,
];

/** Somebody with one-time codes on, in a session that two factors stand behind. */
async function guarded(twin: Twin): Promise<{ readonly person: TwinPerson; readonly secret: string }> {
  const person = await twin.person();
  const { output: prepared } = await twin.gate.pass(prepareOneTimeCodes, person.asker, {});
  // The half minute before, so that the present one is still to be used.
  const code = codeAt(prepared.secret, new Date(Date.now() - 30_000));
  const { output } = await twin.gate.pass(confirmOneTimeCodes, person.asker, { code });
  const asker = await personOfSession(twin.gate.parts.db, output.session ?? '');
  if (asker === undefined) throw new Error('the session goes on under a new token');
  return { person: { ...person, asker }, secret: prepared.secret };
}

/** Whether a text holds anything that the person left. */
function holdsAny(text: string, person: TwinPerson): boolean {
  return textsIn(person.left).some((value) => value.length >= 4 && text.includes(value));
}
