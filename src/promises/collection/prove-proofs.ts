import assert from 'node:assert/strict';
import { type Probe, refusalOf, say, type Twin, type TwinPerson, type TwinProbe } from '../../kernel/probe.ts';
import { leaveData, seeOwnData, seeOwnHistory } from '../agreement/index.ts';
import { confirmTransfer, seeTransfer, startTransfer } from '../use/index.ts';
import { decideAtDesk } from './decide-at-desk.ts';
import { decideProof } from './decide-proof.ts';
import { countEvidence } from './evidence/store.ts';
import { proveOnline } from './prove-online.ts';
import { openDesk } from './prove-site.ts';
import { seeAtDesk } from './see-at-desk.ts';
import { seeDemands } from './see-demands.ts';
import { seeProof } from './see-proof.ts';
import { takeDeskCode } from './take-desk-code.ts';

async function comeInPerson(twin: Twin, person: TwinPerson, demand: string): Promise<string> {
  return (await twin.gate.pass(takeDeskCode, person.asker, { demand })).output.code;
}

async function acceptAtDesk(twin: Twin, reviewer: TwinPerson, code: string) {
  const { output } = await twin.gate.pass(seeAtDesk, reviewer.asker, { code });
  await twin.gate.pass(decideAtDesk, reviewer.asker, { code, seen: output.seen, decided: ACCEPTED });
  return output;
}

const ACCEPTED = { decision: 'approved', document: 'passport' } as const;

const documentGoesWithItsDecision: TwinProbe = {
  name: 'a-document-goes-with-its-decision',
  where: 'twin',
  examples: ['collection.whoever-demands-does-not-check'],
  sentence: say(
    'Присланный документ видит не тот, кто потребовал; вместе с решением документ и его ключ уничтожаются, а решение остаётся в истории.',
    'Not who demanded it sees the document that was sent; with the decision the document and its key are destroyed, and the decision stays in the history.',
    'Надісланий документ бачить не той, хто вимагав; разом із рішенням документ і його ключ знищуються, а рішення лишається в історії.',
  ),
  did: say(
    'Человек прислал картинку; посмотреть и решить пробовал тот, кто потребовал; другой проверяющий посмотрел и принял; потом искали картинку, её ключ и запись.',
    'A person sent a picture; who demanded it tried to look and to decide; another verifier looked and accepted; then the picture, its key and the entry were looked for.',
    'Людина надіслала картинку; подивитися й вирішити пробував той, хто вимагав; інший перевіряльник подивився й прийняв; потім шукали картинку, її ключ і запис.',
  ),
  async run(twin) {
    const { person, requester, reviewer, demand } = await openDesk(twin, ['online']);
    const { gate } = twin;
    const { default: sharp } = await import('sharp');
    const image = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'grey' } })
      .png()
      .toBuffer();
    const proof = (await gate.pass(proveOnline, person.asker, { demand, image, language: 'ru' })).output.id;
    const before = await countEvidence(gate.parts.db, person.personId);
    const own = await refusalOf(gate.pass(seeProof, requester.asker, { proof }));
    const { seen } = (await gate.pass(seeProof, reviewer.asker, { proof })).output;
    const deciding = { proof, seen, decided: ACCEPTED };
    const ownDecision = await refusalOf(gate.pass(decideProof, requester.asker, deciding));
    await gate.pass(decideProof, reviewer.asker, deciding);
    const after = await countEvidence(gate.parts.db, person.personId);
    const again = await refusalOf(gate.pass(seeProof, reviewer.asker, { proof }));
    const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
    const decided = entries.filter(({ kind }) => kind === 'decideProof').length;
    const refused = [own, ownDecision, again].filter((one) => one?.code === 'forbidden_by_policy').length;
    const [kept, left] = [before.values, after.values + after.strayKeys];
    return {
      passed: kept === 1 && left === 0 && refused === 3 && decided >= 1,
      saw: say(
        `До решения картинок: ${kept}, после: ${left}; отказано ${refused} из 3; записей о решении: ${decided > 0 ? 'есть' : 'нет'}.`,
        `Pictures before the decision: ${kept}, after it: ${left}; refused ${refused} of 3; entry of the decision: ${decided > 0 ? 'there' : 'missing'}.`,
        `Картинок до рішення: ${kept}, після: ${left}; відмовлено ${refused} із 3; записів про рішення: ${decided > 0 ? 'є' : 'немає'}.`,
      ),
    };
  },
};

