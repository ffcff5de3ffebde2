import type { FormDeclaration } from '../../kernel/policy/declarations.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import {
  type LiveProbe,
  lettersOf,
  type Probe,
  refusalOf,
  say,
  type Twin,
  type TwinPerson,
  type TwinProbe,
} from '../../kernel/probe.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { leaveData, leaveForm, makeFormNonce, seeOwnHistory } from '../agreement/index.ts';
import { answerSubmission } from './inbox/answer-submission.ts';
import { askForCounts } from './inbox/ask-for-counts.ts';
import { handOverCount } from './inbox/hand-over-count.ts';
import { listSubmissions } from './inbox/list-submissions.ts';

const TEXT = 'A probe: please call back.';

const oneOpensTheForm: TwinProbe = {
  name: 'whoever-answers-opens-that-form-alone',
  where: 'twin',
  sentence: say(
    'Обращение открывает тот, кто отвечает: поля этой формы и текст, и ничего сверх того; человек видит это у себя.',
    'A submission is opened by whoever answers: the fields of that form and the text, and nothing else; the person sees it.',
    'Звернення відкриває той, хто відповідає: поля цієї форми й текст, і нічого понад те; людина бачить це в себе.',
  ),
  did: say(
    'Человек оставил все свои данные и заполнил форму; её открыл один сотрудник, потом попробовал другой и редактор; прочитана история человека.',
    'A person left all their data and filled in a form; one of the staff opened it, then another tried and an editor; the person’s history was read.',
    'Людина залишила всі свої дані й заповнила форму; її відкрив один працівник, потім спробував інший і редактор; прочитано історію людини.',
  ),
  async run(twin) {
    const { gate, version } = twin;
    const form = answeredForm(version);
    if (form === undefined) return noForm;
    const [person, first] = [await twin.person(), await twin.staff('support')];
    const [second, editor] = [await twin.staff('support'), await twin.staff('editor')];
    const asked = form.fields.map(({ field }) => field);
    const submission = await leave(twin, form, person);
    const { output } = await gate.pass(answerSubmission, first.asker, { submission });
    const opened = output.fields.map(({ field }) => field);
    const exact = [...opened].sort().join() === [...asked].sort().join() && (output.message === TEXT) === form.message;
    const others = [
      await refusalOf(gate.pass(answerSubmission, second.asker, { submission })),
      await refusalOf(gate.pass(answerSubmission, editor.asker, { submission })),
    ].filter((refusal) => refusal !== undefined).length;
    const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
    const told = entries.filter(
      ({ kind, body }) => kind === answerSubmission.name && body?.decision === 'allowed',
    ).length;
    return {
      passed: exact && others === 2 && told === 1,
      saw: say(
        `Открыто полей: ${opened.length} из ${asked.length} полей формы, а у человека их ${Object.keys(person.left).length}; другим отказано: ${others} из 2; в истории: ${told}.`,
        `Fields opened: ${opened.length} of the ${asked.length} of the form, while the person has ${Object.keys(person.left).length}; others refused: ${others} of 2; in the history: ${told}.`,
        `Відкрито полів: ${opened.length} із ${asked.length} полів форми, а в людини їх ${Object.keys(person.left).length}; іншим відмовлено: ${others} із 2; в історії: ${told}.`,
      ),
    };
  },
};

const onlyTheCount: TwinProbe = {
  name: 'a-mail-to-staff-says-how-many-wait-and-nothing-else',
  where: 'twin',
  apart: true,
  sentence: say(
    'Письмо сотруднику говорит, сколько человек ждут ответа, и больше ничего; без просьбы его нет.',
    'A mail to staff says how many people wait for an answer, and nothing else; unasked there is none.',
    'Лист працівникові каже, скільки людей чекає на відповідь, і більше нічого; без прохання його немає.',
  ),
  did: say(
    'Человек заполнил форму; передать число попросили для сотрудника, который писем не хотел, и для того, кто попросил.',
    'A person filled in a form; the count was asked for a member of the staff who wanted no mail, and for one who did.',
    'Людина заповнила форму; передати число попросили для працівника, який листів не хотів, і для того, хто попросив.',
  ),
  async run(twin) {
    const { gate, version } = twin;
    const email = version.declarations.fields.find(({ type }) => type === 'email')?.id;
    const [person, quiet, asking] = [await twin.person(), await twin.staff('support'), await twin.staff('support')];
    const form = answeredForm(version);
    if (form === undefined || email === undefined) return noForm;
    await leave(twin, form, person);
    const { counts } = (await gate.pass(listSubmissions, asking.asker, { state: 'new' })).output;
    const own = { fields: { [email]: 'staff@example.org' }, language: version.binding, password: asking.password };
    await gate.pass(leaveData, asking.asker, own);
    await gate.pass(askForCounts, asking.asker, { wanted: true });
    const count = (one: { readonly personId: string }) =>
      gate.pass(
        handOverCount,
        { kind: 'worker' },
        { person: one.personId, relay: { host: '127.0.0.1', loopback: true } },
      );
    const unasked = await refusalOf(count(quiet));
    const { output } = await count(asking);
    const text = JSON.stringify(output);
    const told = Object.values(person.left).filter((value) => typeof value === 'string' && value.length > 3);
    const leaks = told.filter((value) => text.includes(String(value))).length;
    return {
      passed: unasked !== undefined && output.waiting === counts.new && leaks === 0,
      saw: say(
        `Без просьбы: ${unasked?.code ?? 'передано'}; число: ${output.waiting} из ${counts.new}; данных людей в письме: ${leaks}.`,
        `Unasked: ${unasked?.code ?? 'handed over'}; the count: ${output.waiting} of ${counts.new}; people’s data in the mail: ${leaks}.`,
        `Без прохання: ${unasked?.code ?? 'передано'}; число: ${output.waiting} із ${counts.new}; даних людей у листі: ${leaks}.`,
      ),
    };
  },
};

