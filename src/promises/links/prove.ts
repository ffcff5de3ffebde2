import type { PolicySource } from '../../kernel/policy/policy-source.ts';
import { type LiveProbe, type Probe, say, type TwinProbe } from '../../kernel/probe.ts';
import { LANGUAGES, type Words } from '../../kernel/words.ts';
import { type Crawled, crawl } from './crawl.ts';
import { inspectPage } from './inspect-page.ts';
import { originProbes } from './prove-origin.ts';

/** Where a walk begins: what a stranger can type in. */
const DOORS = ['/', '/policy', '/policy/versions', '/register', '/sign-in', '/verify', '/no-such-page'];
const CONSOLE = ['/console', '/console/policy'];
const ACCOUNT = ['/account', '/account/data', '/account/history', '/account/receipts', '/account/dealings'];

const nothingForeign = say(
  'Ни одна страница ничего не загружает с чужих серверов и не отправляет им.',
  'No page loads anything from other people’s servers or sends them anything.',
  'Жодна сторінка нічого не завантажує з чужих серверів і не надсилає їм.',
);

const livePages: LiveProbe = {
  name: 'no-third-party-request-on-public-pages',
  where: 'live',
  sentence: nothingForeign,
  did: say(
    'Все страницы, до которых без входа ведут ссылки, пройдены на трёх языках; прочитаны заголовки, разметка и стили.',
    'All pages that links lead to without signing in were walked in three languages; headers, markup and styles were read.',
    'Усі сторінки, до яких без входу ведуть посилання, пройдено трьома мовами; прочитано заголовки, розмітку та стилі.',
  ),
  async run(live) {
    const doors = DOORS.flatMap((door) => LANGUAGES.map((language) => `${door}?lang=${language}`));
    const walked = await crawl(live.get, doors);
    return { passed: isClean(walked) && walked.pages >= doors.length - LANGUAGES.length, saw: sayWalk(walked) };
  },
};

const accountPages: TwinProbe = {
  name: 'no-third-party-request-inside-the-account',
  where: 'twin',
  sentence: say(
    'В личном кабинете страницы тоже ничего не загружают со стороны, и каждая исходящая ссылка помечена.',
    'Inside the account pages load nothing from elsewhere either, and every outbound link is marked.',
    'В особистому кабінеті сторінки теж нічого не завантажують зі сторони, і кожне вихідне посилання позначено.',
  ),
  did: say(
    'Вошедший человек прошёл по всем ссылкам своего кабинета и открытых страниц.',
    'A signed-in person followed every link of the account and of the public pages.',
    'Людина, що увійшла, пройшла за всіма посиланнями свого кабінету та відкритих сторінок.',
  ),
  async run(twin) {
    const { session } = await twin.person();
    const headers = { cookie: `kristalux-session=${session}` };
    const own = await twin.get('/account', { headers });
    const walked = await crawl((path) => twin.get(path, { headers }), [...ACCOUNT, ...DOORS]);
    const tried = twin.outside.refused.length;
    return {
      passed: own.status === 200 && isClean(walked) && walked.pages >= ACCOUNT.length + 5 && tried === 0,
      saw: sayWalk(walked),
    };
  },
};

const consolePages: TwinProbe = {
  name: 'no-third-party-request-inside-the-console',
  where: 'twin',
  sentence: say(
    'Страницы администрации тоже ничего не загружают со стороны, и каждая исходящая ссылка на них помечена.',
    'The pages of the administration load nothing from elsewhere either, and every outbound link on them is marked.',
    'Сторінки адміністрації теж нічого не завантажують зі сторони, і кожне вихідне посилання на них позначено.',
  ),
  did: say(
    'Владелец сайта прошёл по всем ссылкам пульта.',
    'The owner of the site followed every link of the console.',
    'Власник сайту пройшов за всіма посиланнями пульта.',
  ),
  async run(twin) {
    const { session } = await twin.staff('owner');
    const headers = { cookie: `kristalux-session=${session}` };
    const own = await twin.get('/console', { headers });
    const walked = await crawl((path) => twin.get(path, { headers }), CONSOLE);
    const tried = twin.outside.refused.length;
    return {
      passed: own.status === 200 && isClean(walked) && walked.pages >= CONSOLE.length + 5 && tried === 0,
      saw: sayWalk(walked),
    };
  },
};

