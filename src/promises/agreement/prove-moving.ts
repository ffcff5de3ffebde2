import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { readAgeFile } from '../../kernel/safekeeping/age-file.ts';
import { exportPerson } from './moving-out/export-person.ts';
import { orderSiteExport } from './moving-out/order-site-export.ts';
import { writeSiteExport } from './moving-out/write-site-export.ts';
import { seeOwnHistory } from './see-own-history.ts';

const ownerAloneMoves: TwinProbe = {
  name: 'only-the-owner-moves-the-data-and-everybody-sees-it',
  where: 'twin',
  apart: true,
  sentence: say(
    'Перенести данные в другую систему может только владелец, одним файлом под своим ключом, и каждый видит это в своей истории.',
    'Only the owner may take the data to another system, in one file under the owner’s key, and each person sees it in their history.',
    'Перенести дані до іншої системи може лише власник, одним файлом під своїм ключем, і кожен бачить це у своїй історії.',
  ),
  did: say(
    'Перенос попробовали начать без приказа и приказать редактором; приказал владелец; файл открыт его ключом и чужим; прочитана история человека.',
    'It was tried without an order, and ordered by an editor; the owner ordered it; the file was opened with the owner’s key and with another; a person’s history was read.',
    'Перенесення спробували почати без наказу і наказати редактором; наказав власник; файл відкрито його ключем і чужим; прочитано історію людини.',
  ),
  async run(twin) {
    const { gate } = twin;
    const { generateIdentity, identityToRecipient } = await import('age-encryption');
    const [own, other] = [await generateIdentity(), await generateIdentity()];
    const recipient = await identityToRecipient(own);
    const [person, owner, editor] = [await twin.person(), await twin.staff('owner'), await twin.staff('editor')];
    const folder = await mkdtemp(join(tmpdir(), 'kristalux-probe-'));
    try {
      const path = join(folder, 'site.tar.age');
      const unordered = await refusalOf(writeSiteExport(gate, path, () => {}));
      const byEditor = await refusalOf(gate.pass(orderSiteExport, editor.asker, { recipient }));
      await gate.pass(orderSiteExport, owner.asker, { recipient });
      const { persons } = await writeSiteExport(gate, path, () => {});
      const whole = await opened(path, own);
      const strange = await opened(path, other);
      const value = Object.values(person.left).find((one) => typeof one === 'string' && one.length > 8);
      const there = whole?.includes(JSON.stringify(value).slice(1, -1)) === true;
      const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
      const told = entries.filter(({ kind }) => kind === exportPerson.name).length;
      return {
        passed: unordered !== undefined && byEditor !== undefined && there && strange === null && told === 1,
        saw: say(
          `Без приказа: ${unordered?.code ?? 'сделано'}; редактор: ${byEditor?.code ?? 'приказал'}; людей в файле: ${persons}; чужим ключом: ${strange === null ? 'не открыт' : 'открыт'}; в истории человека: ${told}.`,
          `Without an order: ${unordered?.code ?? 'done'}; an editor: ${byEditor?.code ?? 'ordered it'}; people in the file: ${persons}; with another key: ${strange === null ? 'not opened' : 'opened'}; in the person’s history: ${told}.`,
          `Без наказу: ${unordered?.code ?? 'зроблено'}; редактор: ${byEditor?.code ?? 'наказав'}; людей у файлі: ${persons}; чужим ключем: ${strange === null ? 'не відкрито' : 'відкрито'}; в історії людини: ${told}.`,
        ),
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** What is shown of taking a whole site to another system. */
export const movingProbes: readonly Probe[] = [ownerAloneMoves];

async function opened(path: string, identity: string): Promise<string | null> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of await readAgeFile(path, identity)) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  } catch {
    return null;
  }
}
