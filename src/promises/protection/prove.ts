import { type Probe, refusalOf, say, type Twin, type TwinProbe } from '../../kernel/probe.ts';
import { readTar } from '../../kernel/tar.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { approveLegalRequest } from './approve-legal-request.ts';
import { matrixOf } from './matrix.ts';
import { openProveDesk, type ProveDesk } from './prove-desk.ts';
import { oldCopyOpensNothing } from './prove-erasure.ts';
import { personProbes } from './prove-person.ts';
import { seeLegalRequest } from './see-legal-request.ts';
import { seeOwnDisclosures } from './see-own-disclosures.ts';
import { takeLegalArchive } from './take-legal-archive.ts';

const oneAlone: TwinProbe = {
  name: 'one-officer-alone-discloses-nothing',
  where: 'twin',
  apart: true,
  examples: ['protection.one-officer-alone-never', 'use.necessity-is-found-and-agreed-to'],
  sentence: say(
    'Один сотрудник не может раскрыть по закону ничего: второй должен быть другим человеком.',
    'One officer alone can disclose nothing under law: the second must be another human.',
    'Один працівник не може розкрити за законом нічого: другий має бути іншою людиною.',
  ),
  did: say(
    'Сотрудник признал раскрытие необходимым и попытался сам согласиться вторым; потом забрать ответ.',
    'An officer found a disclosure necessary and tried to agree as the second too; then to take the answer.',
    'Працівник визнав розкриття необхідним і спробував сам погодитися другим; потім забрати відповідь.',
  ),
  async run(twin) {
    const desk = await openProveDesk(twin);
    const legalRequest = await desk.foundNecessary('own', desk.reached);
    const agreeing = await refusalOf(twin.gate.pass(approveLegalRequest, desk.first, { legalRequest }));
    await twin.drain();
    const taking = await refusalOf(twin.gate.pass(takeLegalArchive, desk.first, { legalRequest }));
    const opened = await openedOf(twin, desk);
    const refused = [agreeing, taking].filter((refusal) => refusal?.code === 'forbidden_by_policy').length;
    return {
      passed: refused === 2 && opened === 0,
      saw: say(
        `Отказано: ${refused} из 2; открыто полей: ${opened}.`,
        `Refused: ${refused} of 2; fields opened: ${opened}.`,
        `Відмовлено: ${refused} із 2; відкрито полів: ${opened}.`,
      ),
    };
  },
};

const foreignOrder: TwinProbe = {
  name: 'a-foreign-order-opens-nothing',
  where: 'twin',
  apart: true,
  examples: ['protection.no-law-but-of-the-persons-country'],
  sentence: say(
    'Решение по праву чужой страны не открывает ничего, даже если согласны оба сотрудника.',
    'An order under the law of another country opens nothing, even where both officers agree.',
    'Рішення за правом чужої країни не відкриває нічого, навіть якщо згодні обидва працівники.',
  ),
  did: say(
    'Двое сотрудников провели решение другой страны до конца; сервер взялся готовить ответ.',
    'Two officers took an order of another country to its end; the server set about the answer.',
    'Двоє працівників провели рішення іншої країни до кінця; сервер узявся готувати відповідь.',
  ),
  async run(twin) {
    const desk = await openProveDesk(twin);
    const legalRequest = await desk.foundNecessary('foreign', desk.reached);
    await twin.gate.pass(approveLegalRequest, desk.second, { legalRequest });
    await twin.drain();
    const { output } = await twin.gate.pass(seeLegalRequest, desk.second, { legalRequest });
    const opened = await openedOf(twin, desk);
    return {
      passed: output.state === 'nothing-to-give' && opened === 0,
      saw: say(
        `Открыто полей: ${opened}; ответ ${output.manifest === null ? 'пуст' : 'составлен'}.`,
        `Fields opened: ${opened}; the answer is ${output.manifest === null ? 'empty' : 'made'}.`,
        `Відкрито полів: ${opened}; відповідь ${output.manifest === null ? 'порожня' : 'складено'}.`,
      ),
    };
  },
};

