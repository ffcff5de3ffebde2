import { searchDatabase } from '../../kernel/db/search-database.ts';
import type { AnyAct } from '../../kernel/gate/act.ts';
import { cover } from '../../kernel/policy/combinations.ts';
import { type Flow, flowsOf } from '../../kernel/policy/matrix.ts';
import type { Recipient } from '../../kernel/policy/names.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { type Probe, say, type Twin, type TwinProbe, textsIn } from '../../kernel/probe.ts';

/** Who is no part of the site. */
const OUTSIDE: readonly Recipient[] = ['payment-provider', 'bank', 'authority', 'mail-relay', 'public'];

const nobodyWithoutReason: TwinProbe = {
  name: 'nothing-to-outsiders-without-a-reason',
  where: 'twin',
  examples: ['protection.nobody-outside-without-the-person'],
  sentence: say(
    'Посторонним не уходит ничего, кроме случаев, названных в Политике.',
    'Nothing goes to outsiders but in the cases that the policy names.',
    'Стороннім не йде нічого, крім випадків, названих у Політиці.',
  ),
  did: say(
    'Перебраны все действия, все, кто может просить, все поля и получатели при всех значениях обстоятельств; для каждого случая, где посторонний получает данные, проверено, чего он требует.',
    'Every act, everyone who may ask, every field and recipient were gone through with every value of the facts; for each case in which an outsider gets data it was checked what it needs.',
    'Перебрано всі дії, усіх, хто може просити, усі поля та отримувачів за всіх значень обставин; для кожного випадку, де сторонній отримує дані, перевірено, чого він потребує.',
  ),
  run: async (twin) => judge(twin, twin.version),
};

const floorHolds: TwinProbe = {
  name: 'not-even-a-rule-that-allows-everything',
  where: 'twin',
  apart: true,
  sentence: say(
    'Даже правило, разрешающее всё, не открывает данные посторонним без этих причин.',
    'Not even a rule that allows everything opens data to outsiders without these reasons.',
    'Навіть правило, що дозволяє все, не відкриває дані стороннім без цих причин.',
  ),
  did: say(
    'Двойник опубликовал версию с правилом, разрешающим всё всем; перебор повторён.',
    'The twin published a version with a rule that allows everybody everything; the same was gone through again.',
    'Двійник опублікував версію з правилом, що дозволяє все всім; перебір повторено.',
  ),
  async run(twin) {
    const open = await twin.addRule('protection', '@id("protection.everything") permit (principal, action, resource);');
    return judge(twin, open);
  },
};

const unreadableWithoutKeys: TwinProbe = {
  name: 'kept-data-cannot-be-read-without-keys',
  where: 'twin',
  sentence: say(
    'В базе, журнале и сообщениях программы нет ни одного оставленного значения в открытом виде.',
    'Neither the database nor the ledger nor the program’s log holds a value that can be read.',
    'У базі, журналі та повідомленнях програми немає жодного залишеного значення у відкритому вигляді.',
  ),
  did: say(
    'Человек оставил случайные значения и вошёл снова; их и пароль искали во всех таблицах двойника и во всём, что он записал в сообщения, — буквами, в hex и в base64.',
    'A person left random values; they and the password were searched for in all tables of the twin and in all that it logged: as letters, in hex and in base64.',
    'Людина залишила випадкові значення; їх і пароль шукали в усіх таблицях двійника та в усьому, що він записав у повідомлення, — літерами, у hex і в base64.',
  ),
  async run(twin) {
    const { left, password } = await twin.person();
    await twin.sequence();
    const planted = [password, ...Object.values(left).flatMap(textsIn)].filter((text) => text.length >= 8);
    const needles = planted.flatMap(formsOf);
    const { tables, found } = await searchDatabase(twin.gate.parts.db, needles);
    const log = twin.logged.join('\n');
    const logged = needles.filter((needle) => log.includes(needle)).length;
    return {
      passed: planted.length >= 3 && found.length === 0 && logged === 0,
      saw: say(
        `Искали ${planted.length} значений в ${tables} таблицах: найдено в таблицах: ${found.join(', ') || 'нигде'}; в сообщениях: ${logged}.`,
        `${planted.length} values in ${tables} tables: found in tables: ${found.join(', ') || 'none'}; in the log: ${logged}.`,
        `Шукали ${planted.length} значень у ${tables} таблицях: знайдено в таблицях: ${found.join(', ') || 'ніде'}; у повідомленнях: ${logged}.`,
      ),
    };
  },
};

