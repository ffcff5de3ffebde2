import { decide } from '../../kernel/policy/decide.ts';
import { type Probe, refusalOf, say, type Twin, type TwinProbe } from '../../kernel/probe.ts';
import { leaveData, seeOwnData } from '../agreement/index.ts';
import { decideAtDesk } from './decide-at-desk.ts';
import { decideProof } from './decide-proof.ts';
import { demandProbes } from './prove-demands.ts';
import { inboxProbes } from './prove-inbox.ts';
import { proofProbes } from './prove-proofs.ts';
import { readConversation } from './read-conversation.ts';
import { seeAtDesk } from './see-at-desk.ts';
import { seeConversation } from './see-conversation.ts';
import { seeProof } from './see-proof.ts';
import { startConversation } from './start-conversation.ts';

const onlyTheConversationWaits: TwinProbe = {
  name: 'only-the-conversation-waits-for-required-data',
  where: 'twin',
  examples: ['collection.only-the-conversation-waits-for-required-fields'],
  sentence: say(
    'Пока обязательные данные не оставлены, закрыта только переписка с администрацией.',
    'While required data is not left, only the conversation with the administration is closed.',
    'Доки обов’язкові дані не залишено, закрите лише листування з адміністрацією.',
  ),
  did: say(
    'Зарегистрирован человек без обязательных данных; он пробовал писать, смотреть и исправлять свои данные; потом оставил недостающее и написал.',
    'A person without the required data registered, tried to write, to look at their data and to correct it, then left what was missing and wrote.',
    'Зареєстровано людину без обов’язкових даних; вона пробувала писати, переглядати й виправляти свої дані; потім залишила потрібне й написала.',
  ),
  async run(twin) {
    const { fields } = twin.version.declarations;
    const whole = await twin.person();
    const required = fields.filter((field) => field.required && whole.left[field.id] !== undefined).map(({ id }) => id);
    const partial = Object.fromEntries(Object.entries(whole.left).filter(([id]) => !required.includes(id)));
    const person = await twin.person(withoutAddresses(twin, partial));
    const before = await refusalOf(twin.gate.pass(startConversation, person.asker, MESSAGE));
    const looked = await refusalOf(twin.gate.pass(seeOwnData, person.asker, {}));
    const missing = Object.fromEntries(required.map((id) => [id, whole.left[id]]));
    const left = await refusalOf(twin.gate.pass(leaveData, person.asker, { fields: missing, language: 'ru' }));
    const after = await refusalOf(twin.gate.pass(startConversation, person.asker, MESSAGE));
    const held = required.length === 0 ? before === undefined : before?.code === 'forbidden_by_policy';
    const open = looked === undefined && left === undefined && after === undefined;
    return {
      passed: held && open,
      saw: say(
        `Обязательных полей: ${required.length}; без них переписка ${before === undefined ? 'открыта' : 'закрыта'}, остальное ${open ? 'работает' : 'не работает'}.`,
        `Required fields: ${required.length}; without them the conversation is ${before === undefined ? 'open' : 'closed'}, all else ${open ? 'works' : 'does not work'}.`,
        `Обов’язкових полів: ${required.length}; без них листування ${before === undefined ? 'відкрите' : 'закрите'}, решта ${open ? 'працює' : 'не працює'}.`,
      ),
    };
  },
};

