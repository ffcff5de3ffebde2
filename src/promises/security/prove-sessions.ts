import { type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { register, seeOwnHistory } from '../agreement/index.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { seeOwnSessions } from './see-own-sessions.ts';
import { personOfSession } from './sessions.ts';
import { signIn } from './sign-in.ts';

const STRANGER = { kind: 'anyone', network: '198.51.100.0/25' } as const;

const sessionsAreSeen: TwinProbe = {
  name: 'sessions-and-new-devices-are-seen-and-ended',
  where: 'twin',
  sentence: say(
    'Человек видит свои сеансы и входы, вход с нового устройства отмечен, и любой сеанс можно завершить.',
    'People see their sessions and sign-ins, one from a new device is marked, and any session can be ended.',
    'Людина бачить свої сеанси та входи, вхід із нового пристрою позначено, і будь-який сеанс можна завершити.',
  ),
  did: say(
    'Человек дважды вошёл из одного нового браузера; прочитан список сеансов; остальные сеансы завершены и испробованы.',
    'A person signed in twice from one new browser; the list of sessions was read; the other sessions were ended and tried.',
    'Людина двічі увійшла з одного нового браузера; прочитано список сеансів; решту сеансів завершено й випробувано.',
  ),
  async run(twin) {
    const { gate } = twin;
    const { db } = gate.parts;
    const person = await twin.person();
    const device = gate.parts.random.bytes(32).toString('base64url');
    const given = { identifier: person.accountName, password: person.password, seen: { device } };
    const first = (await gate.pass(signIn, STRANGER, given)).output.session ?? '';
    const second = (await gate.pass(signIn, STRANGER, given)).output.session ?? '';
    const { sessions } = (await gate.pass(seeOwnSessions, person.asker, {})).output;
    const marked = sessions.filter(({ newDevice }) => newDevice).length;
    const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
    const signIns = entries.filter(({ kind }) => kind === signIn.name).length;
    await gate.pass(endOtherSessions, person.asker, {});
    const left = [await personOfSession(db, first), await personOfSession(db, second)].filter(Boolean).length;
    return {
      passed: sessions.length === 3 && marked === 1 && signIns === 2 && left === 0,
      saw: say(
        `Сеансов: ${sessions.length} из 3, с нового устройства: ${marked} из 1; входов в истории: ${signIns} из 2; завершённых ещё действует: ${left}.`,
        `Sessions: ${sessions.length} of 3, from a new device: ${marked} of 1; sign-ins in the history: ${signIns} of 2; of the ended ones still working: ${left}.`,
        `Сеансів: ${sessions.length} із 3, з нового пристрою: ${marked} із 1; входів в історії: ${signIns} із 2; із завершених ще діє: ${left}.`,
      ),
    };
  },
};

const commonPasswordsRefused: TwinProbe = {
  name: 'common-passwords-are-not-taken',
  where: 'twin',
  sentence: say(
    'Пароль, который слишком распространён или слишком короток, не принимается.',
    'A password that is too common or too short is not taken.',
    'Пароль, який надто поширений або надто короткий, не приймається.',
  ),
  did: say(
    'Регистрация отправлена с тремя такими паролями и с хорошим.',
    'A registration was sent with three such passwords and with a good one.',
    'Реєстрацію надіслано з трьома такими паролями і з добрим.',
  ),
  async run(twin) {
    const { left } = await twin.person();
    const { random } = twin.gate.parts;
    const leave = (password: string) =>
      refusalOf(
        twin.gate.pass(register, STRANGER, {
          fields: left,
          password,
          language: twin.version.binding,
          policyVersion: twin.version.number,
        }),
      );
    const poor = ['password', '12345678', 'qwertyuiop'];
    const refusals = [];
    for (const password of poor) refusals.push(await leave(password));
    const refused = refusals.filter((refusal) => refusal?.detail.field === 'password').length;
    const good = await leave(random.bytes(18).toString('base64url'));
    return {
      passed: refused === poor.length && good === undefined,
      saw: say(
        `Отказано: ${refused} из ${poor.length}; хороший: ${good?.code ?? 'принят'}.`,
        `Refused: ${refused} of ${poor.length}; the good one: ${good?.code ?? 'taken'}.`,
        `Відмовлено: ${refused} із ${poor.length}; добрий: ${good?.code ?? 'прийнято'}.`,
      ),
    };
  },
};

/** What is shown of sessions and of the passwords that begin them. */
export const sessionProbes: readonly Probe[] = [commonPasswordsRefused, sessionsAreSeen];