const noCopyAtTheDesk: TwinProbe = {
  name: 'no-copy-is-made-at-the-desk',
  where: 'twin',
  sentence: say(
    'При личном визите открываются только поля из требования, копия документа не остаётся, а код действует один раз.',
    'At a visit in person only the demanded fields open, no copy of the document stays, and the code works once.',
    'Під час особистого візиту відкриваються лише поля з вимоги, копія документа не лишається, а код діє один раз.',
  ),
  did: say(
    'Человек взял код; проверяющий посмотрел поля, принял документ и попробовал тот же код ещё раз; код пробовал и тот, кто потребовал.',
    'A person took a code; the verifier looked at the fields, accepted the document and tried the same code again; who demanded it tried the code, too.',
    'Людина взяла код; перевіряльник подивився поля, прийняв документ і спробував той самий код ще раз; код пробував і той, хто вимагав.',
  ),
  async run(twin) {
    const { person, field, requester, reviewer, demand } = await openDesk(twin, ['offline']);
    const code = await comeInPerson(twin, person, demand);
    const own = await refusalOf(twin.gate.pass(seeAtDesk, requester.asker, { code }));
    const { values, seen } = await acceptAtDesk(twin, reviewer, code);
    const opened = values.map((value) => value.field);
    const twice = [
      await refusalOf(twin.gate.pass(seeAtDesk, reviewer.asker, { code })),
      await refusalOf(twin.gate.pass(decideAtDesk, reviewer.asker, { code, seen, decided: ACCEPTED })),
    ];
    const kept = await countEvidence(twin.gate.parts.db, person.personId);
    const copies = kept.values + kept.strayKeys;
    const refused = [own, ...twice].filter((one) => one?.code === 'forbidden_by_policy').length;
    return {
      passed: opened.length === 1 && opened[0] === field && refused === 3 && copies === 0,
      saw: say(
        `Открыто полей: ${opened.length} из 1 требуемого; копий документа: ${copies}; отказано ${refused} из 3.`,
        `Fields opened: ${opened.length} of 1 demanded; copies of the document: ${copies}; refused ${refused} of 3.`,
        `Відкрито полів: ${opened.length} з 1 потрібного; копій документа: ${copies}; відмовлено ${refused} із 3.`,
      ),
    };
  },
};

const provenUntilCorrected: TwinProbe = {
  name: 'a-proven-field-names-its-way-until-it-is-corrected',
  where: 'twin',
  sentence: say(
    'Подтверждённое поле называет способ проверки; исправленное значение отметку теряет.',
    'A proven field names the way in which it was proven; a corrected value loses the mark.',
    'Підтверджене поле називає спосіб перевірки; виправлене значення позначку втрачає.',
  ),
  did: say(
    'Поле подтвердили лично; прочитали отметку; человек оставил это поле ещё раз; отметку прочитали снова.',
    'A field was proven in person; the mark was read; the person left the field once more; the mark was read again.',
    'Поле підтвердили особисто; прочитали позначку; людина залишила це поле ще раз; позначку прочитали знову.',
  ),
  async run(twin) {
    const { person, field, reviewer, demand } = await openDesk(twin, ['offline']);
    await acceptAtDesk(twin, reviewer, await comeInPerson(twin, person, demand));
    const before = await markOf(twin, person, field);
    const fields = { [field]: person.left[field] };
    await twin.gate.pass(leaveData, person.asker, { fields, language: 'ru', password: person.password });
    const after = await markOf(twin, person, field);
    return {
      passed: before === 'offline' && after === null,
      saw: say(
        `Отметка после проверки ${before === null ? 'не появилась' : 'есть'}, после исправления ${after === null ? 'пропала' : 'осталась'}.`,
        `The mark ${before === null ? 'is missing' : 'is there'} after the check, and ${after === null ? 'gone' : 'still there'} after the correction.`,
        `Позначка після перевірки ${before === null ? 'не з’явилася' : 'є'}, після виправлення ${after === null ? 'зникла' : 'лишилася'}.`,
      ),
    };
  },
};

async function markOf(twin: Twin, person: TwinPerson, field: string) {
  const { fields } = (await twin.gate.pass(seeOwnData, person.asker, {})).output;
  return fields.find((one) => one.field === field)?.verified?.how ?? null;
}