const outboundMarked: TwinProbe = {
  name: 'outbound-links-are-marked-as-leaving',
  where: 'twin',
  apart: true,
  sentence: say(
    'Ссылка на другой сайт помечена и глазу, и программе чтения с экрана, не сообщает, откуда Вы пришли, и стоит в списке сайтов.',
    'A link to another site is marked for the eye and for a screen reader, does not tell where you came from, and stands in the list of sites.',
    'Посилання на інший сайт позначено і для ока, і для програми читання з екрана, не повідомляє, звідки Ви прийшли, і є у списку сайтів.',
  ),
  did: say(
    'В текст раздела вписаны ссылка на другой сайт и ссылка, которая выполнила бы код; версия опубликована, её страницы прочитаны на всех её языках.',
    'A link to another site and one that would run code were written into the section; the version was published and its pages read in all its languages.',
    'У текст розділу вписано посилання на інший сайт і посилання, яке виконало б код; версію опубліковано, її сторінки прочитано всіма її мовами.',
  ),
  async run(twin) {
    await twin.publish(withLinks);
    const pages = await Promise.all(LANGUAGES.map((language) => twin.get(`/policy?lang=${language}`)));
    const found = pages.map(({ text }) => inspectPage(text, 'http://site.invalid'));
    const outbound = found.reduce((sum, page) => sum + page.outbound, 0);
    const unmarked = found.flatMap((page) => page.unmarked).length;
    const scripts = pages.filter(({ text }) => /href\s*=\s*["']?\s*javascript:/i.test(text)).length;
    const { session } = await twin.staff('owner');
    const list = await twin.get('/console/links', { headers: { cookie: `kristalux-session=${session}` } });
    const listed = list.text.includes('elsewhere.example');
    return {
      passed: outbound >= LANGUAGES.length && unmarked === 0 && scripts === 0 && listed,
      saw: say(
        `Исходящих ссылок: ${outbound}, непомеченных: ${unmarked}; ссылок, выполняющих код: ${scripts}; в списке сайтов ${listed ? 'есть' : 'нет'}.`,
        `Outbound links: ${outbound}, unmarked: ${unmarked}; links that run code: ${scripts}; ${listed ? '' : 'not '}in the list of sites.`,
        `Вихідних посилань: ${outbound}, непозначених: ${unmarked}; посилань, що виконують код: ${scripts}; у списку сайтів ${listed ? 'є' : 'немає'}.`,
      ),
    };
  },
};

const noOpenRedirect: TwinProbe = {
  name: 'nobody-is-led-away',
  where: 'twin',
  sentence: say(
    'Адреса, по которому наш сайт перебросил бы Вас на чужой, нет.',
    'There is no address of ours that would lead you on to another site.',
    'Адреси, за якою наш сайт перекинув би Вас на чужий, немає.',
  ),
  did: say(
    'Вход выполнен с десятью поддельными адресами возврата.',
    'Signing in was done with ten forged return addresses.',
    'Вхід виконано з десятьма підробленими адресами повернення.',
  ),
  async run(twin) {
    const { accountName, password } = await twin.person();
    let led = 0;
    let signedIn = 0;
    for (const next of FORGED) {
      const form = await twin.get(`/sign-in?next=${encodeURIComponent(next)}`);
      const csrf = /name="csrf" value="([^"]*)"/.exec(form.text)?.[1] ?? '';
      const cookie = form.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
      const answer = await twin.get('/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
        body: new URLSearchParams({ csrf, identifier: accountName, password, next }).toString(),
      });
      const to = answer.headers.get('location');
      if (answer.status === 303) signedIn += 1;
      if (to !== null && new URL(to, 'http://site.invalid').origin !== 'http://site.invalid') led += 1;
    }
    return {
      passed: led === 0 && signedIn === FORGED.length,
      saw: say(
        `Входов: ${signedIn} из ${FORGED.length}, из них увели на чужой сайт: ${led}.`,
        `Signed in: ${signedIn} of ${FORGED.length}, led to another site: ${led}.`,
        `Входів: ${signedIn} із ${FORGED.length}, з них вивели на чужий сайт: ${led}.`,
      ),
    };
  },
};

/** What is demonstrated of «Ссылки». */
export const probes: readonly Probe[] = [
  accountPages,
  consolePages,
  noOpenRedirect,
  outboundMarked,
  ...originProbes,
  livePages,
];

const FORGED: readonly string[] = [
  'https://elsewhere.example/',
  '//elsewhere.example/',
  '/\\elsewhere.example/',
  '\\\\elsewhere.example/',
  'https:elsewhere.example',
  '/account/..//elsewhere.example',
  '/%2f%2felsewhere.example',
  'javascript:alert(1)',
  '\t//elsewhere.example/',
  'http://site.invalid@elsewhere.example/',
];

function withLinks(source: PolicySource): PolicySource {
  const links = source.sections.links;
  const text = '\n\n[probe](https://elsewhere.example/page) [code](javascript:alert(1))\n';
  const words = Object.fromEntries(Object.entries(links.words).map(([language, before]) => [language, before + text]));
  return { ...source, sections: { ...source.sections, links: { ...links, words } } };
}

function isClean({ unmarked, foreign, unguarded }: Crawled): boolean {
  return unmarked.length + foreign.length + unguarded.length === 0;
}

function sayWalk({ pages, outbound, unmarked, foreign, unguarded }: Crawled): Words {
  const first = [...foreign, ...unmarked, ...unguarded][0];
  const example = first === undefined ? '' : ` (${first})`;
  return say(
    `Страниц: ${pages}; исходящих ссылок: ${outbound}, непомеченных: ${unmarked.length}; обращений к чужим серверам: ${foreign.length}; страниц без защитных заголовков: ${unguarded.length}${example}.`,
    `Pages: ${pages}; outbound links: ${outbound}, unmarked: ${unmarked.length}; requests to other servers: ${foreign.length}; pages without guarding headers: ${unguarded.length}${example}.`,
    `Сторінок: ${pages}; вихідних посилань: ${outbound}, непозначених: ${unmarked.length}; звернень до чужих серверів: ${foreign.length}; сторінок без захисних заголовків: ${unguarded.length}${example}.`,
  );
}