const conversationStaysHere: TwinProbe = {
  name: 'a-conversation-goes-nowhere-else',
  where: 'twin',
  sentence: say(
    'Написанное администрации не уходит письмом, не попадает в журнал сервера и не открывается другим людям.',
    'What is written to the administration goes out by no mail, into no log, and opens to no other person.',
    'Написане адміністрації не надсилається поштою, не потрапляє до журналу сервера й не відкривається іншим людям.',
  ),
  did: say(
    'Человек написал; очередь выполнена до конца; прочитаны почта, журнал сервера и попытки связи; переписку пробовал открыть другой человек.',
    'A person wrote; the queue ran to its end; mail, log and tried connections were read; another person tried to open the conversation.',
    'Людина написала; чергу виконано до кінця; прочитано пошту, журнал сервера та спроби з’єднання; листування пробувала відкрити інша людина.',
  ),
  async run(twin) {
    const { mails, calls, refused } = twin.outside;
    const before = mails.length + calls.length + refused.length;
    const person = await twin.person();
    const { output } = await twin.gate.pass(startConversation, person.asker, MESSAGE);
    await twin.drain();
    const left = twin.outside.mails.length + twin.outside.calls.length + twin.outside.refused.length - before;
    const logged = twin.logged.filter((line) => line.includes(MESSAGE.text)).length;
    const stranger = await twin.person(withoutAddresses(twin, person.left));
    const asked = { conversation: output.id };
    const tries = [
      await refusalOf(twin.gate.pass(seeConversation, stranger.asker, asked)),
      await refusalOf(twin.gate.pass(readConversation, stranger.asker, asked)),
    ];
    const closed = tries.filter((refusal) => refusal?.code === 'not_found').length;
    return {
      passed: left === 0 && logged === 0 && closed === tries.length,
      saw: say(
        `Ушло: ${left}; строк журнала с текстом: ${logged}; чужих попыток отклонено: ${closed} из ${tries.length}.`,
        `Went out: ${left}; log lines with the text: ${logged}; tries of others refused: ${closed} of ${tries.length}.`,
        `Надіслано: ${left}; рядків журналу з текстом: ${logged}; чужих спроб відхилено: ${closed} із ${tries.length}.`,
      ),
    };
  },
};

const picturesAreMadeAnew: TwinProbe = {
  name: 'pictures-of-documents-are-made-anew',
  where: 'twin',
  sentence: say(
    'Из присланного изображения делается новая картинка; место съёмки, камера и всё спрятанное в файле не сохраняются.',
    'Of an image that is sent a new picture is made; place, camera and whatever else the file hides are not kept.',
    'З надісланого зображення робиться нова картинка; місце зйомки, камера і все приховане у файлі не зберігаються.',
  ),
  did: say(
    'Обработана картинка с местом съёмки и вторым файлом внутри; предложены чертёж SVG, обрезанная картинка и картинка на 41 мегапиксель.',
    'A picture with a place and a second file in it was taken in; an SVG drawing, a truncated picture and one of 41 megapixels were offered.',
    'Оброблено картинку з місцем зйомки та другим файлом усередині; запропоновано кресленик SVG, обрізану картинку й картинку на 41 мегапіксель.',
  ),
  async run({ gate: { parts } }) {
    const { default: sharp } = await import('sharp');
    const flat = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: 'grey' } });
    const plain = await flat(400, 300).jpeg().toBuffer();
    const taken = await flat(400, 300)
      .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '50/1 27/1 0/1' } })
      .jpeg()
      .toBuffer();
    const kept = await parts.pictures.anew({ bytes: Buffer.concat([taken, Buffer.from(HIDDEN)]) });
    const { exif } = await sharp(kept).metadata();
    const clean = exif === undefined && !kept.includes(HIDDEN);
    const bad = [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      plain.subarray(0, -200),
      await flat(6400, 6400).png().toBuffer(),
    ];
    const refusals = await Promise.all(bad.map((bytes) => refusalOf(parts.pictures.anew({ bytes }))));
    const refused = refusals.filter((refusal) => refusal !== undefined).length;
    return {
      passed: clean && refused === bad.length,
      saw: say(
        `В новой картинке ${clean ? 'нет' : 'есть'} следов файла; отклонено ${refused} из ${bad.length}.`,
        `The new picture holds ${clean ? 'no' : 'a'} trace of the file; refused ${refused} of ${bad.length}.`,
        `У новій картинці ${clean ? 'немає' : 'є'} слідів файла; відхилено ${refused} із ${bad.length}.`,
      ),
    };
  },
};