const aRuleHoldsALargeTransfer: TwinProbe = {
  name: 'a-declared-rule-holds-a-large-transfer-until-it-is-proven',
  where: 'twin',
  apart: true,
  sentence: say(
    'Объявленное правило само требует подтвердить личность перед крупным переводом; такой перевод ждёт, меньший идёт.',
    'A declared rule demands proof of identity by itself before a large transfer; such a transfer waits, a smaller one goes on.',
    'Оголошене правило саме вимагає підтвердити особу перед великим переказом; такий переказ чекає, менший іде.',
  ),
  did: say(
    'Объявлены получатель и правило; человек начал крупный перевод и меньший и подтверждал оба; потом доказал поле лично и подтвердил крупный.',
    'A recipient and a rule were declared; a person started a large transfer and a smaller one and confirmed both; then proved the field in person and confirmed the large one.',
    'Оголошено отримувача й правило; людина почала великий переказ і менший та підтверджувала обидва; потім довела поле особисто й підтвердила великий.',
  ),
  async run(twin) {
    const person = await twin.person();
    const field = Object.keys(person.left)[0];
    assert(field !== undefined, 'a policy declares a field');
    await declareRule(twin, field);
    const start = async (amount: number) => {
      const transfer = { provider: 'probe-pay', method: 'probing', amount, currency: 'EUR', payee: 'Probe' };
      return (await twin.gate.pass(startTransfer, person.asker, { transfer })).output.id;
    };
    const confirm = async (transfer: string) => {
      const { shown } = (await twin.gate.pass(seeTransfer, person.asker, { transfer })).output;
      const asked = { transfer, shown, password: person.password };
      return await refusalOf(twin.gate.pass(confirmTransfer, person.asker, asked));
    };
    const [large, small] = [await start(1000), await start(999)];
    const held = await confirm(large);
    const less = await confirm(small);
    const { demands } = (await twin.gate.pass(seeDemands, person.asker, {})).output;
    const demand = demands.find(({ rule }) => rule?.id === 'probe');
    if (demand !== undefined) {
      const reviewer = await twin.staff('verifier');
      await acceptAtDesk(twin, reviewer, await comeInPerson(twin, person, demand.id));
    }
    const freed = await confirm(large);
    const waited = held?.code === 'forbidden_by_policy';
    return {
      passed: waited && less === undefined && demand !== undefined && freed === undefined,
      saw: say(
        `Крупный перевод ${waited ? 'ждал' : 'не ждал'}, меньший ${less === undefined ? 'прошёл' : 'не прошёл'}, требований по правилу: ${demands.length}; после проверки крупный ${freed === undefined ? 'подтверждён' : 'не подтверждён'}.`,
        `The large transfer ${waited ? 'waited' : 'did not wait'}, the smaller one ${less === undefined ? 'went on' : 'did not'}, demands by the rule: ${demands.length}; after the check the large one was ${freed === undefined ? 'confirmed' : 'not confirmed'}.`,
        `Великий переказ ${waited ? 'чекав' : 'не чекав'}, менший ${less === undefined ? 'пройшов' : 'не пройшов'}, вимог за правилом: ${demands.length}; після перевірки великий ${freed === undefined ? 'підтверджено' : 'не підтверджено'}.`,
      ),
    };
  },
};

async function declareRule(twin: Twin, field: string): Promise<void> {
  const words = say('Для проверки', 'For a probe', 'Для перевірки');
  const from = { amount: 1000, currency: 'EUR' };
  await twin.declare((declarations) => ({
    ...declarations,
    providers: [
      {
        ...{
          id: 'probe-pay',
          kind: 'payment-provider',
          words,
          country: 'UA',
          address: 'https://pay.invalid/transfers',
        },
        ...{ handOver: 'signed-call', idempotent: true },
        methods: [{ id: 'probing', words, fields: [{ field, why: words }] }],
      },
    ],
    thresholds: {
      ...declarations.thresholds,
      proofBefore: [{ id: 'probe', from, fields: [field], ways: ['offline'], days: 14 }],
    },
  }));
}

export const proofProbes: readonly Probe[] = [
  documentGoesWithItsDecision,
  noCopyAtTheDesk,
  provenUntilCorrected,
  aRuleHoldsALargeTransfer,
];
