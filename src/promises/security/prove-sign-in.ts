import { type LiveProbe, type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { seeOwnData } from '../agreement/index.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const from = (network: string) => ({ kind: 'anyone', network }) as const;

const oneAnswerForStrangers: TwinProbe = {
  name: 'a-stranger-cannot-tell-who-is-here',
  where: 'twin',
  sentence: say(
    'Посторонний не узнает, есть ли здесь кто-то: на неверный пароль и на незнакомый адрес ответ один.',
    'A stranger cannot learn whether somebody is here: a wrong password and an unknown address get one answer.',
    'Сторонній не дізнається, чи є тут хтось: на неправильний пароль і на незнайому адресу відповідь одна.',
  ),
  did: say(
    'Со страницы входа отправлены известный и незнакомый адрес с неверным паролем; ответы сравнены до знака.',
    'A known and an unknown address were sent from the sign-in page with a wrong password; the answers were compared to the character.',
    'Зі сторінки входу надіслано відому й незнайому адресу з неправильним паролем; відповіді порівняно до знака.',
  ),
  async run(twin) {
    const { accountName } = await twin.person();
    const unknown = accountName.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    const answers = [];
    for (const identifier of [accountName, unknown]) {
      const form = await twin.get('/sign-in');
      const csrf = /name="csrf" value="([^"]*)"/.exec(form.text)?.[1] ?? '';
      const body = new URLSearchParams({ csrf, identifier, password: 'not the password at all' }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await twin.get('/sign-in', { method: 'POST', headers, body });
      answers.push(`${answer.status} ${answer.text.replaceAll(identifier, '')}`);
    }
    const same = answers[0] === answers[1];
    const status = answers[0]?.slice(0, 3) ?? '';
    return {
      passed: same && status === '401',
      saw: say(
        `Ответы ${same ? 'одинаковы' : 'различаются'}, состояние ${status}.`,
        `The answers are ${same ? 'the same' : 'different'}, status ${status}.`,
        `Відповіді ${same ? 'однакові' : 'різні'}, стан ${status}.`,
      ),
    };
  },
};

const guessingIsSlowed: TwinProbe = {
  name: 'guessing-is-slowed-and-the-owner-still-enters',
  where: 'twin',
  sentence: say(
    'Подбор пароля замедляется, но владельца записи этим из неё не выгнать.',
    'Guessing a password is slowed down, but nobody can shut the owner out by it.',
    'Підбирання пароля сповільнюється, але власника запису цим із нього не вигнати.',
  ),
  did: say(
    'Из одной сети отправлено до двадцати неверных паролей подряд; затем владелец вошёл из другой.',
    'Up to twenty wrong passwords in a row came from one network; then the owner signed in from another.',
    'З однієї мережі надіслано до двадцяти неправильних паролів поспіль; потім власник увійшов з іншої.',
  ),
  async run({ gate, person }) {
    const { accountName, password } = await person();
    let tries = 0;
    let slowed = false;
    while (tries < 20 && !slowed) {
      tries += 1;
      const guess = { identifier: accountName, password: `wrong guess number ${tries}` };
      slowed = (await refusalOf(gate.pass(signIn, from('203.0.113.0/24'), guess)))?.code === 'too_often';
    }
    const own = await refusalOf(gate.pass(signIn, from('192.0.2.0/24'), { identifier: accountName, password }));
    return {
      passed: slowed && own === undefined,
      saw: say(
        `Замедлено ${slowed ? `на попытке ${tries}` : 'не было'}; владелец ${own === undefined ? 'вошёл' : `не вошёл (${own.code})`}.`,
        `Slowed down ${slowed ? `at try ${tries}` : 'never'}; the owner ${own === undefined ? 'signed in' : `did not (${own.code})`}.`,
        `Сповільнено ${slowed ? `на спробі ${tries}` : 'не було'}; власник ${own === undefined ? 'увійшов' : `не увійшов (${own.code})`}.`,
      ),
    };
  },
};

const endedSessionDecidesNothing: TwinProbe = {
  name: 'an-ended-session-opens-nothing',
  where: 'twin',
  sentence: say(
    'После выхода тот же ключ сеанса не открывает ничего.',
    'After signing out the same session token opens nothing.',
    'Після виходу той самий ключ сеансу не відкриває нічого.',
  ),
  did: say(
    'Человек посмотрел свои данные, вышел и попробовал снова: через ту же дверь и по сети с тем же ключом.',
    'A person looked at their data, signed out and tried again: through the same door, and over the network with the same token.',
    'Людина подивилася свої дані, вийшла і спробувала знову: через ті самі двері та мережею з тим самим ключем.',
  ),
  async run(twin) {
    const { asker, session } = await twin.person();
    const headers = { authorization: `Bearer ${session}` };
    const before = await twin.get('/v1/own-data', { headers });
    await twin.gate.pass(signOut, asker, {});
    const inside = await refusalOf(twin.gate.pass(seeOwnData, asker, {}));
    const outside = await twin.get('/v1/own-data', { headers });
    return {
      passed: before.status === 200 && inside?.code === 'unauthenticated' && outside.status === 401,
      saw: say(
        `До выхода: ${before.status}; после: ${outside.status}, внутри: ${inside?.code ?? 'разрешено'}.`,
        `Before: ${before.status}; after: ${outside.status}, inside: ${inside?.code ?? 'allowed'}.`,
        `До виходу: ${before.status}; після: ${outside.status}, усередині: ${inside?.code ?? 'дозволено'}.`,
      ),
    };
  },
};

