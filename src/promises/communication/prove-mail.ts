import { parseMail } from '../../kernel/mail/parse-mail.ts';
import { type Probe, refusalOf, say, type Twin, type TwinProbe } from '../../kernel/probe.ts';
import { sent, stopTokenOf, writable } from './prove-site.ts';
import { letterAddress, takeLetter } from './returns/take-letter.ts';
import { stopMessages } from './stops/stop-messages.ts';
import { undoStop } from './stops/undo-stop.ts';
import { writeBulletin } from './write-bulletin.ts';

const everyWayStops: TwinProbe = {
  name: 'every-way-to-stop-works-and-staff-undo-none',
  where: 'twin',
  apart: true,
  sentence: say(
    'Отказаться можно ссылкой, кнопкой почтовой программы, письмом, ответом STOP и в кабинете; вернуть письма сотрудник не может.',
    'One can stop by the link, the button of a mail program, a letter, the answer STOP and in the account; staff cannot undo it.',
    'Відмовитися можна посиланням, кнопкою поштової програми, листом, відповіддю STOP і в кабінеті; повернути листи працівник не може.',
  ),
  did: say(
    'Пятеро получили рассылку, и каждый отказался своим способом; сотрудник попробовал вернуть им письма; послана ещё одна рассылка.',
    'Five people got a bulletin and each stopped in another way; a member of the staff tried to undo it; another bulletin was sent.',
    'П’ятеро отримали розсилку, і кожен відмовився у свій спосіб; працівник спробував повернути їм листи; надіслано ще одну розсилку.',
  ),
  async run(twin) {
    const { gate } = twin;
    const staff = await twin.staff('editor');
    const people = [];
    for (let n = 0; n < 5; n += 1) people.push(await twin.person());
    const mails = await sent(twin, staff);
    const [link = '', button = '', letter = '', answer = ''] = mails;
    const post = (mail: string, form: Record<string, string>) =>
      twin.get(`/stop/${stopTokenOf(mail) ?? ''}`, { method: 'POST', body: new URLSearchParams(form) });
    await post(link, { scope: 'all' });
    await post(button, { 'List-Unsubscribe': 'One-Click' });
    await sendBack(twin, letter, 'stop', 'Subject: stop\r\n\r\n');
    await sendBack(twin, answer, 'reply', 'Subject: Re: Probe\r\n\r\nSTOP\r\n');
    const reached = new Set(await Promise.all(mails.slice(0, 4).map(recipientOf)));
    const left = people.filter((person) => !Object.values(person.left).some((value) => reached.has(String(value))));
    for (const person of left) await gate.pass(stopMessages, person.asker, {});
    const undone = await refusalOf(gate.pass(undoStop, staff.asker, { token: stopTokenOf(link) ?? '' }));
    const after = (await sent(twin, staff)).length;
    const expected = writable(twin) ? people.length : 0;
    return {
      passed: mails.length === expected && after === 0 && undone !== undefined,
      saw: say(
        `Писем до отказов: ${mails.length} из ${expected}; после: ${after}; сотрудник: ${undone?.code ?? 'вернул'}.`,
        `Messages before the stops: ${mails.length} of ${expected}; after them: ${after}; the member of the staff: ${undone?.code ?? 'undid one'}.`,
        `Листів до відмов: ${mails.length} із ${expected}; після: ${after}; працівник: ${undone?.code ?? 'повернув'}.`,
      ),
    };
  },
};

const returnedIsLeftAlone: TwinProbe = {
  name: 'an-address-whose-mail-comes-back-is-left-alone',
  where: 'twin',
  apart: true,
  sentence: say(
    'Если письма на адрес возвращаются, туда больше не пишут.',
    'Where mail to an address comes back, nothing more is written to it.',
    'Якщо листи на адресу повертаються, туди більше не пишуть.',
  ),
  did: say(
    'Одному из двух получателей письмо вернулось с сообщением почтового сервера, что такого адреса нет; послана ещё одна рассылка.',
    'The message to one of two people came back with the mail server’s report that there is no such address; another bulletin was sent.',
    'Одному з двох отримувачів лист повернувся з повідомленням поштового сервера, що такої адреси немає; надіслано ще одну розсилку.',
  ),
  async run(twin) {
    const staff = await twin.staff('editor');
    await twin.person();
    await twin.person();
    const first = await sent(twin, staff);
    const [returned = ''] = first;
    await sendBack(twin, returned, 'back', REPORT);
    const later = await Promise.all((await sent(twin, staff)).map(recipientOf));
    const again = later.filter((to) => to === undefined || returned.includes(to)).length;
    const expected = writable(twin) ? 1 : 0;
    return {
      passed: first.length === 2 * expected && later.length === expected && again === 0,
      saw: say(
        `Писем первой рассылки: ${first.length}, второй: ${later.length}, из них на вернувшийся адрес: ${again}.`,
        `Messages of the first bulletin: ${first.length}, of the second: ${later.length}, of them to the returned address: ${again}.`,
        `Листів першої розсилки: ${first.length}, другої: ${later.length}, з них на адресу, що повернулася: ${again}.`,
      ),
    };
  },
};

