import { type LiveProbe, lettersOf, type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { eraseOwnData, register, seeOwnData, seeOwnHistory } from '../agreement/index.ts';
import { joinDealing, openDealing } from '../use/index.ts';
import { approveLegalRequest } from './approve-legal-request.ts';
import { openProveDesk } from './prove-desk.ts';
import { seeLegalRequest } from './see-legal-request.ts';
import { seeOwnDisclosures } from './see-own-disclosures.ts';
import { setHold } from './set-hold.ts';
import { tellOfProcess } from './tell-of-process.ts';

const REASON = 'A probe: nobody is asking, and nobody is here.';
const STRANGER = { kind: 'anyone', network: '198.51.100.128/25' } as const;

const countryIsAsked: TwinProbe = {
  name: 'nobody-registers-without-a-country',
  where: 'twin',
  sentence: say(
    'Без страны не зарегистрироваться, и сайт помнит, названа она или проверена.',
    'Nobody registers without a country, and the site remembers whether it was declared or verified.',
    'Без країни не зареєструватися, і сайт пам’ятає, названа вона чи перевірена.',
  ),
  did: say(
    'Регистрация отправлена без страны; у зарегистрированного прочитано, что сайт помнит о его стране.',
    'A registration was sent without a country; of a registered person it was read what the site remembers of theirs.',
    'Реєстрацію надіслано без країни; у зареєстрованої людини прочитано, що сайт пам’ятає про її країну.',
  ),
  async run(twin) {
    const { gate, version } = twin;
    const person = await twin.person();
    const country = version.declarations.fields.find(({ type }) => type === 'country')?.id ?? '';
    const { [country]: _, ...fields } = person.left;
    const input = {
      fields,
      password: gate.parts.random.bytes(18).toString('base64url'),
      language: version.binding,
      policyVersion: version.number,
    };
    const refusal = await refusalOf(gate.pass(register, STRANGER, input));
    const { countryHow } = (await gate.pass(seeOwnData, person.asker, {})).output;
    return {
      passed: refusal !== undefined && countryHow === 'declared',
      saw: say(
        `Без страны: ${refusal?.code ?? 'принято'}; названная страна ${countryHow === 'declared' ? 'помечена как названная' : 'не помечена'}.`,
        `Without a country: ${refusal?.code ?? 'taken'}; the declared one is ${countryHow === 'declared' ? 'marked as declared' : 'not marked'}.`,
        `Без країни: ${refusal?.code ?? 'прийнято'}; названу країну ${countryHow === 'declared' ? 'позначено як названу' : 'не позначено'}.`,
      ),
    };
  },
};

const errorsSayNothing: TwinProbe = {
  name: 'errors-and-logs-hold-nothing-personal',
  where: 'twin',
  sentence: say(
    'Присланное с ошибкой не повторяется ни в ответе, ни в технических журналах, ни в адресах страниц.',
    'What was sent with a mistake is repeated neither in the answer nor in technical logs nor in addresses.',
    'Надіслане з помилкою не повторюється ні у відповіді, ні в технічних журналах, ні в адресах сторінок.',
  ),
  did: say(
    'На сервер отправлены негодные данные и неверный пароль; прочитаны ответы, их заголовки и всё записанное в журнал.',
    'Bad data and a wrong password were sent to the server; the answers, their headers and all that was logged were read.',
    'На сервер надіслано непридатні дані та неправильний пароль; прочитано відповіді, їхні заголовки та все записане в журнал.',
  ),
  async run(twin) {
    const { version, logged } = twin;
    const canary = `canary-${twin.gate.parts.random.bytes(6).toString('hex')}`;
    const fields = Object.fromEntries(version.declarations.fields.map(({ id }) => [id, `${canary} @@`]));
    const bodies: readonly (readonly [string, object])[] = [
      ['/v1/registrations', { fields, password: canary, language: version.binding, policyVersion: version.number }],
      ['/v1/sessions', { identifier: canary, password: `${canary} password` }],
      ['/v1/registrations', { [canary]: canary }],
    ];
    const answers: string[] = [];
    for (const [path, body] of bodies) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': twin.gate.parts.random.uuid() };
      const got = await twin.get(path, { method: 'POST', headers, body: JSON.stringify(body) });
      answers.push(`${got.status} ${[...got.headers].join(' ')} ${got.text}`);
    }
    const refused = answers.filter((answer) => /^4\d\d /.test(answer)).length;
    const told = answers.filter((answer) => answer.includes(canary)).length;
    const kept = logged.filter((line) => line.includes(canary)).length;
    return {
      passed: refused === bodies.length && told === 0 && kept === 0,
      saw: say(
        `Отказов: ${refused} из ${bodies.length}; повторено в ответах: ${told}; строк журнала с присланным: ${kept}.`,
        `Refusals: ${refused} of ${bodies.length}; repeated in answers: ${told}; lines of the log that hold it: ${kept}.`,
        `Відмов: ${refused} із ${bodies.length}; повторено у відповідях: ${told}; рядків журналу з надісланим: ${kept}.`,
      ),
    };
  },
};