const whoeverDemandsDoesNotCheck: TwinProbe = {
  name: 'whoever-demands-does-not-check',
  where: 'twin',
  examples: ['collection.whoever-demands-does-not-check'],
  sentence: say(
    'Кто потребовал подтвердить личность, не видит доказательства и не решает о нём, если проверяющий на сайте не один.',
    'Whoever demanded a proof neither sees it nor decides on it, unless the site has only one verifier.',
    'Хто вимагав підтвердити особу, не бачить доказу й не вирішує щодо нього, якщо перевіряльник на сайті не один.',
  ),
  did: say(
    'Действующие правила спрошены обо всех сочетаниях обстоятельств, в которых проверяет тот же, кто потребовал, а проверяющих несколько.',
    'The rules in force were asked about every combination of facts in which the reviewer is who demanded and there are several verifiers.',
    'Чинні правила запитано про всі поєднання обставин, у яких перевіряє той самий, хто вимагав, а перевіряльників кілька.',
  ),
  run: async (twin) =>
    neverAllowed(twin, [seeProof, decideProof, seeAtDesk, decideAtDesk], {
      reviewerDiffers: false,
      soleVerifier: false,
    }),
};

const nothingAfterTheDecision: TwinProbe = {
  name: 'nothing-is-seen-after-the-decision',
  where: 'twin',
  examples: ['collection.nothing-is-seen-after-the-decision'],
  sentence: say(
    'После решения доказательство не открывается никому, что бы ни утверждали остальные обстоятельства.',
    'After the decision a proof opens to nobody, whatever else is the case.',
    'Після рішення доказ не відкривається нікому, хоч би якими були інші обставини.',
  ),
  did: say(
    'Действующие правила спрошены обо всех сочетаниях обстоятельств, в которых решение уже есть.',
    'The rules in force were asked about every combination of facts in which there is a decision already.',
    'Чинні правила запитано про всі поєднання обставин, у яких рішення вже є.',
  ),
  run: async (twin) => neverAllowed(twin, [seeProof, decideProof], { proofUndecided: false }),
};

export const probes: readonly Probe[] = [
  onlyTheConversationWaits,
  conversationStaysHere,
  ...inboxProbes,
  picturesAreMadeAnew,
  whoeverDemandsDoesNotCheck,
  nothingAfterTheDecision,
  ...demandProbes,
  ...proofProbes,
];

const MESSAGE = { text: 'probe-of-the-conversation', language: 'ru' };
const HIDDEN = 'probe-of-a-hidden-file';

// Nobody else's address is left a second time: registering with a known one is guarded, and rightly.
function withoutAddresses(
  { version }: Twin,
  left: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const addresses = version.declarations.fields.filter(({ type }) => type === 'email' || type === 'phone');
  return Object.fromEntries(Object.entries(left).filter(([id]) => !addresses.some((field) => field.id === id)));
}

type Described = typeof seeProof | typeof decideProof | typeof seeAtDesk | typeof decideAtDesk;

/** Asks the floor and the version in force about every case in which the given facts are so. */
function neverAllowed({ gate, version }: Twin, acts: readonly Described[], fixed: Readonly<Record<string, boolean>>) {
  const cases = acts.flatMap((act) =>
    act.askers.flatMap((asker) =>
      combinations(
        act.facts.map(({ name }) => name),
        fixed,
      ).map((facts) => {
        const category = act.opens === 'fields' ? 'pd:OfficialID' : 'none';
        const recipient = act.recipients[0];
        return decide(gate.parts.floor, version.rules, {
          act: act.name,
          asker,
          category,
          recipient: recipient ?? 'nobody',
          facts,
        });
      }),
    ),
  );
  const allowed = cases.filter((decision) => decision.allowed).length;
  return {
    passed: allowed === 0 && cases.length > 0,
    saw: say(
      `Сочетаний: ${cases.length}, из них разрешено: ${allowed}.`,
      `Combinations: ${cases.length}, of these allowed: ${allowed}.`,
      `Поєднань: ${cases.length}, з них дозволено: ${allowed}.`,
    ),
  };
}

function combinations(
  names: readonly string[],
  fixed: Readonly<Record<string, boolean>>,
): readonly Record<string, boolean>[] {
  return names.reduce<readonly Record<string, boolean>[]>(
    (all, name) => {
      const set = fixed[name];
      const values = set === undefined ? [true, false] : [set];
      return all.flatMap((facts) => values.map((value) => ({ ...facts, [name]: value })));
    },
    [{}],
  );
}
