import { type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { endCredential } from './end-credential.ts';
import { issueCredential } from './issue-credential.ts';
import { settleFailedJob } from './jobs/settle-failed-job.ts';
import { askerOfCredential, personOfSession } from './sessions.ts';
import { endSessionsOf } from './staff/end-sessions-of.ts';
import { findPerson } from './staff/find-person.ts';
import { giveRole } from './staff/give-role.ts';
import { inviteStaff } from './staff/invite-staff.ts';
import { suspendStaff } from './staff/suspend-staff.ts';

const HOST = { kind: 'host', by: 'prove' } as const;

const onlyTheOwnerGivesRoles: TwinProbe = {
  name: 'only-the-owner-gives-and-suspends-roles',
  where: 'twin',
  sentence: say(
    'Роли сотрудникам даёт, приглашает в них и приостанавливает только владелец сайта.',
    'Only the owner of the site gives roles to staff, invites to them and suspends them.',
    'Ролі працівникам надає, запрошує до них і призупиняє лише власник сайту.',
  ),
  did: say(
    'Сотрудник попробовал дать роль, пригласить, приостановить другого и повторить неудачное задание; владелец дал роль и приостановил её.',
    'A member of the staff tried to give a role, to invite, to suspend another and to repeat a failed job; the owner gave a role and suspended it.',
    'Працівник спробував надати роль, запросити, призупинити іншого й повторити невдале завдання; власник надав роль і призупинив її.',
  ),
  async run(twin) {
    const { gate } = twin;
    const [owner, member, person] = [await twin.staff('owner'), await twin.staff('support'), await twin.person()];
    const search = () => gate.pass(findPerson, member.asker, { identifier: person.accountName });
    const { cards } = (await search()).output;
    const own = (await gate.pass(findPerson, owner.asker, { identifier: member.accountName })).output.cards[0];
    const role = { role: 'editor', label: 'Probe' };
    const given = { ...role, accountName: person.accountName };
    const job = gate.parts.random.uuid();
    const refusals = [
      await refusalOf(gate.pass(giveRole, member.asker, given)),
      await refusalOf(gate.pass(inviteStaff, member.asker, role)),
      await refusalOf(gate.pass(suspendStaff, member.asker, { card: cards[0], suspended: true })),
      await refusalOf(gate.pass(settleFailedJob, member.asker, { job, order: 'again' })),
    ];
    const refused = refusals.filter((refusal) => refusal !== undefined).length;
    const invited = (await gate.pass(inviteStaff, owner.asker, role)).output.expiresAt;
    const ends = invited.getTime() > gate.parts.clock.now().getTime();
    await gate.pass(suspendStaff, owner.asker, { card: own, suspended: true });
    const suspended = await refusalOf(search());
    await gate.pass(suspendStaff, owner.asker, { card: own, suspended: false });
    return {
      passed: refused === refusals.length && ends && suspended !== undefined,
      saw: say(
        `Сотруднику отказано: ${refused} из ${refusals.length}; приостановленный: ${suspended?.code ?? 'работает'}; приглашение ${ends ? 'кончается само' : 'бессрочно'}.`,
        `The member was refused: ${refused} of ${refusals.length}; the suspended one: ${suspended?.code ?? 'works on'}; the invitation ${ends ? 'ends by itself' : 'never ends'}.`,
        `Працівникові відмовлено: ${refused} із ${refusals.length}; призупинений: ${suspended?.code ?? 'працює'}; запрошення ${ends ? 'закінчується саме' : 'безстрокове'}.`,
      ),
    };
  },
};

const staffEndSessions: TwinProbe = {
  name: 'staff-can-end-the-sessions-of-a-person',
  where: 'twin',
  sentence: say(
    'Сотрудник может завершить все сеансы человека, и это видно в истории.',
    'Staff can end all sessions of a person, and their history shows it.',
    'Працівник може завершити всі сеанси людини, і це видно в історії.',
  ),
  did: say(
    'Сеансы человека попробовал завершить проверяющий, затем завершил сотрудник поддержки; прежним сеансом попробовали войти.',
    'A verifier tried to end the sessions of a person, then support did; the former session was tried.',
    'Сеанси людини спробував завершити перевіряльник, потім завершив працівник підтримки; колишнім сеансом спробували увійти.',
  ),
  async run(twin) {
    const { gate } = twin;
    const [verifier, support] = [await twin.staff('verifier'), await twin.staff('support')];
    const person = await twin.person();
    const [card] = (await gate.pass(findPerson, support.asker, { identifier: person.accountName })).output.cards;
    const refused = await refusalOf(gate.pass(endSessionsOf, verifier.asker, { card }));
    const { output, entry } = await gate.pass(endSessionsOf, support.asker, { card });
    const ended = (await personOfSession(gate.parts.db, person.session)) === undefined;
    return {
      passed: refused !== undefined && ended && output.ended > 0 && entry !== null,
      saw: say(
        `Проверяющему: ${refused?.code ?? 'разрешено'}; прежний сеанс ${ended ? 'закончен' : 'живёт'}; запись человека: ${entry ?? 'нет'}.`,
        `The verifier: ${refused?.code ?? 'allowed'}; the former session ${ended ? 'ended' : 'lives on'}; entry of the person: ${entry ?? 'none'}.`,
        `Перевіряльникові: ${refused?.code ?? 'дозволено'}; колишній сеанс ${ended ? 'закінчено' : 'живе'}; запис людини: ${entry ?? 'немає'}.`,
      ),
    };
  },
};

const keysAreIssuedAndEnded: TwinProbe = {
  name: 'keys-of-services-are-issued-ended-and-recorded',
  where: 'twin',
  apart: true,
  sentence: say(
    'Ключи служб и платёжных систем выдаёт и прекращает владелец или тот, кто управляет сервером; прекращённый не открывает ничего.',
    'Keys of services and payment systems are issued and ended by the owner or whoever runs the server; an ended one opens nothing.',
    'Ключі служб і платіжних систем видає та припиняє власник або той, хто керує сервером; припинений не відкриває нічого.',
  ),
  did: say(
    'Ключ попробовал получить сотрудник; сервер выдал его и прекратил; им попробовали воспользоваться до и после; сосчитаны записи журнала.',
    'A member of the staff tried to get a key; the server issued and ended one; it was used before and after; entries of the ledger were counted.',
    'Ключ спробував отримати працівник; сервер видав його і припинив; ним спробували скористатися до і після; полічено записи журналу.',
  ),
  async run(twin) {
    const { gate } = twin;
    const words = say('Для проверки', 'For a probe', 'Для перевірки');
    await twin.declare((declarations) => ({
      ...declarations,
      services: [
        ...declarations.services,
        { id: 'probe-keys', words, purposes: [{ id: 'probing', words, fields: [] }] },
      ],
    }));
    const named = { kind: 'service', name: 'probe-keys' } as const;
    const member = await twin.staff('support');
    const byMember = await refusalOf(gate.pass(issueCredential, member.asker, named));
    const issued = await gate.pass(issueCredential, HOST, named);
    const { secret } = issued.output;
    const before = await askerOfCredential(gate.parts.db, secret);
    const ended = await gate.pass(endCredential, HOST, named);
    const after = await askerOfCredential(gate.parts.db, secret);
    const recorded = [issued.entry, ended.entry].filter((entry) => entry !== null).length;
    return {
      passed: byMember !== undefined && before !== undefined && after === undefined && recorded === 2,
      saw: say(
        `Сотрудник: ${byMember?.code ?? 'получил'}; выданный ключ ${before === undefined ? 'не открыл' : 'открыл'}, прекращённый ${after === undefined ? 'не открыл' : 'открыл'}; записей в журнале: ${recorded}.`,
        `The member: ${byMember?.code ?? 'got one'}; the issued key ${before === undefined ? 'did not open' : 'opened'}, the ended one ${after === undefined ? 'did not open' : 'opened'}; entries in the ledger: ${recorded}.`,
        `Працівник: ${byMember?.code ?? 'отримав'}; виданий ключ ${before === undefined ? 'не відкрив' : 'відкрив'}, припинений ${after === undefined ? 'не відкрив' : 'відкрив'}; записів у журналі: ${recorded}.`,
      ),
    };
  },
};

/** What is shown of those who work here, and of the keys by which machines come. */
export const staffProbes: readonly Probe[] = [onlyTheOwnerGivesRoles, staffEndSessions, keysAreIssuedAndEnded];
