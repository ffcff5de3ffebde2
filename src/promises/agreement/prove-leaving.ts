import { type Probe, refusalOf, say, type Twin, type TwinPerson, type TwinProbe } from '../../kernel/probe.ts';
import { readTar } from '../../kernel/tar.ts';
import { personOfSession } from '../security/index.ts';
import {
  eraseOwnData,
  leaveData,
  leaveForm,
  makeFormNonce,
  seeOwnData,
  seeOwnHistory,
  takeCopy,
  useOwnKey,
} from './index.ts';

const everyWayIsRecorded: TwinProbe = {
  name: 'every-way-of-leaving-names-the-version',
  where: 'twin',
  sentence: say(
    'Каждый способ оставить данные — регистрация и любая форма — записывается с действующей версией Политики.',
    'Every way of leaving data, registering and each form, is recorded with the version of the policy in force.',
    'Кожен спосіб залишити дані — реєстрація та будь-яка форма — записується з чинною версією Політики.',
  ),
  did: say(
    'Человек зарегистрировался, заполнил каждую объявленную форму и дополнил свои данные; прочитаны его записи.',
    'A person registered, filled in every declared form and added to their data; their records were read.',
    'Людина зареєструвалася, заповнила кожну оголошену форму й доповнила свої дані; прочитано її записи.',
  ),
  async run(twin) {
    const { gate, version } = twin;
    const person = await twin.person();
    const forms = formsOf(twin);
    for (const form of forms) await gate.pass(leaveForm, person.asker, filled(twin, form, person));
    const [field = ''] = plainFieldsOf(twin);
    const more = { fields: { [field]: person.left[field] }, language: version.binding };
    await gate.pass(leaveData, person.asker, more);
    const { submissions } = (await gate.pass(seeOwnData, person.asker, {})).output;
    const named = submissions.filter((submission) => submission.version === version.number).length;
    const expected = forms.length + 2;
    return {
      passed: submissions.length === expected && named === expected,
      saw: say(
        `Записей: ${submissions.length} из ${expected}; с действующей версией: ${named}.`,
        `Records: ${submissions.length} of ${expected}; with the version in force: ${named}.`,
        `Записів: ${submissions.length} із ${expected}; з чинною версією: ${named}.`,
      ),
    };
  },
};

const corrected: TwinProbe = {
  name: 'a-correction-replaces-the-value',
  where: 'twin',
  sentence: say(
    'Человек сам исправляет свои данные; прежнее значение после этого нигде не открывается.',
    'People correct their data themselves; the former value opens nowhere after that.',
    'Людина сама виправляє свої дані; попереднє значення після цього ніде не відкривається.',
  ),
  did: say(
    'Человек исправил поле; прочитаны его данные и полная копия всего, что о нём хранится.',
    'A person corrected a field; their data were read, and a whole copy of all that is held about them.',
    'Людина виправила поле; прочитано її дані та повну копію всього, що про неї зберігається.',
  ),
  async run(twin) {
    const { gate, version } = twin;
    const [person, other] = [await twin.person(), await twin.person()];
    const [field = ''] = plainFieldsOf(twin);
    const [before, after] = [person.left[field], other.left[field]];
    await gate.pass(leaveData, person.asker, { fields: { [field]: after }, language: version.binding });
    const { fields } = (await gate.pass(seeOwnData, person.asker, {})).output;
    const shown = fields.find((one) => one.field === field)?.value === after;
    const copy = await ownCopy(twin, person);
    const gone = copy.includes(String(after)) && !copy.includes(String(before));
    return {
      passed: shown && gone && before !== after,
      saw: say(
        `Новое значение ${shown ? 'на месте' : 'не видно'}; прежнего в копии ${gone ? 'нет' : 'осталось'}.`,
        `The new value is ${shown ? 'there' : 'not shown'}; the former one is ${gone ? 'not in the copy' : 'still in the copy'}.`,
        `Нове значення ${shown ? 'на місці' : 'не видно'}; попереднього в копії ${gone ? 'немає' : 'лишилося'}.`,
      ),
    };
  },
};

const keyInsteadOfAccount: TwinProbe = {
  name: 'a-key-shown-once-opens-what-was-left',
  where: 'twin',
  sentence: say(
    'Кто оставил данные без учётной записи, получает ключ: по нему видно, исправляется и стирается оставленное.',
    'Whoever leaves data without an account gets a key: by it what was left is seen, corrected and erased.',
    'Хто залишив дані без облікового запису, отримує ключ: за ним залишене видно, його виправляють і стирають.',
  ),
  did: say(
    'Форма заполнена без входа; по показанному ключу данные увидены, исправлены и стёрты; по чужому ключу и после стирания попробовано снова.',
    'A form was filled in without signing in; by the key that was shown the data were seen, corrected and erased; another key was tried, and the same one after the erasure.',
    'Форму заповнено без входу; за показаним ключем дані побачено, виправлено й стерто; за чужим ключем і після стирання спробовано знову.',
  ),
  async run(twin) {
    const { gate, version } = twin;
    const [form] = formsOf(twin);
    if (form === undefined) return nothingToShow;
    const left = await twin.person();
    const { output } = await gate.pass(leaveForm, STRANGER, filled(twin, form, left));
    const key = output.key ?? '';
    const wrong = await refusalOf(gate.pass(useOwnKey, STRANGER, { key: 'A'.repeat(43) }));
    const { output: opened } = await gate.pass(useOwnKey, STRANGER, { key });
    const asker = await personOfSession(gate.parts.db, opened.session);
    if (asker === undefined) throw new Error('the key makes a session');
    const seen = (await gate.pass(seeOwnData, asker, {})).output.fields.length;
    const [{ field } = { field: '' }] = form.fields.filter(({ field: name }) => plainFieldsOf(twin).includes(name));
    const correction = { fields: { [field]: left.left[field] }, language: version.binding };
    const correcting = await refusalOf(gate.pass(leaveData, asker, correction));
    await gate.pass(eraseOwnData, asker, {});
    const after = await refusalOf(gate.pass(useOwnKey, STRANGER, { key }));
    return {
      passed:
        /^[\w-]{43}$/.test(key) &&
        wrong?.code === 'not_found' &&
        seen === form.fields.length &&
        correcting === undefined &&
        after?.code === 'not_found',
      saw: say(
        `Видно полей: ${seen} из ${form.fields.length}; исправление: ${correcting?.code ?? 'принято'}; чужой ключ: ${wrong?.code ?? 'открыл'}; после стирания: ${after?.code ?? 'открыл'}.`,
        `Fields seen: ${seen} of ${form.fields.length}; the correction: ${correcting?.code ?? 'taken'}; another key: ${wrong?.code ?? 'opened'}; after the erasure: ${after?.code ?? 'opened'}.`,
        `Видно полів: ${seen} із ${form.fields.length}; виправлення: ${correcting?.code ?? 'прийнято'}; чужий ключ: ${wrong?.code ?? 'відкрив'}; після стирання: ${after?.code ?? 'відкрив'}.`,
      ),
    };
  },
};

