import { each, say, type TwinProbe } from '../../kernel/probe.ts';
import { computeAggregate } from './compute-aggregate.ts';
import { confirm, started, withOutsiders } from './prove-site.ts';
import { reportTransfer } from './report-transfer.ts';
import { seeTransfer } from './see-transfer.ts';

const noSinglePerson: TwinProbe = {
  name: 'aggregate-tells-of-no-single-person',
  where: 'twin',
  apart: true,
  sentence: say(
    'Сводки говорят только о группах: один пришедший человек ответа не меняет, малая группа не называется.',
    'Aggregates speak of groups alone: one person who comes changes no answer, and a small group is not named.',
    'Зведення говорять лише про групи: одна людина, що прийшла, відповіді не змінює, мала група не називається.',
  ),
  did: say(
    'Каждая объявленная сводка посчитана до и после регистрации одного человека.',
    'Every declared aggregate was computed before and after one person registered.',
    'Кожне оголошене зведення обчислено до і після реєстрації однієї людини.',
  ),
  async run(twin) {
    const { aggregates, thresholds } = twin.version.declarations;
    const host = { kind: 'host', by: 'probe' } as const;
    const all = () =>
      each(
        aggregates,
        async ({ id }) => (await twin.gate.pass(computeAggregate, host, { aggregate: id })).output.groups,
      );
    await twin.person();
    const before = await all();
    await twin.person();
    const after = await all();
    const same = JSON.stringify(before) === JSON.stringify(after);
    const small = [...before, ...after].flat().filter(({ persons }) => persons < thresholds.minimumGroup).length;
    const [n, group] = [aggregates.length, thresholds.minimumGroup];
    return {
      passed: same && small === 0,
      saw: say(
        `Сводок: ${n}; ответы ${same ? 'те же' : 'изменились'}; групп меньше ${group}: ${small}.`,
        `Aggregates: ${n}; the answers ${same ? 'are the same' : 'changed'}; groups below ${group}: ${small}.`,
        `Зведень: ${n}; відповіді ${same ? 'ті самі' : 'змінилися'}; груп, менших за ${group}: ${small}.`,
      ),
    };
  },
};

const reportIsAHint: TwinProbe = {
  name: 'report-of-a-recipient-is-only-a-hint',
  where: 'twin',
  apart: 'outsiders',
  sentence: say(
    'Сообщение получателя перевода само по себе итогом не становится.',
    'What the recipient of a transfer reports does not become the outcome by itself.',
    'Повідомлення отримувача переказу саме по собі підсумком не стає.',
  ),
  did: say(
    'После передачи получатель сообщил об оплате; на наш вопрос он ничего определённого не ответил.',
    'After the hand-over the recipient reported a payment; to our own question it gave no definite answer.',
    'Після передання отримувач повідомив про оплату; на наше запитання він нічого певного не відповів.',
  ),
  async run(twin) {
    const site = await withOutsiders(twin);
    const { person, transfer } = await started(twin, site);
    await confirm(twin, person, transfer, person.password);
    await twin.drain();
    const report = { transfer, id: twin.gate.parts.random.uuid(), status: 'paid' };
    await twin.gate.pass(reportTransfer, site.bank.asker, report);
    await twin.drain();
    const { state } = (await twin.gate.pass(seeTransfer, person.asker, { transfer })).output;
    const hint = state === 'reported';
    return {
      passed: hint,
      saw: say(
        `Перевод ${hint ? 'не считается оплаченным, а проверяется' : `стоит как ${state}`}.${site.note.ru}`,
        `The transfer ${hint ? 'does not count as paid and is being checked' : `stands as ${state}`}.${site.note.en}`,
        `Переказ ${hint ? 'не вважається оплаченим, а перевіряється' : `має стан ${state}`}.${site.note.uk}`,
      ),
    };
  },
};

/** What is shown of how a transfer ends, and of aggregates. */
export const outcomeProbes: readonly TwinProbe[] = [reportIsAHint, noSinglePerson];