const heldApart: TwinProbe = {
  name: 'what-an-order-holds-is-kept-apart-and-erasure-goes-on',
  where: 'twin',
  apart: true,
  sentence: say(
    'Названное в приказе хранится отдельно, даже когда человек стёр свои данные; остальное стёрто.',
    'What an order names is kept apart even when the person erased their data; the rest is erased.',
    'Назване в наказі зберігається окремо, навіть коли людина стерла свої дані; решту стерто.',
  ),
  did: say(
    'По запросу отложено одно поле; человек стёр всё; двое согласились; посчитано, сколько полей открылось.',
    'One field was kept apart for a request; the person erased everything; two agreed; how many fields opened was counted.',
    'За запитом відкладено одне поле; людина стерла все; двоє погодилися; полічено, скільки полів відкрилося.',
  ),
  async run(twin) {
    const { gate } = twin;
    const desk = await openProveDesk(twin);
    const [field = ''] = desk.reached;
    const legalRequest = await desk.foundNecessary('own', [field]);
    const until = new Date(gate.parts.clock.now().getTime() + 30 * 86_400_000).toISOString();
    await gate.pass(setHold, desk.first, { legalRequest, until, reason: REASON });
    await gate.pass(eraseOwnData, desk.person.asker, { password: desk.person.password });
    const own = await refusalOf(gate.pass(seeOwnData, desk.person.asker, {}));
    await gate.pass(approveLegalRequest, desk.second, { legalRequest });
    await twin.drain();
    const { manifest } = (await gate.pass(seeLegalRequest, desk.second, { legalRequest })).output;
    return {
      passed: own !== undefined && manifest !== null,
      saw: say(
        `Сам человек: ${own?.code ?? 'видит данные'}; отложенное ${manifest === null ? 'пропало' : 'сохранилось'}.`,
        `The person: ${own?.code ?? 'sees data'}; what was kept apart is ${manifest === null ? 'gone' : 'there'}.`,
        `Сама людина: ${own?.code ?? 'бачить дані'}; відкладене ${manifest === null ? 'зникло' : 'збереглося'}.`,
      ),
    };
  },
};

const processIsTold: TwinProbe = {
  name: 'of-a-process-about-their-work-people-are-told-beforehand',
  where: 'twin',
  apart: true,
  sentence: say(
    'О правовом процессе, который касается собственной работы человека, он узнаёт прежде, чем что-либо открыто.',
    'Of a legal process that concerns their own work people learn before anything is opened.',
    'Про правовий процес, що стосується власної роботи людини, вона дізнається раніше, ніж щось відкрито.',
  ),
  did: say(
    'Запрос назвал заказ, к которому человек присоединился; сотрудник признал его необходимым; второй тут же согласился; прочитаны история и раскрытия человека.',
    'A request named a dealing that the person had joined; an officer found it necessary; the second agreed at once; the person’s history and disclosures were read.',
    'Запит назвав замовлення, до якого людина приєдналася; працівник визнав його необхідним; другий одразу погодився; прочитано історію та розкриття людини.',
  ),
  async run(twin) {
    const { gate } = twin;
    const words = say('Для проверки', 'For a probe', 'Для перевірки');
    const purpose = { id: 'probing', words, fields: [] };
    await twin.declare((all) => ({
      ...all,
      services: [...all.services, { id: 'probe-work', words, purposes: [purpose] }],
    }));
    const desk = await openProveDesk(twin);
    const { asker } = await twin.credential('service', 'probe-work');
    const { output: dealing } = await gate.pass(openDealing, asker, { purpose: purpose.id, reference: 'probe' });
    await gate.pass(joinDealing, desk.person.asker, { dealing: dealing.id });
    const [field = ''] = desk.reached;
    const legalRequest = await desk.foundInProcess(dealing.id, [field]);
    await twin.drain();
    const early = await refusalOf(gate.pass(approveLegalRequest, desk.second, { legalRequest }));
    const { entries } = (await gate.pass(seeOwnHistory, desk.person.asker, {})).output;
    const told = entries.filter(({ kind }) => kind === tellOfProcess.name).length;
    const { disclosures } = (await gate.pass(seeOwnDisclosures, desk.person.asker, {})).output;
    const opened = disclosures.filter(({ producedAt }) => producedAt !== null).length;
    return {
      passed: told === 1 && early?.code === 'forbidden_by_policy' && opened === 0 && disclosures.length === 1,
      saw: say(
        `Сообщено: ${told}; согласие сразу: ${early?.code ?? 'принято'}; открыто: ${opened}.`,
        `Told: ${told}; agreeing at once: ${early?.code ?? 'taken'}; opened: ${opened}.`,
        `Повідомлено: ${told}; згода одразу: ${early?.code ?? 'прийнято'}; відкрито: ${opened}.`,
      ),
    };
  },
};

