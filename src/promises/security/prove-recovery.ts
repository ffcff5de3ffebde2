import { parseMail } from '../../kernel/mail/parse-mail.ts';
import { type Probe, refusalOf, say, type Twin, type TwinProbe } from '../../kernel/probe.ts';
import { askAddressCode } from './addresses/ask-address-code.ts';
import { askMailboxCode } from './addresses/ask-mailbox-code.ts';
import { proveAddress } from './addresses/prove-address.ts';
import { approveStaffRecovery } from './recovery/approve-staff-recovery.ts';
import { askStaffRecovery } from './recovery/ask-staff-recovery.ts';
import { beginStaffRecovery } from './recovery/begin-staff-recovery.ts';
import { cancelRecovery } from './recovery/cancel-recovery.ts';
import { recoverAccount } from './recovery/recover-account.ts';
import { findPerson } from './staff/find-person.ts';

const PASSWORD = 'nine quiet ferries after midnight';

/** Documentation addresses (RFC 5737): nobody's. */
const from = (network: string) => ({ kind: 'anyone', network }) as const;

const onlyProvedAddressRecovers: TwinProbe = {
  name: 'only-a-proved-address-gives-an-account-back',
  where: 'twin',
  sentence: say(
    'Вернуть доступ может только подтверждённый адрес, а подтверждает его код из письма, набранный здесь.',
    'Only a proved address gives an account back, and what proves it is a code from a letter, typed here.',
    'Повернути доступ може лише підтверджена адреса, а підтверджує її код із листа, набраний тут.',
  ),
  did: say(
    'Двое оставили адреса, один из них попросил код и набрал его; посторонний попросил письма для возврата доступа на оба адреса; код из письма испробован.',
    'Two people left addresses and one asked for a code and typed it; a stranger asked for recovery letters to both; the code that came was tried.',
    'Двоє залишили адреси, один із них попросив код і набрав його; сторонній попросив листи для повернення доступу на обидві адреси; код, що надійшов, випробувано.',
  ),
  async run(twin) {
    const { gate } = twin;
    const field = twin.version.declarations.fields.find(({ type }) => type === 'email')?.id;
    if (field === undefined) return noAddresses;
    const [person, other] = [await twin.person(), await twin.person()];
    const [address, unproved] = [String(person.left[field]), String(other.left[field])];
    await gate.pass(askAddressCode, person.asker, { field });
    const code = await codeTo(twin, address);
    const wrong = await refusalOf(gate.pass(proveAddress, person.asker, { code: '0000-0000' }));
    const right = await refusalOf(gate.pass(proveAddress, person.asker, { code: code ?? '' }));
    const { output: request } = await gate.pass(askMailboxCode, from('192.0.2.0/25'), { address });
    await gate.pass(askMailboxCode, from('192.0.2.0/25'), { address: unproved });
    const way = await codeTo(twin, address);
    const stranger = await codeTo(twin, unproved);
    const given = { code: way ?? '', request: request.request, password: PASSWORD };
    const back = await refusalOf(gate.pass(recoverAccount, from('192.0.2.0/25'), given));
    return {
      passed: wrong !== undefined && right === undefined && stranger === undefined && back === undefined,
      saw: say(
        `Неверный код: ${wrong?.code ?? 'принят'}, верный: ${right?.code ?? 'принят'}; писем на неподтверждённый адрес: ${stranger === undefined ? 0 : 1}; доступ по подтверждённому: ${back?.code ?? 'возвращён'}.`,
        `A wrong code: ${wrong?.code ?? 'taken'}, the right one: ${right?.code ?? 'taken'}; letters to the unproved address: ${stranger === undefined ? 0 : 1}; the account by the proved one: ${back?.code ?? 'given back'}.`,
        `Неправильний код: ${wrong?.code ?? 'прийнято'}, правильний: ${right?.code ?? 'прийнято'}; листів на непідтверджену адресу: ${stranger === undefined ? 0 : 1}; доступ за підтвердженою: ${back?.code ?? 'повернуто'}.`,
      ),
    };
  },
};