const exactlyTheScope: TwinProbe = {
  name: 'an-authority-reads-exactly-the-scope',
  where: 'twin',
  apart: true,
  examples: ['protection.authority-gets-what-the-law-reaches'],
  sentence: say(
    'Орган власти получает ровно те поля, что названы в запросе и допущены основанием, и прочесть их может он один.',
    'An authority gets exactly the fields that the request names and the ground allows, and it alone can read them.',
    'Орган влади отримує саме ті поля, що названі в запиті й допущені підставою, і прочитати їх може лише він.',
  ),
  did: say(
    'Запросили одно поле, допущенное основанием, и одно недопущенное; двое согласились; ответ расшифрован ключом органа.',
    'One field that the ground allows was asked for and one that it does not; two agreed; the answer was decrypted with the key of the authority.',
    'Запитали одне поле, допущене підставою, і одне недопущене; двоє погодилися; відповідь розшифровано ключем органу.',
  ),
  async run(twin) {
    const desk = await openProveDesk(twin);
    const [asked = ''] = desk.reached;
    const legalRequest = await desk.foundNecessary('own', [asked, desk.beyond]);
    await twin.gate.pass(approveLegalRequest, desk.second, { legalRequest });
    await twin.drain();
    const { output } = await twin.gate.pass(takeLegalArchive, desk.second, { legalRequest });
    const files = readTar(Buffer.from(await desk.decrypt(output.archive)));
    const part = files.find(({ name }) => name.endsWith('.age'));
    const told = part === undefined ? '{"fields":[]}' : Buffer.from(await desk.decrypt(part.content)).toString('utf8');
    const { fields } = JSON.parse(told) as { fields: readonly { field: string }[] };
    const exact = fields.length === 1 && fields[0]?.field === asked;
    return {
      passed: exact,
      saw: say(
        `Полей в ответе: ${fields.length}; ${exact ? 'то самое' : 'не те'}.`,
        `Fields in the answer: ${fields.length}; ${exact ? 'the very one' : 'not the right ones'}.`,
        `Полів у відповіді: ${fields.length}; ${exact ? 'те саме' : 'не ті'}.`,
      ),
    };
  },
};

const personIsTold: TwinProbe = {
  name: 'the-person-sees-a-disclosure-at-once',
  where: 'twin',
  apart: true,
  examples: ['protection.person-sees-what-was-disclosed'],
  sentence: say(
    'О раскрытии по закону человек узнаёт из своего кабинета и своей истории сразу.',
    'Of a disclosure under law the person learns from their account and their history at once.',
    'Про розкриття за законом людина дізнається зі свого кабінету та своєї історії одразу.',
  ),
  did: say(
    'По согласованному запросу подготовлен ответ; затем человек посмотрел раскрытия и историю, посторонний — свои.',
    'An answer was made for an agreed request; then the person looked at disclosures and history, and a stranger at theirs.',
    'За погодженим запитом підготовлено відповідь; потім людина переглянула розкриття й історію, стороння — свої.',
  ),
  async run(twin) {
    const desk = await openProveDesk(twin);
    const legalRequest = await desk.foundNecessary('own', desk.reached);
    await twin.gate.pass(approveLegalRequest, desk.second, { legalRequest });
    await twin.drain();
    const opened = await openedOf(twin, desk);
    const { output } = await twin.gate.pass(seeOwnDisclosures, desk.person.asker, {});
    const shown = output.disclosures[0]?.fields.length ?? 0;
    const stranger = await twin.person();
    const { output: others } = await twin.gate.pass(seeOwnDisclosures, stranger.asker, {});
    return {
      passed: opened > 0 && shown === opened && others.disclosures.length === 0,
      saw: say(
        `Открыто полей: ${opened}; показано человеку: ${shown}; постороннему: ${others.disclosures.length}.`,
        `Fields opened: ${opened}; shown to the person: ${shown}; to a stranger: ${others.disclosures.length}.`,
        `Відкрито полів: ${opened}; показано людині: ${shown}; сторонній: ${others.disclosures.length}.`,
      ),
    };
  },
};

const matrixIsTrue: TwinProbe = {
  name: 'the-list-of-who-can-get-what-is-made-from-the-rules',
  where: 'twin',
  sentence: say(
    'Перечень «кто и что может получить» открыт всем и составлен из самих правил.',
    'The list “who can ever get what” is open to all and made from the rules themselves.',
    'Перелік «хто і що може отримати» відкритий усім і складений із самих правил.',
  ),
  did: say(
    'Страница запрошена без входа и сравнена с перебором правил действующей версии.',
    'The page was asked for without signing in and compared with going through the rules of the version in force.',
    'Сторінку запитано без входу й порівняно з перебором правил чинної версії.',
  ),
  async run(twin) {
    const got = await twin.get('/policy/matrix.json');
    const expected = { otherwise: 'refused', ...matrixOf(twin.version, twin.gate.parts) };
    const lines = expected.fields.flatMap((field) => field.lines).length;
    const same = got.status === 200 && got.text === JSON.stringify(expected);
    return {
      passed: same,
      saw: say(
        `Возможных потоков: ${lines}; перечень ${same ? 'совпал' : 'не совпал'}.`,
        `Flows that are possible: ${lines}; the list ${same ? 'is the same' : 'differs'}.`,
        `Можливих потоків: ${lines}; перелік ${same ? 'збігся' : 'не збігся'}.`,
      ),
    };
  },
};

export const probes: readonly Probe[] = [
  ...personProbes,
  oneAlone,
  foreignOrder,
  exactlyTheScope,
  personIsTold,
  matrixIsTrue,
  oldCopyOpensNothing,
];

/** How many fields of the person were opened for an authority, by the person's own history. */
async function openedOf(twin: Twin, { person }: ProveDesk): Promise<number> {
  const { output } = await twin.gate.pass(seeOwnHistory, person.asker, {});
  return output.entries.flatMap(({ kind, body }) =>
    kind === 'produceForAuthority' && body?.decision === 'allowed' ? body.fields : [],
  ).length;
}