const accountTellsOfChange: TwinProbe = {
  name: 'the-account-says-what-changed-since',
  where: 'twin',
  apart: true,
  sentence: say(
    'Если Политика изменилась после того, как человек оставил данные, его кабинет об этом говорит и ведёт к отличиям.',
    'If the policy changed after a person left data, their account says so and leads to the difference.',
    'Якщо Політика змінилася після того, як людина залишила дані, її кабінет про це каже і веде до відмінностей.',
  ),
  did: say(
    'Кабинет прочитан до публикации изменённой Политики, после неё и после того, как человек снова оставил данные.',
    'The account was read before a changed policy was published, after it, and after the person left data again.',
    'Кабінет прочитано до публікації зміненої Політики, після неї та після того, як людина знову залишила дані.',
  ),
  async run(twin) {
    const { gate } = twin;
    const person = await twin.person();
    const link = `/policy/changes/${twin.version.number}..${twin.version.number + 1}`;
    const told = async () =>
      (await twin.get('/account', { headers: { cookie: `kristalux-session=${person.session}` } })).text.includes(link);
    const before = await told();
    await twin.addRule('changes', '@id("changes.probe") forbid (principal, action == Action::"pauseUse", resource);');
    const after = await told();
    const difference = await twin.get(link);
    const [field = ''] = plainFieldsOf(twin);
    const again = { fields: { [field]: person.left[field] }, language: twin.version.binding };
    await gate.pass(leaveData, person.asker, again);
    const later = await told();
    const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
    return {
      passed: !before && after && !later && [200, 202].includes(difference.status) && entries.length > 0,
      saw: say(
        `До изменения сказано: ${before ? 'да' : 'нет'}, после: ${after ? 'да' : 'нет'}, когда данные оставлены снова: ${later ? 'да' : 'нет'}; страница отличий ответила ${difference.status}.`,
        `Said before the change: ${before ? 'yes' : 'no'}, after it: ${after ? 'yes' : 'no'}, once data were left again: ${later ? 'yes' : 'no'}; the page of the difference answered ${difference.status}.`,
        `До зміни сказано: ${before ? 'так' : 'ні'}, після: ${after ? 'так' : 'ні'}, коли дані залишено знову: ${later ? 'так' : 'ні'}; сторінка відмінностей відповіла ${difference.status}.`,
      ),
    };
  },
};

/** What is shown of the ways in which data are left, and of what the person can do with them. */
export const leavingProbes: readonly Probe[] = [
  everyWayIsRecorded,
  corrected,
  keyInsteadOfAccount,
  accountTellsOfChange,
];

/** A documentation address (RFC 5737): nobody's. */
const STRANGER = { kind: 'anyone', network: '198.51.100.0/24' } as const;

const nothingToShow = {
  passed: true,
  saw: say('Форм без входа на сайте нет.', 'The site has no form without a sign-in.', 'Форм без входу на сайті немає.'),
};

function formsOf({ version }: Twin) {
  return version.declarations.forms.filter(({ id }) => id !== 'registration');
}

type Form = ReturnType<typeof formsOf>[number];

/** All that is held about a person, as they take it away. */
async function ownCopy({ gate, version }: Twin, { asker, password }: TwinPerson): Promise<string> {
  const { Decrypter, generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const { output } = await gate.pass(takeCopy, asker, { password, recipient, language: version.binding });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const files = readTar(Buffer.from(await decrypter.decrypt(Buffer.from(output.archive, 'base64'))));
  return files.map(({ content }) => content.toString('utf8')).join('\n');
}

/** What stands on a page of the form that was just opened, filled in. */
function filled({ gate, version }: Twin, form: Form, { left }: TwinPerson) {
  return {
    form: form.id,
    fields: Object.fromEntries(form.fields.map(({ field }) => [field, left[field]])),
    language: version.binding,
    nonce: makeFormNonce(gate.parts, form.id, version.number),
  };
}

/** Fields that nobody signs in by and that decide nothing. */
function plainFieldsOf({ version }: Twin): readonly string[] {
  const special = ['email', 'phone', 'country'];
  return version.declarations.fields.filter(({ type }) => !special.includes(type)).map(({ id }) => id);
}
