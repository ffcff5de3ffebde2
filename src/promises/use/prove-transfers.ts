import { type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { cancelTransfer } from './cancel-transfer.ts';
import { confirm, joined, started, withOutsiders } from './prove-site.ts';
import { seeTransfer } from './see-transfer.ts';
import { startTransfer } from './start-transfer.ts';
import { endGrant } from './store.ts';

const onlyThePersonStarts: TwinProbe = {
  name: 'only-the-person-starts-and-cancels-a-transfer',
  where: 'twin',
  apart: true,
  sentence: say(
    'Перевод начинает сам человек, и пока передача не началась, он может его отменить: тогда наружу не уходит ничего.',
    'The person alone starts a transfer, and until the hand-over begins they can cancel it: then nothing leaves.',
    'Переказ починає сама людина, і доки передання не почалося, вона може його скасувати: тоді назовні не йде нічого.',
  ),
  did: say(
    'Служба попробовала начать перевод за человека; человек начал, подтвердил и отменил; очередь выполнена до конца.',
    'A service tried to start a transfer for a person; the person started, confirmed and cancelled one; the queue ran to its end.',
    'Служба спробувала почати переказ за людину; людина почала, підтвердила і скасувала; чергу виконано до кінця.',
  ),
  async run(twin) {
    const { gate } = twin;
    const site = await withOutsiders(twin);
    const { dealing } = await joined(twin, site);
    const byService = await refusalOf(gate.pass(startTransfer, site.shop.asker, { dealing }));
    const { person, transfer } = await started(twin, site);
    await confirm(twin, person, transfer, person.password);
    await gate.pass(cancelTransfer, person.asker, { transfer });
    await twin.drain();
    const left = twin.outside.calls.length;
    const { output } = await gate.pass(seeTransfer, person.asker, { transfer });
    return {
      passed: byService !== undefined && left === 0 && output.state === 'cancelled' && output.payee === null,
      saw: say(
        `Служба: ${byService?.code ?? 'начала'}; после отмены ушло: ${left}; кому было бы заплачено, ${output.payee === null ? 'забыто' : 'осталось'}.${site.note.ru}`,
        `The service: ${byService?.code ?? 'started it'}; left after the cancelling: ${left}; whom it would have paid is ${output.payee === null ? 'forgotten' : 'still there'}.${site.note.en}`,
        `Служба: ${byService?.code ?? 'почала'}; після скасування пішло: ${left}; кому було б заплачено, ${output.payee === null ? 'забуто' : 'лишилося'}.${site.note.uk}`,
      ),
    };
  },
};

const refusedIsNotRepeated: TwinProbe = {
  name: 'an-answer-ends-the-hand-over',
  where: 'twin',
  apart: true,
  sentence: say(
    'На отказ получателя передача не повторяется, и человек видит, что отказано.',
    'A hand-over that the recipient refused is not repeated, and the person sees that it was refused.',
    'На відмову отримувача передання не повторюється, і людина бачить, що відмовлено.',
  ),
  did: say(
    'Получатель ответил отказом на подтверждённый перевод; очередь дважды выполнена до конца; человек посмотрел на перевод.',
    'The recipient refused a confirmed transfer; the queue ran to its end twice; the person looked at the transfer.',
    'Отримувач відповів відмовою на підтверджений переказ; чергу двічі виконано до кінця; людина подивилася на переказ.',
  ),
  async run(twin) {
    const site = await withOutsiders(twin);
    const { person, transfer } = await started(twin, site);
    twin.outside.answer(422);
    await confirm(twin, person, transfer, person.password);
    await twin.drain();
    await twin.drain();
    const calls = twin.outside.calls.length;
    const { state } = (await twin.gate.pass(seeTransfer, person.asker, { transfer })).output;
    return {
      passed: calls === 1 && state === 'refused',
      saw: say(
        `Передач: ${calls}; перевод стоит как ${state}.${site.note.ru}`,
        `Hand-overs: ${calls}; the transfer stands as ${state}.${site.note.en}`,
        `Передань: ${calls}; переказ має стан ${state}.${site.note.uk}`,
      ),
    };
  },
};

const unusedConfirmationEnds: TwinProbe = {
  name: 'an-unused-confirmation-ends-and-is-forgotten',
  where: 'twin',
  apart: true,
  sentence: say(
    'Не использованное вовремя подтверждение кончается, и кому было бы заплачено, забыто; раньше срока его не кончить.',
    'A confirmation that was not used in time ends, and whom it would have paid is forgotten; it does not end before.',
    'Не використане вчасно підтвердження закінчується, і кому було б заплачено, забуто; раніше строку воно не закінчується.',
  ),
  did: say(
    'Сервер попробовал закончить свежее подтверждение; его срок перенесён в прошлое; сервер попробовал снова; очередь выполнена.',
    'The server tried to end a fresh confirmation; its time was moved into the past; it tried again; the queue ran.',
    'Сервер спробував закінчити свіже підтвердження; його строк перенесено в минуле; сервер спробував знову; чергу виконано.',
  ),
  async run(twin) {
    const { gate } = twin;
    const site = await withOutsiders(twin);
    const { person, transfer } = await started(twin, site);
    await confirm(twin, person, transfer, person.password);
    const ending = () => refusalOf(gate.pass(cancelTransfer, { kind: 'worker' }, { transfer }));
    const early = await ending();
    await endGrant(gate.parts.db, transfer);
    const late = await ending();
    await twin.drain();
    const left = twin.outside.calls.length;
    const { state, payee } = (await gate.pass(seeTransfer, person.asker, { transfer })).output;
    return {
      passed: early !== undefined && late === undefined && left === 0 && state === 'expired' && payee === null,
      saw: say(
        `Раньше срока: ${early?.code ?? 'кончено'}; после: ${late?.code ?? 'кончено'}; ушло: ${left}; получатель денег ${payee === null ? 'забыт' : 'остался'}.${site.note.ru}`,
        `Before its time: ${early?.code ?? 'ended'}; after: ${late?.code ?? 'ended'}; left: ${left}; the payee is ${payee === null ? 'forgotten' : 'still there'}.${site.note.en}`,
        `Раніше строку: ${early?.code ?? 'закінчено'}; після: ${late?.code ?? 'закінчено'}; пішло: ${left}; одержувача коштів ${payee === null ? 'забуто' : 'не забуто'}.${site.note.uk}`,
      ),
    };
  },
};

/** What is shown of the beginning and the end of a transfer. */
export const transferProbes: readonly Probe[] = [onlyThePersonStarts, unusedConfirmationEnds, refusedIsNotRepeated];