const nothingConnects: TwinProbe = {
  name: 'no-connection-by-itself',
  where: 'twin',
  sentence: say(
    'Сам по себе сервер ни с кем не соединяется.',
    'By itself the server connects to nobody.',
    'Сам по собі сервер ні з ким не з’єднується.',
  ),
  did: say(
    'Человек зарегистрировался и открыл страницы; посчитаны все попытки соединений процесса, письма и вызовы.',
    'A person registered and opened pages; every connection that the process tried was counted, and messages and calls.',
    'Людина зареєструвалася та відкрила сторінки; полічено всі спроби з’єднань процесу, листи та виклики.',
  ),
  async run(twin) {
    const { session } = await twin.person();
    await twin.get('/account', { headers: { cookie: `kristalux-session=${session}` } });
    await twin.drain();
    const { refused, mails, calls } = twin.outside;
    return {
      passed: refused.length + mails.length + calls.length === 0,
      saw: say(
        `Соединений: ${refused.length}, писем: ${mails.length}, вызовов: ${calls.length}.`,
        `Connections: ${refused.length}, messages: ${mails.length}, calls: ${calls.length}.`,
        `З’єднань: ${refused.length}, листів: ${mails.length}, викликів: ${calls.length}.`,
      ),
    };
  },
};

/** What is demonstrated of «Защита данных» before any disclosure under law: default deny. */
export const probes: readonly Probe[] = [nobodyWithoutReason, unreadableWithoutKeys, nothingConnects, floorHolds];

/** The fact without which each kind of outsider gets nothing, whatever else holds. */
const NEEDED: Readonly<Partial<Record<Recipient, string>>> = {
  'payment-provider': 'confirmedByPerson',
  bank: 'confirmedByPerson',
  authority: 'groundFound',
  'mail-relay': 'relayDeclared',
};

function judge({ gate }: Twin, version: Version) {
  const { floor } = gate.parts;
  const flows = [...flowsOf(version, { floor, acts: gate.acts }).values()];
  const outside = flows.filter(({ recipient, category }) => OUTSIDE.includes(recipient) && category !== 'none');
  const baseless = outside.filter((flow) => !needsReason(flow, version, gate.acts));
  const first = baseless[0];
  const example = first === undefined ? '' : ` (${first.act.name} → ${first.recipient})`;
  return {
    passed: baseless.length === 0 && flows.length > 0,
    saw: say(
      `Возможных потоков: ${flows.length}, из них наружу: ${outside.length}, без причины: ${baseless.length}${example}.`,
      `Possible flows: ${flows.length}, of them outside: ${outside.length}, without a reason: ${baseless.length}${example}.`,
      `Можливих потоків: ${flows.length}, із них назовні: ${outside.length}, без причини: ${baseless.length}${example}.`,
    ),
  };
}

/** Whether in every case that is allowed the reason holds, be it a fact of the moment or one that is declared. */
function needsReason(flow: Flow, version: Version, acts: readonly AnyAct[]): boolean {
  const needed = NEEDED[flow.recipient];
  if (needed === undefined) return false;
  const computed = acts
    .find(({ name }) => name === flow.act.name)
    ?.facts.find((fact) => fact.kind === 'declared' && fact.name === needed);
  if (computed?.kind === 'declared') return computed.declared(caseOf(flow, version)) === true;
  return cover(flow.when).every((term) => term.some(({ fact, value }) => fact.name === needed && value === true));
}

function caseOf({ field, named, asker }: Flow, { declarations }: Version) {
  const service = named?.kind === 'service' && declarations.services.find(({ id }) => id === named.id);
  const provider = named?.kind === 'provider' && declarations.providers.find(({ id }) => id === named.id);
  const ground = named?.kind === 'ground' && declarations.grounds.find(({ id }) => id === named.id);
  return {
    declarations,
    field,
    service: service ? { service, purpose: named.purpose } : null,
    provider: provider ? { provider, method: named.method } : null,
    ground: ground || null,
    asker,
  };
}

/** As letters, and as PostgreSQL and programs print bytes. Base64 in its three alignments, without the changing ends. */
function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const aligned = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '')
      .slice(shift === 0 ? 0 : shift + 1, -2),
  );
  return [text, bytes.toString('hex'), ...aligned];
}