const staffRecoverSlowly: TwinProbe = {
  name: 'staff-give-an-account-back-slowly-and-in-sight',
  where: 'twin',
  sentence: say(
    'Сотрудники возвращают доступ вдвоём и не сразу, секрета не видят и не выбирают, а человек может всё отменить.',
    'Staff give an account back together and not at once, see and choose no secret, and the person can cancel it all.',
    'Працівники повертають доступ удвох і не відразу, секрету не бачать і не вибирають, а людина може все скасувати.',
  ),
  did: say(
    'Один сотрудник начал возврат и попробовал сам его одобрить, потом одобрил другой; ключ испробован раньше срока; человек отменил; ключ испробован снова.',
    'One of the staff began a recovery and tried to approve it alone, then another approved; the key was tried before its time; the person cancelled; the key was tried again.',
    'Один працівник почав повернення і спробував сам його схвалити, потім схвалив інший; ключ випробувано раніше строку; людина скасувала; ключ випробувано знову.',
  ),
  async run(twin) {
    const { gate } = twin;
    const [person, first, second] = [await twin.person(), await twin.staff('support'), await twin.staff('verifier')];
    const { number, key } = (await gate.pass(askStaffRecovery, from('192.0.2.128/25'), {})).output;
    const { cards } = (await gate.pass(findPerson, first.asker, { identifier: person.accountName })).output;
    const [card] = cards;
    const begun = await gate.pass(beginStaffRecovery, first.asker, { card, number, checkedHow: 'document' });
    const alone = await refusalOf(gate.pass(approveStaffRecovery, first.asker, { card, number }));
    await gate.pass(approveStaffRecovery, second.asker, { card, number });
    const take = () => refusalOf(gate.pass(recoverAccount, from('192.0.2.128/25'), { code: key, password: PASSWORD }));
    const early = await take();
    await gate.pass(cancelRecovery, person.asker, {});
    const cancelled = await take();
    const told = JSON.stringify(begun).includes(key);
    return {
      passed: alone !== undefined && early !== undefined && cancelled !== undefined && !told,
      saw: say(
        `Один: ${alone?.code ?? 'одобрил'}; раньше срока: ${early?.code ?? 'впущен'}; после отмены: ${cancelled?.code ?? 'впущен'}; сотруднику ключ ${told ? 'показан' : 'не показан'}.`,
        `Alone: ${alone?.code ?? 'approved'}; before its time: ${early?.code ?? 'let in'}; after the cancelling: ${cancelled?.code ?? 'let in'}; the key was ${told ? '' : 'not '}shown to the staff.`,
        `Один: ${alone?.code ?? 'схвалив'}; раніше строку: ${early?.code ?? 'впущено'}; після скасування: ${cancelled?.code ?? 'впущено'}; працівникові ключ ${told ? 'показано' : 'не показано'}.`,
      ),
    };
  },
};

/** What is shown of the ways back into an account. */
export const recoveryProbes: readonly Probe[] = [onlyProvedAddressRecovers, staffRecoverSlowly];

const noAddresses = {
  passed: true,
  saw: say(
    'Адресов почты сайт не спрашивает, поэтому и писем не посылает.',
    'The site asks for no e-mail address, so it sends no letters either.',
    'Адрес пошти сайт не питає, тому й листів не надсилає.',
  ),
};

/** The code of the newest letter to this address; undefined where none came. */
async function codeTo(twin: Twin, address: string): Promise<string | undefined> {
  await twin.drain();
  const letters = await Promise.all(twin.outside.mails.map((mail) => parseMail(mail)));
  const text = letters.findLast((letter) => letter?.to?.[0]?.address === address)?.text ?? '';
  return /^([0-9a-z]{4}-[0-9a-z]{4})$/m.exec(text)?.[1];
}
