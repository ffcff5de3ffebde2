import { type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { decideAtDesk } from './decide-at-desk.ts';
import { demandProof } from './demand-proof.ts';
import { askForLetter } from './letter/ask-for-letter.ts';
import { enterProofCode } from './letter/enter-proof-code.ts';
import { makeLetter } from './letter/make-letter.ts';
import { decideObjection } from './objection/decide-objection.ts';
import { objectToDecision } from './objection/object-to-decision.ts';
import { openDesk } from './prove-site.ts';
import { seeAtDesk } from './see-at-desk.ts';
import { seeDemands } from './see-demands.ts';
import { takeDeskCode } from './take-desk-code.ts';

const REFUSED = { decision: 'refused', reason: 'shows-another-value' } as const;
const ACCEPTED = { decision: 'approved', document: 'passport' } as const;

const demandIsWhole: TwinProbe = {
  name: 'a-demand-says-all-and-its-decision-is-objected-to',
  where: 'twin',
  apart: true,
  sentence: say(
    'Требование называет поля, причину, способы, срок и что будет до проверки; человек видит решение с причиной и возражает, и отвечает ему другой.',
    'A demand names fields, reason, ways, deadline and what waits; the person sees the decision with its reason and objects, and another answers.',
    'Вимога називає поля, причину, способи, строк і те, що чекає; людина бачить рішення з причиною й заперечує, і відповідає їй інший.',
  ),
  did: say(
    'Требование отправлено пять раз без одной из частей и один раз целиком; проверяющий отказал; человек возразил; ответить пробовали потребовавший, отказавший и третий; прочитаны требования и история.',
    'A demand was sent five times with a part missing and once whole; a verifier refused the proof; the person objected; who demanded, who refused and a third tried to answer; demands and history were read.',
    'Вимогу надіслано п’ять разів без однієї з частин і один раз повністю; перевіряльник відмовив; людина заперечила; відповісти пробували той, хто вимагав, той, хто відмовив, і третій; прочитано вимоги та історію.',
  ),
  async run(twin) {
    const { gate } = twin;
    const { person, requester, reviewer, demand, asked } = await openDesk(twin, ['offline']);
    const third = await twin.staff('verifier');
    const incomplete = [];
    for (const part of ['fields', 'reason', 'ways', 'days', 'heldBack'] as const) {
      const { [part]: _, ...rest } = asked;
      incomplete.push(await refusalOf(gate.pass(demandProof, requester.asker, rest)));
    }
    const refused = incomplete.filter((one) => one?.code === 'invalid').length;
    const { code } = (await gate.pass(takeDeskCode, person.asker, { demand })).output;
    const { seen } = (await gate.pass(seeAtDesk, reviewer.asker, { code })).output;
    await gate.pass(decideAtDesk, reviewer.asker, { code, seen, decided: REFUSED });
    const own = async () => (await gate.pass(seeDemands, person.asker, {})).output.demands[0];
    const shown = await own();
    const proof = shown?.proofs[0];
    const objecting = { proof: proof?.id ?? '', text: 'A probe objects.', language: 'en' };
    const { id: objection } = (await gate.pass(objectToDecision, person.asker, objecting)).output;
    const answer = { objection, outcome: 'set-aside' };
    const involved = [
      await refusalOf(gate.pass(decideObjection, requester.asker, answer)),
      await refusalOf(gate.pass(decideObjection, reviewer.asker, answer)),
    ].filter((one) => one?.code === 'forbidden_by_policy').length;
    await gate.pass(decideObjection, third.asker, answer);
    const open = (await own())?.state === 'waiting';
    const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
    const told = [demandProof.name, decideAtDesk.name, decideObjection.name].filter((name) =>
      entries.some(({ kind, body }) => kind === name && body?.decision === 'allowed'),
    ).length;
    const reasoned = proof?.decision === 'refused' && proof.reason === REFUSED.reason;
    const whole = shown !== undefined && shown.fields.length > 0 && shown.ways.length > 0 && shown.deadline !== null;
    return {
      passed: refused === incomplete.length && whole && reasoned && involved === 2 && open && told === 3,
      saw: say(
        `Неполных требований отклонено: ${refused} из ${incomplete.length}; причина решения ${reasoned ? 'показана' : 'не показана'}; ответить не дали причастным: ${involved} из 2; в истории: ${told} из 3.`,
        `Incomplete demands refused: ${refused} of ${incomplete.length}; the reason of the decision is ${reasoned ? '' : 'not '}shown; those involved kept from answering: ${involved} of 2; in the history: ${told} of 3.`,
        `Неповних вимог відхилено: ${refused} із ${incomplete.length}; причину рішення ${reasoned ? 'показано' : 'не показано'}; причетним не дали відповісти: ${involved} із 2; в історії: ${told} із 3.`,
      ),
    };
  },
};

const letterProvesAddress: TwinProbe = {
  name: 'a-letter-proves-a-postal-address',
  where: 'twin',
  apart: true,
  sentence: say(
    'Почтовый адрес подтверждает код из бумажного письма; печатает его другой, а если проверяющий один, так и записано.',
    'A code in a paper letter proves a postal address; another prints it, and where there is only one verifier the record says so.',
    'Поштову адресу підтверджує код із паперового листа; друкує його інший, а якщо перевіряльник один, так і записано.',
  ),
  did: say(
    'Человек попросил письмо; напечатать его пробовал тот, кто потребовал, потом другой; человек ввёл код. На другом требовании проверил единственный оставшийся; прочитана запись.',
    'A person asked for a letter; who demanded tried to print it, then another; the person typed the code. On a site with one verifier alone the same one demanded and decided; the entry was read.',
    'Людина попросила листа; надрукувати його пробував той, хто вимагав, потім інший; людина ввела код. На сайті з одним перевіряльником той самий вимагав і вирішив; прочитано запис.',
  ),
  async run(twin) {
    const { gate, version } = twin;
    const alone = await soleIsRecorded(twin);
    const address = version.declarations.fields.find(({ type }) => type === 'address')?.id;
    if (address === undefined) return { passed: alone, saw: sayAlone(alone) };
    const { person, requester, reviewer, demand } = await openDesk(twin, ['post'], address);
    const { id: proof } = (await gate.pass(askForLetter, person.asker, { demand })).output;
    const own = await refusalOf(gate.pass(makeLetter, requester.asker, { proof }));
    const { code } = (await gate.pass(makeLetter, reviewer.asker, { proof })).output;
    await gate.pass(enterProofCode, person.asker, { code });
    const { demands } = (await gate.pass(seeDemands, person.asker, {})).output;
    const proven = demands.find(({ id }) => id === demand)?.state === 'proven';
    const tail = sayAlone(alone);
    return {
      passed: own?.code === 'forbidden_by_policy' && proven && alone,
      saw: say(
        `Потребовавший: ${own?.code ?? 'напечатал'}; адрес ${proven ? 'подтверждён' : 'не подтверждён'}. ${tail.ru}`,
        `Who demanded: ${own?.code ?? 'printed it'}; the address is ${proven ? 'proven' : 'not proven'}. ${tail.en}`,
        `Той, хто вимагав: ${own?.code ?? 'надрукував'}; адресу ${proven ? 'підтверджено' : 'не підтверджено'}. ${tail.uk}`,
      ),
    };
  },
};

/** What is shown of demands, of letters and of objections. */
export const demandProbes: readonly Probe[] = [demandIsWhole, letterProvesAddress];

/** Before anybody else of the staff is there: the one verifier demands and decides, and the entry says that they are one. */
async function soleIsRecorded(twin: Parameters<TwinProbe['run']>[0]): Promise<boolean> {
  const { gate } = twin;
  const { person, requester, demand } = await openDesk(twin, ['offline'], undefined, 1);
  const { code } = (await gate.pass(takeDeskCode, person.asker, { demand })).output;
  const { seen } = (await gate.pass(seeAtDesk, requester.asker, { code })).output;
  await gate.pass(decideAtDesk, requester.asker, { code, seen, decided: ACCEPTED });
  const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
  const entry = entries.find(({ kind, body }) => kind === decideAtDesk.name && body?.decision === 'allowed');
  return entry?.body?.facts['soleVerifier'] === true;
}

function sayAlone(alone: boolean) {
  return say(
    `Что проверяющий один, ${alone ? 'записано' : 'не записано'}.`,
    `That there is one verifier alone is ${alone ? '' : 'not '}recorded.`,
    `Що перевіряльник один, ${alone ? 'записано' : 'не записано'}.`,
  );
}
