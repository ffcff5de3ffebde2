import { SECTIONS } from '../../kernel/policy/names.ts';
import { digestOf, type VersionBody } from '../../kernel/policy/version.ts';
import { type LiveProbe, type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { leaveData, seeOwnHistory } from '../agreement/index.ts';
import { publishPolicy } from './publish-policy.ts';
import { replayOwnHistory } from './replay-own-history.ts';
import { countJobs } from './store.ts';

const inForceAtOnce: TwinProbe = {
  name: 'in-force-with-the-next-decision',
  where: 'twin',
  apart: true,
  sentence: say(
    'Изменение действует с публикации: следующее же решение принято по новой версии и называет её.',
    'A change takes effect at publication: the very next decision is by the new version and names it.',
    'Зміна діє з публікації: вже наступне рішення ухвалено за новою версією і називає її.',
  ),
  did: say(
    'Человек исправил своё поле; двойник опубликовал версию, которая это запрещает; человек попробовал снова.',
    'A person corrected a field; the twin published a version that forbids this; the person tried again.',
    'Людина виправила своє поле; двійник опублікував версію, яка це забороняє; людина спробувала знову.',
  ),
  async run(twin) {
    const person = await twin.person();
    const plain = twin.version.declarations.fields.find(({ type }) => type !== 'email' && type !== 'phone');
    if (plain === undefined) throw new Error('a field that nobody signs in by is declared');
    const input = { fields: { [plain.id]: person.left[plain.id] }, language: twin.version.binding };
    const before = await refusalOf(twin.gate.pass(leaveData, person.asker, input));
    const rule = '@id("changes.no-corrections") forbid (principal, action == Action::"leaveData", resource);';
    const published = await twin.addRule('changes', rule);
    const after = await refusalOf(twin.gate.pass(leaveData, person.asker, input));
    const { output } = await twin.gate.pass(seeOwnHistory, person.asker, {});
    const versions = output.entries.filter(({ kind }) => kind === leaveData.name).map(({ body }) => body?.version);
    const named = versions.map((version) => version?.digest).join() === [published.digest, twin.version.digest].join();
    return {
      passed: before === undefined && after?.code === 'forbidden_by_policy' && named,
      saw: say(
        `До: ${before?.code ?? 'разрешено'} по версии ${versions[1]?.number ?? '—'}; после: ${after?.code ?? 'разрешено'} по версии ${versions[0]?.number ?? '—'}.`,
        `Before: ${before?.code ?? 'allowed'} by version ${versions[1]?.number ?? 'none'}; after: ${after?.code ?? 'allowed'} by version ${versions[0]?.number ?? 'none'}.`,
        `До: ${before?.code ?? 'дозволено'} за версією ${versions[1]?.number ?? '—'}; після: ${after?.code ?? 'дозволено'} за версією ${versions[0]?.number ?? '—'}.`,
      ),
    };
  },
};

const publishingSendsNothing: TwinProbe = {
  name: 'publishing-tells-nobody',
  where: 'twin',
  apart: true,
  sentence: say(
    'Публикация никому ничего не отправляет.',
    'Publishing sends nothing to anybody.',
    'Публікація нікому нічого не надсилає.',
  ),
  did: say(
    'При двух людях с почтой опубликована новая версия; очередь выполнена до конца; прочитаны почтовый сток, вызовы и попытки соединений.',
    'With two people who left an e-mail address a version was published; the queue ran to its end; the mail sink, calls and tried connections were read.',
    'За двох людей із поштою опубліковано нову версію; чергу виконано до кінця; прочитано поштовий стік, виклики та спроби з’єднань.',
  ),
  async run(twin) {
    await twin.person();
    await twin.person();
    const before = await countJobs(twin.gate.parts.db);
    await twin.addRule('changes', '@id("changes.probe") forbid (principal, action == Action::"leaveData", resource);');
    const jobs = (await countJobs(twin.gate.parts.db)) - before;
    await twin.drain();
    const { mails, calls, refused } = twin.outside;
    return {
      passed: jobs === 0 && mails.length + calls.length + refused.length === 0,
      saw: say(
        `Заданий: ${jobs}, писем: ${mails.length}, вызовов: ${calls.length}, других соединений: ${refused.length}.`,
        `Jobs: ${jobs}, messages: ${mails.length}, calls: ${calls.length}, other connections: ${refused.length}.`,
        `Завдань: ${jobs}, листів: ${mails.length}, викликів: ${calls.length}, інших з’єднань: ${refused.length}.`,
      ),
    };
  },
};

const formerVersionsStay: TwinProbe = {
  name: 'former-versions-stay-as-they-were',
  where: 'twin',
  apart: true,
  sentence: say(
    'Прежние версии остаются такими, какими были, и каждый может их прочитать.',
    'Former versions stay as they were, and anybody can read them.',
    'Колишні версії лишаються такими, якими були, і кожен може їх прочитати.',
  ),
  did: say(
    'Страница прежней версии прочитана до и после публикации следующей, вместе со списком версий.',
    'The page of the former version was read before and after the next one was published, and the list of versions too.',
    'Сторінку колишньої версії прочитано до і після публікації наступної, разом зі списком версій.',
  ),
  async run(twin) {
    const path = `/policy/versions/${twin.version.number}`;
    const before = await twin.get(path);
    const rule = '@id("changes.probe") forbid (principal, action == Action::"leaveData", resource);';
    const next = await twin.addRule('changes', rule);
    const after = await twin.get(path);
    const words = sectionsIn(before.text);
    const same = words !== '' && sectionsIn(after.text) === words && after.text.includes(twin.version.digest);
    const list = await twin.get('/policy/versions');
    const listed = [twin.version, next].filter(({ number }) =>
      list.text.includes(`/policy/versions/${number}"`),
    ).length;
    return {
      passed: same && listed === 2 && next.digest !== twin.version.digest,
      saw: say(
        `Текст и отпечаток прежней версии ${same ? 'те же' : 'другие'}; в списке ${listed} из 2.`,
        `Text and digest of the former version are ${same ? 'the same' : 'different'}; ${listed} of 2 are in the list.`,
        `Текст і відбиток колишньої версії ${same ? 'ті самі' : 'інші'}; у списку ${listed} з 2.`,
      ),
    };
  },
};

const yearUnderOtherRules: TwinProbe = {
  name: 'own-year-under-other-rules',
  where: 'twin',
  apart: true,
  sentence: say(
    'Человек может узнать, как новые правила решили бы то, что уже было с его данными.',
    'People can learn how the new rules would have decided what already happened with their data.',
    'Людина може дізнатися, як нові правила вирішили б те, що вже було з її даними.',
  ),
  did: say(
    'Человек оставил поле; опубликована версия, которая это запрещает; его записи решены ещё раз по обеим версиям.',
    'A person left a field; a version that forbids this was published; the entries were decided once more by both versions.',
    'Людина залишила поле; опубліковано версію, яка це забороняє; її записи вирішено ще раз за обома версіями.',
  ),
  async run(twin) {
    const person = await twin.person();
    const plain = twin.version.declarations.fields.find(({ type }) => type !== 'email' && type !== 'phone');
    if (plain === undefined) throw new Error('a field that nobody signs in by is declared');
    const input = { fields: { [plain.id]: person.left[plain.id] }, language: twin.version.binding };
    await twin.gate.pass(leaveData, person.asker, input);
    const rule = '@id("changes.no-corrections") forbid (principal, action == Action::"leaveData", resource);';
    await twin.addRule('changes', rule);
    const { output: after } = await twin.gate.pass(replayOwnHistory, person.asker, {});
    const { output: same } = await twin.gate.pass(replayOwnHistory, person.asker, { version: twin.version.number });
    const refused = after.otherwise.filter(({ kind, now }) => kind === leaveData.name && now === 'refused').length;
    return {
      passed: refused === 1 && after.otherwise.length === 1 && same.otherwise.length === 0 && same.looked > 1,
      saw: say(
        `По новым правилам иначе: ${refused} из ${after.looked}; по прежним иначе: ${same.otherwise.length}.`,
        `Otherwise by the new rules: ${refused} of ${after.looked}; by the former ones: ${same.otherwise.length}.`,
        `Інакше за новими правилами: ${refused} з ${after.looked}; за колишніми: ${same.otherwise.length}.`,
      ),
    };
  },
};

const onlyOwnerOrHostPublishes: TwinProbe = {
  name: 'only-the-owner-or-the-host-publishes',
  where: 'twin',
  apart: true,
  sentence: say(
    'Публикует Политику владелец сайта или тот, кто управляет сервером, и публикация стоит в журнале.',
    'The owner of the site or whoever runs the server publishes the policy, and the ledger holds the publication.',
    'Публікує Політику власник сайту або той, хто керує сервером, і публікація є в журналі.',
  ),
  did: say(
    'Политику попробовали опубликовать человек и редактор; сервер опубликовал её; журнал пересчитан.',
    'A person and an editor tried to publish a policy; the server published one; the ledger was derived anew.',
    'Політику спробували опублікувати людина та редактор; сервер опублікував її; журнал перераховано.',
  ),
  async run(twin) {
    const { gate } = twin;
    const [person, editor] = [await twin.person(), await twin.staff('editor')];
    const tries = [];
    for (const { asker } of [person, editor]) {
      tries.push(await refusalOf(gate.pass(publishPolicy, asker, { source: {}, by: 'probe' })));
    }
    const refused = tries.filter((refusal) => refusal !== undefined).length;
    await twin.sequence();
    const before = await twin.fsck();
    const rule = '@id("changes.probe") forbid (principal, action == Action::"leaveData", resource);';
    const next = await twin.addRule('changes', rule);
    await twin.sequence();
    const after = await twin.fsck();
    const entries = after.entries - before.entries;
    return {
      passed: refused === tries.length && next.number === twin.version.number + 1 && entries === 1,
      saw: say(
        `Отказано: ${refused} из ${tries.length}; записей о публикации: ${entries}; не сходится: ${after.problems.length}.`,
        `Refused: ${refused} of ${tries.length}; entries of the publication: ${entries}; wrong: ${after.problems.length}.`,
        `Відмовлено: ${refused} із ${tries.length}; записів про публікацію: ${entries}; не сходиться: ${after.problems.length}.`,
      ),
    };
  },
};

const publishedAsDecided: LiveProbe = {
  name: 'published-is-what-decides',
  where: 'live',
  sentence: say(
    'Опубликовано ровно то, по чему сервер решает.',
    'What is published is exactly what the server decides by.',
    'Опубліковано саме те, за чим сервер вирішує.',
  ),
  did: say(
    'Прочитана машинная форма Политики; её отпечаток вычислен заново и сравнен с версией в базе.',
    'The machine-readable policy was read; its digest was computed anew and compared with the version in the database.',
    'Прочитано машинну форму Політики; її відбиток обчислено заново та порівняно з версією в базі.',
  ),
  async run(live) {
    const { text } = await live.get('/policy.json');
    const read = JSON.parse(text) as VersionBody & { number: number; digest: string };
    const computed = digestOf(read);
    const passed = computed === live.version.digest && read.digest === computed && read.number === live.version.number;
    return {
      passed,
      saw: say(
        `Версия ${read.number}, отпечаток ${computed.slice(0, 16)}… ${passed ? 'совпал' : 'не совпал'}.`,
        `Version ${read.number}, digest ${computed.slice(0, 16)}… ${passed ? 'is the same' : 'differs'}.`,
        `Версія ${read.number}, відбиток ${computed.slice(0, 16)}… ${passed ? 'збігся' : 'не збігся'}.`,
      ),
    };
  },
};

const eightSectionsShown: LiveProbe = {
  name: 'people-can-track-the-changes',
  where: 'live',
  sentence: say(
    'Все восемь разделов, все версии, время их публикации и то, какая действовала в какой день, открыты каждому.',
    'All eight sections, all versions, when each was published and which was in force on a day are open to anybody.',
    'Усі вісім розділів, усі версії, час їх публікації та те, яка діяла якого дня, відкриті кожному.',
  ),
  did: say(
    'Без входа прочитаны Политика на трёх языках и список версий; спрошено, какая действует сейчас.',
    'Without signing in the policy was read in three languages, and the list of versions; it was asked which is in force now.',
    'Без входу прочитано Політику трьома мовами та список версій; спитано, яка діє зараз.',
  ),
  async run(live) {
    const pages = await Promise.all(LANGUAGES.map((language) => live.get(`/policy?lang=${language}`)));
    const whole = pages.filter(({ text }) => SECTIONS.every((section) => text.includes(`id="${section}"`))).length;
    const versions = await live.get('/policy/versions');
    const listed = versions.status === 200 && versions.text.includes(`/policy/versions/${live.version.number}`);
    const now = await live.get(`/policy/at/${new Date().toISOString()}`);
    const dated = now.headers.get('location')?.endsWith(`/policy/versions/${live.version.number}`) === true;
    return {
      passed: whole === pages.length && listed && dated,
      saw: say(
        `Целиком на ${whole} языках из ${pages.length}; действующая версия в списке ${listed ? 'есть' : 'отсутствует'}, по дате ${dated ? 'находится' : 'не находится'}.`,
        `Whole in ${whole} of ${pages.length} languages; the version in force is ${listed ? '' : 'not '}in the list and is ${dated ? '' : 'not '}found by date.`,
        `Повністю ${whole} мовами з ${pages.length}; чинна версія у списку ${listed ? 'є' : 'відсутня'}, за датою ${dated ? 'знаходиться' : 'не знаходиться'}.`,
      ),
    };
  },
};

/** What is demonstrated of «Уведомления об изменениях». */
export const probes: readonly Probe[] = [
  inForceAtOnce,
  publishingSendsNothing,
  formerVersionsStay,
  yearUnderOtherRules,
  onlyOwnerOrHostPublishes,
  publishedAsDecided,
  eightSectionsShown,
];

/** The words of a policy page without its frame, which tells what is in force now. */
function sectionsIn(html: string): string {
  return [...html.matchAll(/<div class="policy-words"[\s\S]*?<\/div>/g)].map(([found]) => found).join('\n');
}