const otherSitesCannotAct: TwinProbe = {
  name: 'other-sites-cannot-act-for-you',
  where: 'twin',
  sentence: say(
    'Чужой сайт не может ничего сделать от Вашего имени.',
    'Another site can do nothing in your name.',
    'Чужий сайт не може нічого зробити від Вашого імені.',
  ),
  did: say(
    'С ключом вошедшего человека отправлены: изменение данных со страницы чужого сайта, то же без подписи нашей формы; для сравнения прочитаны сами данные.',
    'With the cookie of a signed-in person were sent: a change of data from a page of another site, and one without the sign of our own form; for comparison the data themselves were read.',
    'Із ключем людини, що увійшла, надіслано: зміну даних зі сторінки чужого сайту, те саме без підпису нашої форми; для порівняння прочитано самі дані.',
  ),
  async run(twin) {
    const { session } = await twin.person();
    const cookie = `kristalux-session=${session}`;
    const form = { 'content-type': 'application/x-www-form-urlencoded', cookie };
    const foreign = { ...form, origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    const post = { method: 'POST', body: 'field=name' };
    const fromElsewhere = await twin.get('/account/data', { ...post, headers: foreign });
    const withoutSign = await twin.get('/account/data', { ...post, headers: form });
    const json = { cookie, 'content-type': 'application/json', origin: 'https://elsewhere.example' };
    const api = await twin.get('/v1/own-data', { method: 'PUT', body: '{}', headers: json });
    const own = await twin.get('/account/data', { headers: { cookie } });
    const refused = [fromElsewhere, withoutSign, api].filter(({ status }) => status >= 400 && status < 500).length;
    return {
      passed: refused === 3 && own.status === 200 && api.status === 404 && fromElsewhere.status === 404,
      saw: say(
        `Отказано: ${refused} из 3; своя страница: ${own.status}.`,
        `Refused: ${refused} of 3; the own page: ${own.status}.`,
        `Відмовлено: ${refused} із 3; власна сторінка: ${own.status}.`,
      ),
    };
  },
};

const privatePagesGuarded: LiveProbe = {
  name: 'pages-carry-the-headers-that-guard-them',
  where: 'live',
  sentence: say(
    'Каждый ответ сайта запрещает браузеру чужой код, чужие рамки и догадки о содержании.',
    'Every answer of the site forbids the browser foreign code, foreign frames and guesses about its contents.',
    'Кожна відповідь сайту забороняє браузеру чужий код, чужі рамки та здогади про вміст.',
  ),
  did: say(
    'Без входа запрошены главная страница, вход, кабинет, интерфейс для программ и несуществующий адрес.',
    'Without signing in the home page, the sign-in, the account, the interface for programs and an unknown address were asked for.',
    'Без входу запрошено головну сторінку, вхід, кабінет, інтерфейс для програм і неіснуючу адресу.',
  ),
  async run(live) {
    const paths = ['/', '/sign-in', '/account', '/v1/own-data', '/no-such-page'];
    const answers = await Promise.all(paths.map((path) => live.get(path)));
    const guarded = answers.filter(
      ({ headers }) =>
        /default-src 'self'/.test(headers.get('content-security-policy') ?? '') &&
        /frame-ancestors 'none'/.test(headers.get('content-security-policy') ?? '') &&
        headers.get('x-content-type-options') === 'nosniff',
    ).length;
    const closed = answers[2]?.status === 401 && answers[3]?.status === 401;
    return {
      passed: guarded === paths.length && closed,
      saw: say(
        `С защитными заголовками: ${guarded} из ${paths.length}; кабинет без входа ${closed ? 'закрыт' : 'открыт'}.`,
        `With guarding headers: ${guarded} of ${paths.length}; without signing in the account is ${closed ? 'closed' : 'open'}.`,
        `Із захисними заголовками: ${guarded} із ${paths.length}; кабінет без входу ${closed ? 'закрито' : 'відкрито'}.`,
      ),
    };
  },
};

/** What is demonstrated of «Безопасность» by signing in and out. */
export const probes: readonly Probe[] = [
  oneAnswerForStrangers,
  guessingIsSlowed,
  endedSessionDecidesNothing,
  otherSitesCannotAct,
  privatePagesGuarded,
];