const besideEachField: LiveProbe = {
  name: 'each-field-says-why-it-is-asked-and-how-long-it-is-kept',
  where: 'live',
  sentence: say(
    'Рядом с каждым полем сказано, зачем оно и сколько хранится; необязательные отмечены.',
    'Beside each field it says what it is for and how long it is kept; those that may stay empty are marked.',
    'Біля кожного поля сказано, навіщо воно і скільки зберігається; необов’язкові позначено.',
  ),
  did: say(
    'На страницах всех объявленных форм на трёх языках найдены причина и срок каждого поля.',
    'On the pages of all declared forms, in three languages, the reason and the term of each field were looked for.',
    'На сторінках усіх оголошених форм трьома мовами знайдено причину й строк кожного поля.',
  ),
  async run(live) {
    const { forms, fields } = live.version.declarations;
    let [asked, told, marked] = [0, 0, 0];
    for (const form of forms) {
      for (const language of LANGUAGES) {
        const { text } = await live.get(
          form.id === 'registration' ? `/register?lang=${language}` : `/forms/${form.id}?lang=${language}`,
        );
        const page = lettersOf(text);
        for (const { field: id, required } of form.fields) {
          const field = fields.find((one) => one.id === id);
          if (field === undefined) continue;
          asked += 1;
          const term = field.retentionDays === null ? KEPT[language] : `${KEPT_FOR[language]} ${field.retentionDays}`;
          if (page.includes(lettersOf(field.why[language])) && page.includes(lettersOf(term))) told += 1;
          if (required === new RegExp(`name="fields\\.${id}(\\.[a-z]+)?"[^>]*\\brequired\\b`).test(text)) marked += 1;
        }
      }
    }
    return {
      passed: told === asked && marked === asked && asked > 0,
      saw: say(
        `Полей на страницах: ${asked}; с причиной и сроком: ${told}; с верной отметкой: ${marked}.`,
        `Fields on pages: ${asked}; with reason and term: ${told}; marked rightly: ${marked}.`,
        `Полів на сторінках: ${asked}; з причиною і строком: ${told}; з правильною позначкою: ${marked}.`,
      ),
    };
  },
};

/** What is shown of forms, of who opens them, and of what staff are told. */
export const inboxProbes: readonly Probe[] = [besideEachField, oneOpensTheForm, onlyTheCount];

const KEPT = { ru: 'Хранится, пока Вы', en: 'Kept until you', uk: 'Зберігається, доки Ви' } as const;
const KEPT_FOR = { ru: 'Хранится', en: 'Kept for', uk: 'Зберігається' } as const;

/** A form that waits in the inbox once it was left. */
function answeredForm({ declarations }: Version): FormDeclaration | undefined {
  return declarations.forms.find(({ id, answered = true }) => id !== 'registration' && answered);
}

/** @returns the submission */
async function leave({ gate, version }: Twin, form: FormDeclaration, person: TwinPerson): Promise<string> {
  const { output } = await gate.pass(leaveForm, person.asker, {
    form: form.id,
    fields: Object.fromEntries(form.fields.map(({ field }) => [field, person.left[field]])),
    ...(form.message ? { message: TEXT } : {}),
    language: version.binding,
    nonce: makeFormNonce(gate.parts, form.id, version.number),
  });
  return output.submission;
}

const noForm = {
  passed: true,
  saw: say('Таких форм на сайте нет.', 'The site has no such form.', 'Таких форм на сайті немає.'),
};
