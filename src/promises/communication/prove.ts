import { each, type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { eraseOwnData } from '../agreement/index.ts';
import { addressField } from './address-field.ts';
import { sendBulletin } from './copies/send-bulletin.ts';
import { mailProbes } from './prove-mail.ts';
import { confirmed, sent, stopTokenOf, writable } from './prove-site.ts';
import { stopMessages } from './stops/stop-messages.ts';
import { undoStop } from './stops/undo-stop.ts';

const silence: TwinProbe = {
  name: 'silence-after-registration',
  where: 'twin',
  apart: true,
  sentence: say(
    'После того как человек оставил данные, ему ничего не присылают.',
    'After a person has left data, nothing is sent to them.',
    'Після того як людина залишила дані, їй нічого не надсилають.',
  ),
  did: say(
    'Трое зарегистрировались и оставили адреса; вся очередь дважды выполнена до конца; прочитано всё, что дошло до почтового сервера.',
    'Three people registered and left addresses; the whole queue ran to its end twice; all that reached the mail server was read.',
    'Троє зареєструвалися й залишили адреси; усю чергу двічі виконано до кінця; прочитано все, що дійшло до поштового сервера.',
  ),
  async run(twin) {
    for (let n = 0; n < 3; n += 1) await twin.person();
    await twin.drain();
    await twin.drain();
    const { mails, calls, refused } = twin.outside;
    const left = mails.length + calls.length + refused.length;
    return { passed: left === 0, saw: say(`Отправлено: ${left}.`, `Sent: ${left}.`, `Надіслано: ${left}.`) };
  },
};

const stopIsNamed: TwinProbe = {
  name: 'message-names-its-stop',
  where: 'twin',
  apart: true,
  examples: ['communication.message-names-its-stop'],
  sentence: say(
    'Письмо, в котором не видно, как отказаться, не уходит; то, что ушло, называет отказ в тексте и в заголовке.',
    'A message that does not visibly say how to stop does not leave; what leaves names the stop in its text and its header.',
    'Лист, у якому не видно, як відмовитися, не виходить; те, що вийшло, називає відмову в тексті та в заголовку.',
  ),
  did: say(
    'Подтверждены рассылки: без отказа, с отказом в комментарии, за другими словами и названным прямо; прочитано дошедшее.',
    'Bulletins were confirmed without a stop, with one in a comment, behind other words, and named plainly; what arrived was read.',
    'Підтверджено розсилки: без відмови, з відмовою в коментарі, за іншими словами та названою прямо; прочитано те, що дійшло.',
  ),
  async run(twin) {
    const staff = await twin.staff('editor');
    await twin.person();
    const hidden = ['News.', '[other words]({stop})', '[stop]: {stop}'];
    const refusals = await each(hidden, (markdown) => refusalOf(confirmed(twin.gate, staff, markdown)));
    await twin.drain();
    const early = twin.outside.mails.length;
    const mails = await sent(twin, staff, 'News. {stop}');
    const named = mails.filter((mail) => stopTokenOf(mail) !== undefined).length;
    const refused = refusals.filter((refusal) => refusal?.code === 'forbidden_by_policy').length;
    const expected = writable(twin) ? 1 : 0;
    return {
      passed: refused === hidden.length && early === 0 && mails.length === expected && named === expected,
      saw: say(
        `Отказано: ${refused} из ${hidden.length}; ушло писем: ${mails.length}, из них с отказом в заголовке: ${named}.`,
        `Refused: ${refused} of ${hidden.length}; messages that left: ${mails.length}, with the stop in the header: ${named}.`,
        `Відмовлено: ${refused} із ${hidden.length}; вийшло листів: ${mails.length}, з них із відмовою в заголовку: ${named}.`,
      ),
    };
  },
};

const stopHolds: TwinProbe = {
  name: 'stop-holds-from-the-next-message',
  where: 'twin',
  apart: true,
  examples: ['communication.bulletin-only-while-it-is-welcome'],
  sentence: say(
    'Отказ действует со следующего письма, даже если рассылка уже подтверждена, и переживает удаление данных.',
    'A stop takes effect with the next message, even of a bulletin that was confirmed already, and outlives an erasure.',
    'Відмова діє з наступного листа, навіть якщо розсилку вже підтверджено, і переживає видалення даних.',
  ),
  did: say(
    'Рассылка на двоих подтверждена; один из них отказался; очередь выполнена. Затем он стёр данные и снова оставил тот же адрес; послана ещё одна рассылка.',
    'A bulletin for two was confirmed; one of them stopped; the queue ran. Then they erased their data and left the same address again; another bulletin was sent.',
    'Розсилку на двох підтверджено; один із них відмовився; чергу виконано. Потім він стер дані й знову залишив ту саму адресу; надіслано ще одну розсилку.',
  ),
  async run(twin) {
    const staff = await twin.staff('editor');
    const leaving = await twin.person();
    await twin.person();
    await confirmed(twin.gate, staff, '{stop}');
    await twin.gate.pass(stopMessages, leaving.asker, {});
    await twin.drain();
    const first = twin.outside.mails.length;
    await twin.gate.pass(eraseOwnData, leaving.asker, { password: leaving.password });
    await twin.person(leaving.left);
    const second = (await sent(twin, staff)).length;
    const field = addressField(twin.version.declarations);
    const address = field === undefined ? undefined : String(leaving.left[field.id]);
    const reached = twin.outside.mails.filter((mail) => address !== undefined && mail.includes(address)).length;
    const expected = writable(twin) ? 1 : 0;
    return {
      passed: first === expected && second === expected && reached === 0,
      saw: say(
        `Писем первой рассылки: ${first}, второй: ${second}; отказавшемуся: ${reached}.`,
        `Messages of the first bulletin: ${first}, of the second: ${second}; to the one who stopped: ${reached}.`,
        `Листів першої розсилки: ${first}, другої: ${second}; тому, хто відмовився: ${reached}.`,
      ),
    };
  },
};

const lookingStopsNothing: TwinProbe = {
  name: 'looking-at-the-link-stops-nothing',
  where: 'twin',
  apart: true,
  sentence: say(
    'Открыть ссылку из письма ещё не значит отказаться; отказ по ней не требует входа, а вернуть письма может только сам человек.',
    'Opening the link in a message does not stop anything yet; the stop behind it needs no sign-in, and only the person can undo it.',
    'Відкрити посилання з листа ще не означає відмовитися; відмова за ним не потребує входу, а повернути листи може лише сама людина.',
  ),
  did: say(
    'Ссылка из письма открыта тридцать раз, как это делают сканеры; послана рассылка; по ссылке нажат отказ; ещё одна рассылка; отменить отказ попробовал другой человек.',
    'The link of a message was opened thirty times, as scanners do; a bulletin was sent; the stop was pressed; another bulletin; another person tried to undo the stop.',
    'Посилання з листа відкрито тридцять разів, як це роблять сканери; надіслано розсилку; за посиланням натиснуто відмову; ще одна розсилка; скасувати відмову спробувала інша людина.',
  ),
  async run(twin) {
    const staff = await twin.staff('editor');
    await twin.person();
    const send = async () => (await sent(twin, staff)).length;
    const first = await send();
    const token = stopTokenOf(twin.outside.mails[0] ?? '') ?? 'A'.repeat(43);
    const methods = ['GET', 'HEAD', 'OPTIONS'] as const;
    for (let n = 0; n < 30; n += 1) await twin.get(`/stop/${token}`, { method: methods[n % 3] ?? 'GET' });
    const looked = await send();
    const pressed = await twin.get(`/stop/${token}`, { method: 'POST', body: new URLSearchParams({ scope: 'all' }) });
    const stopped = await send();
    const other = await twin.person();
    const undone = await refusalOf(twin.gate.pass(undoStop, other.asker, { token }));
    // The other person left an address of their own by now.
    const after = (await send()) - (writable(twin) ? 1 : 0);
    const expected = writable(twin) ? 1 : 0;
    return {
      passed:
        first === expected &&
        looked === expected &&
        pressed.status === 200 &&
        stopped === 0 &&
        after === 0 &&
        undone !== undefined,
      saw: say(
        `Писем после просмотра ссылки: ${looked}, после отказа: ${stopped}, после чужой попытки его отменить: ${after}.`,
        `Messages after looking at the link: ${looked}, after the stop: ${stopped}, after another's try to undo it: ${after}.`,
        `Листів після перегляду посилання: ${looked}, після відмови: ${stopped}, після чужої спроби її скасувати: ${after}.`,
      ),
    };
  },
};

const relayIsDeclared: TwinProbe = {
  name: 'undeclared-relay-gets-nothing',
  where: 'twin',
  apart: true,
  examples: ['communication.relay-is-declared', 'communication.no-second-copy'],
  sentence: say(
    'Чужому почтовому серверу, не объявленному в Политике, не достаётся ничего, и ни одно письмо не отдают дважды.',
    'A mail server that is not ours and not declared in the policy gets nothing, and no message is handed over twice.',
    'Чужому поштовому серверу, не оголошеному в Політиці, не дістається нічого, і жоден лист не віддають двічі.',
  ),
  did: say(
    'Письмо подтверждённой рассылки попросили отдать необъявленному серверу; затем своей машине; затем ещё раз.',
    'A copy of a confirmed bulletin was asked for an undeclared server; then for this machine; then once more.',
    'Лист підтвердженої розсилки попросили віддати неоголошеному серверу; потім власній машині; потім ще раз.',
  ),
  async run(twin) {
    const staff = await twin.staff('editor');
    const { personId } = await twin.person();
    const { bulletin } = await confirmed(twin.gate, staff, '{stop}');
    const field = addressField(twin.version.declarations)?.id ?? 'email';
    const ask = (host: string, loopback: boolean) =>
      refusalOf(
        twin.gate.pass(
          sendBulletin,
          { kind: 'worker' },
          {
            bulletin,
            person: personId,
            field,
            language: twin.version.binding,
            lane: '00000000-0000-4000-8000-000000000001',
            relay: { host, loopback },
          },
        ),
      );
    const [foreign, own, again] = [
      await ask('undeclared.example', false),
      await ask('127.0.0.1', true),
      await ask('127.0.0.1', true),
    ];
    const refusedBoth = foreign !== undefined && again !== undefined;
    return {
      passed: refusedBoth && (own === undefined) === writable(twin) && twin.outside.refused.length === 0,
      saw: say(
        `Необъявленному: ${foreign === undefined ? 'отдано' : 'не разрешено'}; второй раз: ${again === undefined ? 'отдано' : 'не разрешено'}.`,
        `To the undeclared one: ${foreign === undefined ? 'handed over' : 'not permitted'}; a second time: ${again === undefined ? 'handed over' : 'not permitted'}.`,
        `Неоголошеному: ${foreign === undefined ? 'віддано' : 'не дозволено'}; удруге: ${again === undefined ? 'віддано' : 'не дозволено'}.`,
      ),
    };
  },
};

const recordsAreThere: Probe = {
  name: 'mail-can-be-told-from-a-forgery',
  where: 'live',
  sentence: say(
    'Письма сайта можно отличить от подделки: в DNS стоят записи, которые ищут почтовые службы.',
    'Mail of the site can be told from a forgery: the records that receivers look for stand in DNS.',
    'Листи сайту можна відрізнити від підробки: у DNS є записи, які шукають поштові служби.',
  ),
  did: say(
    'В DNS найдены записи для каждого адреса отправителя (SPF, DKIM, DMARC), для возвратов (MX) и для почтового сервера (PTR).',
    'For each sender address SPF, DKIM and DMARC were looked up in DNS, MX for what comes back, and PTR for the relay.',
    'У DNS знайдено записи для кожної адреси відправника (SPF, DKIM, DMARC), для повернень (MX) і для поштового сервера (PTR).',
  ),
  async run(live) {
    const records = await live.mailRecords();
    if (records === null) {
      return { passed: true, saw: say('Почта не настроена.', 'No mail is set up.', 'Пошту не налаштовано.') };
    }
    const wrong = records.filter(({ state }) => state !== 'right').map(({ at, state }) => `${at} (${state})`);
    const right = records.length - wrong.length;
    const list = wrong.length === 0 ? '' : `: ${wrong.join(', ')}`;
    return {
      passed: wrong.length === 0,
      saw: say(
        `Верных записей: ${right}; отсутствуют или неверны: ${wrong.length}${list}.`,
        `Records that are right: ${right}; missing or wrong: ${wrong.length}${list}.`,
        `Правильних записів: ${right}; відсутні або неправильні: ${wrong.length}${list}.`,
      ),
    };
  },
};

/** What this section demonstrates, in the order in which it is shown. */
export const probes: readonly Probe[] = [
  silence,
  stopIsNamed,
  stopHolds,
  lookingStopsNothing,
  ...mailProbes,
  relayIsDeclared,
  recordsAreThere,
];
