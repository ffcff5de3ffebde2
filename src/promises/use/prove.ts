import { Webhook } from 'standardwebhooks';
import { each, type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { askTransferFields } from './ask-transfer-fields.ts';
import { askFields } from './asking/ask-fields.ts';
import { confirmTransfer } from './confirm-transfer.ts';
import { openDealing } from './open-dealing.ts';
import { dealingProbes } from './prove-dealings.ts';
import { noticeProbes } from './prove-notices.ts';
import { outcomeProbes } from './prove-outcomes.ts';
import { confirm, joined, started, withOutsiders } from './prove-site.ts';
import { transferProbes } from './prove-transfers.ts';

const serviceGetsItsFields: TwinProbe = {
  name: 'service-gets-the-fields-of-its-purpose',
  where: 'twin',
  apart: 'outsiders',
  examples: ['use.shop-gets-the-delivery-address', 'use.shop-does-not-get-the-date-of-birth'],
  sentence: say(
    'Служба сайта получает поля, объявленные для цели заказа, к которому человек присоединился, и ни полем больше.',
    'A service of the site gets the fields declared for the purpose of a dealing that the person joined, and not one more.',
    'Служба сайту отримує поля, оголошені для мети замовлення, до якого людина приєдналася, і жодного поля більше.',
  ),
  did: say(
    'Служба открыла заказ, человек присоединился; служба попросила все поля своей цели, потом каждое из остальных.',
    'A service opened a dealing and a person joined; the service asked for all fields of its purpose, then for each of the others.',
    'Служба відкрила замовлення, людина приєдналася; служба попросила всі поля своєї мети, потім кожне з решти.',
  ),
  async run(twin) {
    const site = await withOutsiders(twin);
    const { dealing } = await joined(twin, site);
    const { output } = await twin.gate.pass(askFields, site.shop.asker, { dealing, fields: site.purpose.fields });
    const got = Object.values(output.fields).filter((value) => value !== null).length;
    const others = site.fields.filter((field) => !site.purpose.fields.includes(field));
    const refusals = await each(others, (field) =>
      refusalOf(twin.gate.pass(askFields, site.shop.asker, { dealing, fields: [field] })),
    );
    const refused = refusals.filter((refusal) => refusal?.code === 'forbidden_by_policy').length;
    return {
      passed: got === site.purpose.fields.length && refused === others.length && others.length > 0,
      saw: say(
        `Получено объявленных: ${got} из ${site.purpose.fields.length}; остальных отказано: ${refused} из ${others.length}.${site.note.ru}`,
        `Declared ones got: ${got} of ${site.purpose.fields.length}; of the others refused: ${refused} of ${others.length}.${site.note.en}`,
        `Отримано оголошених: ${got} із ${site.purpose.fields.length}; решти відмовлено: ${refused} із ${others.length}.${site.note.uk}`,
      ),
    };
  },
};

const nobodyElseIsReached: TwinProbe = {
  name: 'who-joined-nothing-cannot-be-asked-about',
  where: 'twin',
  apart: 'outsiders',
  sentence: say(
    'О том, кто к заказу не присоединялся, служба не узнаёт ничего, даже есть ли такой человек.',
    'Of who did not join a dealing a service learns nothing, not even whether there is such a person.',
    'Про того, хто до замовлення не приєднувався, служба не дізнається нічого, навіть чи є така людина.',
  ),
  did: say(
    'Служба спросила о заказе, к которому никто не присоединился, о несуществующем и о чужом.',
    'A service asked about a dealing that nobody joined, about one that does not exist and about that of another.',
    'Служба запитала про замовлення, до якого ніхто не приєднався, про неіснуюче та про чуже.',
  ),
  async run(twin) {
    const site = await withOutsiders(twin);
    const { gate } = twin;
    await twin.person();
    const { output } = await gate.pass(openDealing, site.shop.asker, { purpose: site.purpose.id, reference: 'probe' });
    const fields = site.purpose.fields;
    const unknown = gate.parts.random.uuid();
    const { dealing } = await joined(twin, site);
    const other = { kind: 'service', id: 'another', credential: gate.parts.random.uuid() } as const;
    const refusals = [
      await refusalOf(gate.pass(askFields, site.shop.asker, { dealing: output.id, fields })),
      await refusalOf(gate.pass(askFields, site.shop.asker, { dealing: unknown, fields })),
      await refusalOf(gate.pass(askFields, other, { dealing, fields })),
    ];
    const answers = new Set(refusals.map((refusal) => JSON.stringify([refusal?.code, refusal?.message])));
    const same = answers.size === 1 && refusals[0]?.code === 'not_found';
    return {
      passed: same,
      saw: say(
        `Различных ответов: ${answers.size}; первый: ${refusals[0]?.code ?? 'разрешено'}.${site.note.ru}`,
        `Different answers: ${answers.size}; the first: ${refusals[0]?.code ?? 'allowed'}.${site.note.en}`,
        `Різних відповідей: ${answers.size}; перша: ${refusals[0]?.code ?? 'дозволено'}.${site.note.uk}`,
      ),
    };
  },
};

const handedOverOnce: TwinProbe = {
  name: 'confirmed-transfer-hands-over-exactly-once',
  where: 'twin',
  apart: true,
  examples: ['use.bank-gets-what-the-transfer-needs', 'use.never-handed-over-twice'],
  sentence: say(
    'После подтверждения получатель перевода получает ровно нужные для него поля, подписанные нами, один раз.',
    'After the confirmation the recipient of a transfer gets exactly the fields it needs, signed by us, once.',
    'Після підтвердження отримувач переказу отримує рівно потрібні для нього поля, підписані нами, один раз.',
  ),
  did: say(
    'Человек начал перевод, посмотрел, что уйдёт, и подтвердил; очередь дважды выполнена до конца; прочитано всё, что дошло до адреса получателя.',
    'A person started a transfer, looked at what would leave and confirmed; the queue ran to its end twice; all that reached the recipient’s address was read.',
    'Людина почала переказ, подивилася, що піде, і підтвердила; чергу двічі виконано до кінця; прочитано все, що дійшло до адреси отримувача.',
  ),
  async run(twin) {
    const site = await withOutsiders(twin);
    const { person, transfer } = await started(twin, site);
    await twin.drain();
    const early = twin.outside.calls.length;
    await confirm(twin, person, transfer, person.password);
    await twin.drain();
    await twin.drain();
    const [call] = twin.outside.calls;
    const signed = call !== undefined && holds(call, site.bank.signingSecret);
    const fields = call === undefined ? [] : Object.keys((JSON.parse(call.body) as { fields: object }).fields);
    const exact = fields.sort().join() === [...site.needed].sort().join();
    const id = call?.body.includes(person.personId) ?? false;
    const times = twin.outside.calls.length;
    return {
      passed: early === 0 && times === 1 && signed && exact && !id && twin.outside.refused.length === 0,
      saw: say(
        `До подтверждения вызовов: ${early}, после: ${times}; подпись ${signed ? 'верна' : 'неверна'}; полей ${fields.length} из нужных ${site.needed.length}; внутренний номер человека ${id ? 'ушёл' : 'не ушёл'}.${site.note.ru}`,
        `Calls before the confirmation: ${early}, after it: ${times}; the signature ${signed ? 'holds' : 'does not hold'}; fields ${fields.length} of ${site.needed.length} needed; the person’s internal id ${id ? 'left' : 'did not leave'}.${site.note.en}`,
        `До підтвердження викликів: ${early}, після: ${times}; підпис ${signed ? 'правильний' : 'неправильний'}; полів ${fields.length} із потрібних ${site.needed.length}; внутрішній номер людини ${id ? 'пішов' : 'не пішов'}.${site.note.uk}`,
      ),
    };
  },
};

const nothingUnconfirmed: TwinProbe = {
  name: 'nothing-leaves-unconfirmed',
  where: 'twin',
  apart: true,
  examples: ['use.transfer-is-started-and-confirmed-by-the-person', 'use.bank-gets-what-the-transfer-needs'],
  sentence: say(
    'Без подтверждения того, что было показано, и самим человеком, банку и платёжной системе не уходит ничего.',
    'Unless the person confirms what was shown, and it is them, nothing goes to a bank or payment system.',
    'Без підтвердження того, що було показано, і саме людиною, банку та платіжній системі не йде нічого.',
  ),
  did: say(
    'Перевод подтверждён с неверным паролем, потом со своим паролем, но другим показанным содержанием; очередь выполнена до конца.',
    'A transfer was confirmed with a wrong password, then with the right one but other contents than shown; the queue ran to its end.',
    'Переказ підтверджено з неправильним паролем, потім зі своїм паролем, але іншим показаним змістом; чергу виконано до кінця.',
  ),
  async run(twin) {
    const site = await withOutsiders(twin);
    const { person, transfer } = await started(twin, site);
    const wrong = await refusalOf(confirm(twin, person, transfer, 'not the password at all'));
    const shown = 'A'.repeat(43);
    const input = { transfer, shown, password: person.password };
    const other = await refusalOf(twin.gate.pass(confirmTransfer, person.asker, input));
    await twin.drain();
    const left = twin.outside.calls.length;
    return {
      passed: wrong?.code === 'presence_required' && other?.code === 'forbidden_by_policy' && left === 0,
      saw: say(
        `Неверный пароль: ${wrong?.code ?? 'принят'}; другое содержание: ${other?.code ?? 'принято'}; ушло наружу: ${left}.${site.note.ru}`,
        `Wrong password: ${wrong?.code ?? 'taken'}; other contents: ${other?.code ?? 'taken'}; calls outside: ${left}.${site.note.en}`,
        `Неправильний пароль: ${wrong?.code ?? 'прийнято'}; інший зміст: ${other?.code ?? 'прийнято'}; пішло назовні: ${left}.${site.note.uk}`,
      ),
    };
  },
};

const recipientCannotComeBack: TwinProbe = {
  name: 'recipient-cannot-come-back-for-more',
  where: 'twin',
  apart: 'outsiders',
  examples: ['use.recipient-cannot-come-back-for-more'],
  sentence: say(
    'Получатель перевода не может потом попросить ещё; его попытку человек видит у себя.',
    'The recipient of a transfer cannot come back for more, and the person sees that it tried.',
    'Отримувач переказу не може потім попросити ще; його спробу людина бачить у себе.',
  ),
  did: say(
    'После передачи получатель попросил каждое объявленное поле; прочитана история человека.',
    'After the hand-over the recipient asked for every declared field; the person’s history was read.',
    'Після передачі отримувач попросив кожне оголошене поле; прочитано історію людини.',
  ),
  async run(twin) {
    const site = await withOutsiders(twin);
    const { person, transfer } = await started(twin, site);
    await confirm(twin, person, transfer, person.password);
    await twin.drain();
    const refusals = await each(site.fields, (field) =>
      refusalOf(twin.gate.pass(askTransferFields, site.bank.asker, { transfer, fields: [field] })),
    );
    const refused = refusals.filter((refusal) => refusal?.code === 'forbidden_by_policy').length;
    const { output } = await twin.gate.pass(seeOwnHistory, person.asker, {});
    const seen = output.entries.filter(
      ({ kind, body }) => kind === askTransferFields.name && body?.decision === 'refused',
    ).length;
    return {
      passed: refused === site.fields.length && seen === refused,
      saw: say(
        `Отказов: ${refused} из ${site.fields.length}; человек видит: ${seen}.${site.note.ru}`,
        `Refusals: ${refused} of ${site.fields.length}; the person sees: ${seen}.${site.note.en}`,
        `Відмов: ${refused} із ${site.fields.length}; людина бачить: ${seen}.${site.note.uk}`,
      ),
    };
  },
};

const ledgerIsWhole: TwinProbe = {
  name: 'every-use-is-in-the-ledger',
  where: 'twin',
  sentence: say(
    'Каждое использование записано, и журнал сходится до последней записи.',
    'Every use is recorded, and the ledger is whole to its last entry.',
    'Кожне використання записано, і журнал сходиться до останнього запису.',
  ),
  did: say(
    'Трое зарегистрировались; журнал двойника пересчитан с первой записи: цепочки, открытые части, дерево, подписи.',
    'Three people registered; the ledger of the twin was derived anew from its first entry: chains, openings, tree, signatures.',
    'Троє зареєструвалися; журнал двійника перераховано з першого запису: ланцюжки, відкриті частини, дерево, підписи.',
  ),
  async run(twin) {
    await each([1, 2, 3], () => twin.person());
    await twin.sequence();
    const { entries, size, problems } = await twin.fsck();
    return {
      passed: problems.length === 0 && entries >= 3 && size === entries,
      saw: say(
        `Записей: ${entries}, из них в открытом журнале: ${size}; не сходится: ${problems.length}.`,
        `Entries: ${entries}, of them in the public log: ${size}; wrong: ${problems.length}.`,
        `Записів: ${entries}, із них у відкритому журналі: ${size}; не сходиться: ${problems.length}.`,
      ),
    };
  },
};

const personSeesEachUse: TwinProbe = {
  name: 'every-use-is-in-the-persons-own-history',
  where: 'twin',
  apart: 'outsiders',
  sentence: say(
    'Что служба получила и в чём ей отказано, человек видит в своей истории: поля, кому и по какой версии.',
    'What a service got and what it was refused, the person sees in their history: fields, to whom, by which version.',
    'Що служба отримала і в чому їй відмовлено, людина бачить у своїй історії: поля, кому й за якою версією.',
  ),
  did: say(
    'Служба дважды получила поля своей цели и один раз попросила чужое; прочитана история человека.',
    'A service got the fields of its purpose twice and asked for another one once; the person’s history was read.',
    'Служба двічі отримала поля своєї мети й один раз попросила чуже; прочитано історію людини.',
  ),
  async run(twin) {
    const site = await withOutsiders(twin);
    const { person, dealing } = await joined(twin, site);
    const beyond = site.fields.filter((field) => !site.purpose.fields.includes(field)).slice(0, 1);
    await each([1, 2], () => twin.gate.pass(askFields, site.shop.asker, { dealing, fields: site.purpose.fields }));
    await refusalOf(twin.gate.pass(askFields, site.shop.asker, { dealing, fields: beyond }));
    const { output } = await twin.gate.pass(seeOwnHistory, person.asker, {});
    const asked = output.entries.flatMap(({ kind, body }) => (kind === askFields.name && body !== null ? [body] : []));
    const told = asked.filter(
      ({ decision, fields, asker }) =>
        asker.startsWith('service:') &&
        [...fields].sort().join() === [...(decision === 'allowed' ? site.purpose.fields : beyond)].sort().join(),
    );
    const [allowed, refused] = ['allowed', 'refused'].map(
      (one) => told.filter(({ decision }) => decision === one).length,
    );
    return {
      passed: asked.length === 3 && allowed === 2 && refused === 1,
      saw: say(
        `Записей о службе: ${asked.length}; получено: ${allowed} из 2, отказано: ${refused} из 1.${site.note.ru}`,
        `Entries about the service: ${asked.length}; got: ${allowed} of 2, refused: ${refused} of 1.${site.note.en}`,
        `Записів про службу: ${asked.length}; отримано: ${allowed} із 2, відмовлено: ${refused} із 1.${site.note.uk}`,
      ),
    };
  },
};

/** What is demonstrated of «Использование персональной информации». */
export const probes: readonly Probe[] = [
  ledgerIsWhole,
  personSeesEachUse,
  serviceGetsItsFields,
  nobodyElseIsReached,
  ...dealingProbes,
  ...noticeProbes,
  ...transferProbes,
  nothingUnconfirmed,
  handedOverOnce,
  recipientCannotComeBack,
  ...outcomeProbes,
];

function holds(
  call: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  secret: string | null,
) {
  try {
    new Webhook(secret ?? '').verify(call.body, { ...call.headers });
    return true;
  } catch {
    return false;
  }
}
