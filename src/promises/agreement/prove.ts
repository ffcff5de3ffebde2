import { type LiveProbe, type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { countPersons, register, seeOwnData, seeOwnHistory, takeReceipt } from './index.ts';
import { leavingProbes } from './prove-leaving.ts';
import { movingProbes } from './prove-moving.ts';

const submissionNamesVersion: TwinProbe = {
  name: 'submission-names-its-version',
  where: 'twin',
  sentence: say(
    'Оставленные данные помнят, когда, в какой форме и под какой версией Политики их оставили.',
    'Data that were left remember when, in which form and under which version of the policy.',
    'Залишені дані пам’ятають, коли, у якій формі та під якою версією Політики їх залишили.',
  ),
  did: say(
    'Вымышленный человек зарегистрировался, оставив все объявленные поля; прочитаны его записи.',
    'An invented person registered and left every declared field; their records were read.',
    'Вигадана людина зареєструвалася, залишивши всі оголошені поля; прочитано її записи.',
  ),
  async run(twin) {
    const person = await twin.person();
    const { output } = await twin.gate.pass(seeOwnData, person.asker, {});
    const history = await twin.gate.pass(seeOwnHistory, person.asker, {});
    const [submission] = output.submissions;
    const first = history.output.entries.find(({ n }) => n === 1)?.body;
    const fields = Object.keys(person.left);
    const passed =
      submission?.version === twin.version.number &&
      fields.every((field) => submission.fields.includes(field)) &&
      first?.version.digest === twin.version.digest;
    return {
      passed,
      saw: say(
        `Полей: ${submission?.fields.length ?? 0} из ${fields.length}; версия ${submission?.version ?? '—'}; отпечаток версии в записи журнала ${first?.version.digest === twin.version.digest ? 'тот же' : 'другой'}.`,
        `Fields: ${submission?.fields.length ?? 0} of ${fields.length}; version ${submission?.version ?? 'none'}; the digest of the version in the ledger is ${first?.version.digest === twin.version.digest ? 'the same' : 'another'}.`,
        `Полів: ${submission?.fields.length ?? 0} із ${fields.length}; версія ${submission?.version ?? '—'}; відбиток версії в записі журналу ${first?.version.digest === twin.version.digest ? 'той самий' : 'інший'}.`,
      ),
    };
  },
};

const otherVersionRefused: TwinProbe = {
  name: 'no-registration-under-words-not-in-force',
  where: 'twin',
  examples: ['agreement.policy-shown-before-registration'],
  sentence: say(
    'Под Политикой, которая не действует, зарегистрироваться нельзя.',
    'Nobody can register under a policy that is not in force.',
    'Під Політикою, яка не діє, зареєструватися не можна.',
  ),
  did: say(
    'Регистрация отправлена с номером версии, которой нет; до и после посчитаны люди.',
    'A registration was sent with the number of a version that is not there; people were counted before and after.',
    'Реєстрацію надіслано з номером версії, якої немає; до і після полічено людей.',
  ),
  async run(twin) {
    const { person, gate, version } = twin;
    const { left } = await person();
    const before = await countPersons(gate.parts.db);
    const input = {
      fields: left,
      password: gate.parts.random.bytes(18).toString('base64url'),
      language: version.binding,
      policyVersion: version.number + 1,
    };
    const refusal = await refusalOf(gate.pass(register, { kind: 'anyone', network: '198.51.100.0/24' }, input));
    const after = await countPersons(gate.parts.db);
    return {
      passed: refusal?.code === 'forbidden_by_policy' && after === before,
      saw: say(
        `Ответ: ${refusal?.code ?? 'разрешено'}; раздел: ${refusal?.detail.section ?? '—'}; людей прибавилось: ${after - before}.`,
        `Answer: ${refusal?.code ?? 'allowed'}; section: ${refusal?.detail.section ?? 'none'}; people added: ${after - before}.`,
        `Відповідь: ${refusal?.code ?? 'дозволено'}; розділ: ${refusal?.detail.section ?? '—'}; людей додалося: ${after - before}.`,
      ),
    };
  },
};

const ownLookHolds: TwinProbe = {
  name: 'own-look-survives-any-rules',
  where: 'twin',
  apart: true,
  examples: ['agreement.own-look-is-never-refused'],
  sentence: say(
    'Свои данные, их историю и выписки человек видит всегда: никакая новая версия этого не отнимет.',
    'People always see their data, the history of them and their receipts: no new version takes this away.',
    'Свої дані, їхню історію та виписки людина бачить завжди: жодна нова версія цього не забере.',
  ),
  did: say(
    'Двойник опубликовал версию, правило которой запрещает всё; затем человек открыл свои данные, историю и выписку, а регистрация другого была испытана для сравнения.',
    'The twin published a version whose rule forbids everything; then a person opened their data, history and a receipt, and another registration was tried for comparison.',
    'Двійник опублікував версію, правило якої забороняє все; потім людина відкрила свої дані, історію та виписку, а реєстрацію іншої людини спробували для порівняння.',
  ),
  async run(twin) {
    const person = await twin.person();
    await twin.addRule('agreement', '@id("agreement.nothing-at-all") forbid (principal, action, resource);');
    const others = await refusalOf(twin.person());
    const data = await refusalOf(twin.gate.pass(seeOwnData, person.asker, {}));
    const history = await refusalOf(twin.gate.pass(seeOwnHistory, person.asker, {}));
    const receipt = await refusalOf(twin.gate.pass(takeReceipt, person.asker, { n: 1 }));
    const seen = [data, history, receipt].filter((refusal) => refusal === undefined).length;
    return {
      passed: seen === 3 && others?.code === 'forbidden_by_policy',
      saw: say(
        `Удалось ${seen} из 3; чужая регистрация: ${others?.code ?? 'разрешена'}.`,
        `${seen} of 3 done; the other registration: ${others?.code ?? 'allowed'}.`,
        `Вдалося ${seen} з 3; чужа реєстрація: ${others?.code ?? 'дозволена'}.`,
      ),
    };
  },
};

const receiptVerifies: TwinProbe = {
  name: 'receipt-holds-and-a-changed-one-does-not',
  where: 'twin',
  sentence: say(
    'Выписку можно проверить без нашего сервера, и подправленная не сходится.',
    'A receipt can be checked without our server, and one that was changed does not hold.',
    'Виписку можна перевірити без нашого сервера, і підправлена не сходиться.',
  ),
  did: say(
    'Взята выписка о регистрации; отдельный проверщик, у которого нет общего кода с сервером, проверил её и её копию с одним изменённым знаком.',
    'A receipt of a registration was taken; the separate verifier, which shares no code with the server, checked it and a copy with one character changed.',
    'Узято виписку про реєстрацію; окремий перевірник, який не має спільного коду із сервером, перевірив її та її копію з одним зміненим знаком.',
  ),
  async run(twin) {
    const person = await twin.person();
    const { output } = await twin.gate.pass(takeReceipt, person.asker, { n: 1 });
    const whole = twin.verify([{ name: 'entry-1.tlog-proof', text: output.receipt }]);
    const changed = output.receipt.replace(/^(extra .{60})(.)/m, (_, head: string, one: string) => head + other(one));
    const forged = twin.verify([{ name: 'entry-1.tlog-proof', text: changed }]);
    return {
      passed: whole && !forged && changed !== output.receipt,
      saw: say(
        `Подлинная ${whole ? 'сходится' : 'не сходится'}, изменённая ${forged ? 'сходится' : 'не сходится'}.`,
        `The true one ${whole ? 'holds' : 'does not hold'}, the changed one ${forged ? 'holds' : 'does not hold'}.`,
        `Справжня ${whole ? 'сходиться' : 'не сходиться'}, змінена ${forged ? 'сходиться' : 'не сходиться'}.`,
      ),
    };
  },
};

const linkBeforeButton: LiveProbe = {
  name: 'policy-linked-before-the-button',
  where: 'live',
  sentence: say(
    'Там, где оставляют данные, ссылка на Политику стоит перед кнопкой.',
    'Where data are left the policy is linked before the button.',
    'Там, де залишають дані, посилання на Політику стоїть перед кнопкою.',
  ),
  did: say(
    'Страница регистрации прочитана на трёх языках.',
    'The page of registration was read in three languages.',
    'Сторінку реєстрації прочитано трьома мовами.',
  ),
  async run(live) {
    const pages = await Promise.all(LANGUAGES.map((language) => live.get(`/register?lang=${language}`)));
    const right = pages.filter(({ status, text }) => status === 200 && linksPolicyBeforeButton(text)).length;
    return {
      passed: right === pages.length,
      saw: say(
        `На ${right} страницах из ${pages.length} ссылка стоит внутри формы перед кнопкой.`,
        `On ${right} of ${pages.length} pages the link stands inside the form before the button.`,
        `На ${right} сторінках із ${pages.length} посилання стоїть у формі перед кнопкою.`,
      ),
    };
  },
};

function other(character: string): string {
  return character === 'A' ? 'B' : 'A';
}

function linksPolicyBeforeButton(html: string): boolean {
  const form = /<form[^>]*action="\/register"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const link = form.search(/<a [^>]*href="\/policy[/"]/);
  return link >= 0 && link < form.indexOf('<button');
}

/** What is demonstrated of «Оставляя данные на сайте, Вы соглашаетесь с Политикой». */
export const probes: readonly Probe[] = [
  submissionNamesVersion,
  ...leavingProbes,
  ...movingProbes,
  otherVersionRefused,
  receiptVerifies,
  ownLookHolds,
  linkBeforeButton,
];
