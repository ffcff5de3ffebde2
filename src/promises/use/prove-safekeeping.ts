import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type LiveProbe, type Probe, say, type Twin, type TwinProbe } from '../../kernel/probe.ts';
import { backUp } from '../../kernel/safekeeping/back-up.ts';
import { openBackup } from '../../kernel/safekeeping/restore.ts';
import { KEYRING_TABLES } from '../../kernel/safekeeping/store.ts';

const backupReadsBack: TwinProbe = {
  name: 'backup-is-encrypted-whole-and-holds-no-key',
  where: 'twin',
  apart: true,
  sentence: say(
    'Копия данных зашифрована, прочитана обратно, не содержит ключей и ни одного читаемого значения; ключи лежат отдельно.',
    'A backup of the data is encrypted, read back, and holds no key and no readable value; the keys lie apart.',
    'Копію даних зашифровано, прочитано назад, у ній немає ключів і жодного читаного значення; ключі лежать окремо.',
  ),
  did: say(
    'Человек оставил данные; сделана копия для ключа, созданного тут же; оба файла расшифрованы и прочитаны до конца.',
    'A person left data; a backup was made to a key invented for it; both files were decrypted and read to their ends.',
    'Людина залишила дані; зроблено копію для ключа, створеного тут же; обидва файли розшифровано й прочитано до кінця.',
  ),
  async run(twin) {
    const person = await twin.person();
    const { tables, bytes, keys } = await backedUp(twin);
    const typed = Object.values(person.left).filter((value): value is string => typeof value === 'string');
    const readable = typed.filter((value) => value.length > 4 && bytes.includes(value)).length;
    const keyTables = tables.filter((table) => KEYRING_TABLES.includes(table) || NAMED.includes(table)).length;
    const kept = KEYRING_TABLES.every((table) => keys.includes(table));
    const count = tables.length;
    return {
      passed: readable === 0 && keyTables === 0 && kept && tables.includes('value'),
      saw: say(
        `Таблиц в копии данных: ${count}, из них с ключами: ${keyTables}; читаемых значений: ${readable}; ключи в отдельном файле: ${kept ? 'да' : 'нет'}.`,
        `Tables in the data backup: ${count}, of them with keys: ${keyTables}; readable values: ${readable}; keys in a file of their own: ${kept ? 'yes' : 'no'}.`,
        `Таблиць у копії даних: ${count}, з них із ключами: ${keyTables}; читаних значень: ${readable}; ключі в окремому файлі: ${kept ? 'так' : 'ні'}.`,
      ),
    };
  },
};

/** Named here once more: a list that forgot them would forget them here, too. */
const NAMED = ['person_key', 'value_key', 'held_value_key'];

async function backedUp({ gate }: Twin) {
  const { db, random, sequencer } = gate.parts;
  assert(sequencer.memory !== undefined, 'what was signed is remembered beside the keys');
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-probe-'));
  try {
    const recipient = await identityToRecipient(identity);
    const keyDir = dirname(sequencer.memory.place);
    const rows = await backUp({ db, random, keyDir, recipient, program: 'probe' }, folder);
    const pathOf = (kind: 'data' | 'keys') => join(folder, rows.find((row) => row.kind === kind)?.fileName ?? '');
    const data = await openBackup(pathOf('data'), identity, 'data');
    const pieces: Uint8Array[] = [];
    for await (const { content } of data.sections()) for await (const piece of content) pieces.push(piece);
    const keys = await openBackup(pathOf('keys'), identity, 'keys');
    const namesOf = ({ header }: typeof data) =>
      header.sections.flatMap((section) => ('table' in section ? [section.table] : []));
    return { tables: namesOf(data), keys: namesOf(keys), bytes: Buffer.concat(pieces) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const agesAreShown: LiveProbe = {
  name: 'age-of-backup-and-drill-is-shown',
  where: 'live',
  sentence: say(
    'Когда удалась последняя копия и когда её последний раз восстановили на пробу, показано всем.',
    'When the last backup succeeded, and when one was last restored on trial, is shown to everybody.',
    'Коли вдалася остання копія і коли її востаннє відновили на пробу, показано всім.',
  ),
  did: say('Открыта страница Политики.', 'The page of the policy was opened.', 'Відкрито сторінку Політики.'),
  async run(live) {
    const { text } = await live.get('/policy?lang=en');
    const rowOf = (what: string) => new RegExp(`${what}</th>\\s*<td[^>]*>([^<]+)`).exec(text)?.[1] ?? null;
    const backup = rowOf('last verified backup of the data');
    const drill = rowOf('last restore drill');
    const none = { ru: 'не показано', en: 'not shown', uk: 'не показано' };
    return {
      passed: backup !== null && drill !== null,
      saw: say(
        `Копия: ${backup ?? none.ru}; пробное восстановление: ${drill ?? none.ru}.`,
        `Backup: ${backup ?? none.en}; drill: ${drill ?? none.en}.`,
        `Копія: ${backup ?? none.uk}; пробне відновлення: ${drill ?? none.uk}.`,
      ),
    };
  },
};

export const probes: readonly Probe[] = [backupReadsBack, agesAreShown];