const nobodyIsFollowed: TwinProbe = {
  name: 'messages-follow-nobody-and-choose-by-no-date',
  where: 'twin',
  apart: true,
  sentence: say(
    'В письме нет картинок и ссылок, по которым видно, кто его открыл; выбрать получателей по дате регистрации нельзя.',
    'A message holds no picture and no link that tells who opened it; recipients cannot be chosen by date of registration.',
    'У листі немає картинок і посилань, за якими видно, хто його відкрив; вибрати отримувачів за датою реєстрації не можна.',
  ),
  did: say(
    'Рассылка со ссылкой послана двоим; прочитано, что в письмах загружается и куда ведут ссылки; получателей попросили выбрать по дате.',
    'A bulletin with a link was sent to two people; what the messages load and where their links lead was read; recipients were asked for by date.',
    'Розсилку з посиланням надіслано двом; прочитано, що в листах завантажується і куди ведуть посилання; отримувачів попросили вибрати за датою.',
  ),
  async run(twin) {
    const staff = await twin.staff('editor');
    await twin.person();
    await twin.person();
    const page = 'https://elsewhere.example/page';
    const mails = await sent(twin, staff, `[News](${page}) {stop}`);
    const html = (await Promise.all(mails.map((mail) => parseMail(mail)))).map((mail) => mail?.html ?? '');
    const loads = html.join('').match(/<(img|link|script|iframe|object)\b|url\(|\bsrc=/gi)?.length ?? 0;
    // The stop is the one link that differs from copy to copy.
    const links = html.map((one) =>
      [...one.matchAll(/href="([^"]+)"/g)].map(([, to = '']) => to).filter((to) => !to.includes('/stop/')),
    );
    const same = new Set(links.map((one) => one.join(' '))).size <= 1;
    const straight = links.every((one) => one.includes(page));
    const draft = { topic: 'news', sender: 'news@example.org', subject: 'Probe', markdown: '{stop}' };
    const chosen = { ...draft, language: twin.version.binding, registeredAfter: '2026-01-01' };
    const byDate = await refusalOf(twin.gate.pass(writeBulletin, staff.asker, chosen));
    const expected = writable(twin) ? 2 : 0;
    return {
      passed: html.length === expected && loads === 0 && same && straight && byDate?.code === 'invalid',
      saw: say(
        `Писем: ${html.length}; загружают что-либо: ${loads}; ссылки, кроме отказа, ${same && straight ? 'у всех одни и прямые' : 'различаются'}; выбор по дате: ${byDate?.code ?? 'принят'}.`,
        `Messages: ${html.length}; loading anything: ${loads}; the links but for the stop are ${same && straight ? 'the same for all and direct' : 'different'}; a choice by date: ${byDate?.code ?? 'taken'}.`,
        `Листів: ${html.length}; завантажують щось: ${loads}; посилання, крім відмови, ${same && straight ? 'у всіх однакові й прямі' : 'різні'}; вибір за датою: ${byDate?.code ?? 'прийнято'}.`,
      ),
    };
  },
};

/** What is shown of messages after they left, and of all the ways to stop them. */
export const mailProbes: readonly Probe[] = [everyWayStops, returnedIsLeftAlone, nobodyIsFollowed];

/** A delivery status notification (RFC 3464), as mail servers write it. */
const REPORT = [
  'Content-Type: multipart/report; report-type=delivery-status; boundary=probe',
  'MIME-Version: 1.0',
  'Subject: Undelivered',
  '',
  '--probe',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example.org',
  '',
  'Final-Recipient: rfc822; nobody@example.org',
  'Action: failed',
  'Status: 5.1.1',
  '',
  '--probe--',
  '',
].join('\r\n');

/** Hands the twin a letter about one of its messages, as its listener would. */
async function sendBack({ gate }: Twin, mail: string, place: 'stop' | 'reply' | 'back', text: string): Promise<void> {
  const code = /reply-([0-9a-f]{40})@/.exec(mail)?.[1] ?? '';
  const address = letterAddress(`${place}-${code}`);
  const asker = { kind: 'anyone', network: '192.0.2.0/24' } as const;
  if (address !== undefined) await takeLetter(gate, asker, address, Buffer.from(text));
}

async function recipientOf(mail: string): Promise<string | undefined> {
  return (await parseMail(mail))?.to?.[0]?.address;
}