const siteSaysWhoItIs: LiveProbe = {
  name: 'the-site-says-who-it-is-and-whom-it-deals-with',
  where: 'live',
  sentence: say(
    'Политика называет владельца сайта, куда писать, и все поля, службы, платёжные системы и основания.',
    'The policy names who runs the site, where to write, and all fields, services, payment systems and grounds.',
    'Політика називає власника сайту, куди писати, і всі поля, служби, платіжні системи та підстави.',
  ),
  did: say(
    'Страница Политики прочитана без входа, и в ней найдено каждое имя из объявлений действующей версии.',
    'The policy’s page was read without signing in, and each name of the declarations in force was looked for in it.',
    'Сторінку Політики прочитано без входу, і в ній знайдено кожну назву з оголошень чинної версії.',
  ),
  async run(live) {
    const { declarations, binding } = live.version;
    const { site, fields, services, providers, grounds } = declarations;
    const { text } = await live.get(`/policy?lang=${binding}`);
    const declared = [...fields, ...services, ...providers, ...grounds].map(({ words }) => words[binding] ?? words.en);
    const page = lettersOf(text);
    const names = [...declared, ...[site.name, site.contact].flatMap((one) => one ?? [])];
    const found = names.filter((name) => page.includes(lettersOf(name ?? ''))).length;
    return {
      passed: found === names.length && names.length > 0,
      saw: say(
        `Названо на странице: ${found} из ${names.length}.`,
        `Named on the page: ${found} of ${names.length}.`,
        `Названо на сторінці: ${found} із ${names.length}.`,
      ),
    };
  },
};

const reportIsOpen: LiveProbe = {
  name: 'the-report-on-disclosures-is-open-to-all',
  where: 'live',
  sentence: say(
    'Отчёт о раскрытиях открыт всем: страницей, таблицей, для программ и лентой.',
    'The report on disclosures is open to all: as a page, a table, for programs and as a feed.',
    'Звіт про розкриття відкритий усім: сторінкою, таблицею, для програм і стрічкою.',
  ),
  did: say(
    'Без входа прочитаны все четыре его вида.',
    'All four of its forms were read without signing in.',
    'Без входу прочитано всі чотири його вигляди.',
  ),
  async run(live) {
    const paths = ['/transparency', '/transparency.json', '/transparency.csv', '/transparency.atom'];
    const answers = await Promise.all(paths.map((path) => live.get(path)));
    const open = answers.filter(({ status, text }) => status === 200 && text !== '').length;
    return {
      passed: open === paths.length,
      saw: say(
        `Открыто: ${open} из ${paths.length}.`,
        `Open: ${open} of ${paths.length}.`,
        `Відкрито: ${open} із ${paths.length}.`,
      ),
    };
  },
};

/** What is shown of the person's country, of what the site says of itself, and of what stands beside an answer to a court. */
export const personProbes: readonly Probe[] = [
  countryIsAsked,
  errorsSayNothing,
  siteSaysWhoItIs,
  heldApart,
  processIsTold,
  reportIsOpen,
];
