import { say, type Twin, type TwinProbe } from '../../kernel/probe.ts';
import { numbered } from '../../kernel/vault/keys.ts';
import { lockPersonKey, type WrappedKey } from '../../kernel/vault/store.ts';
import { unwrapKey } from '../../kernel/vault/wrap.ts';
import { eraseOwnData } from '../agreement/index.ts';
import { turnEpoch } from './epochs/turn-epoch.ts';

export const oldCopyOpensNothing: TwinProbe = {
  name: 'an-old-copy-opens-nothing-once-the-keys-have-turned',
  where: 'twin',
  apart: true,
  sentence: say(
    'Когда данные удалены и эпоха ключей сменилась, прежняя копия вместе со всем, что есть сейчас, их не открывает.',
    'Once data are erased and the epoch of keys has turned, an earlier copy with everything there is now does not open them.',
    'Коли дані видалено й епоха ключів змінилася, попередня копія разом з усім, що є зараз, їх не відкриває.',
  ),
  did: say(
    'Двойник запомнил ключи двух человек, как их хранит копия; один стёр свои данные; эпоха сменилась. До и после к старым ключам подобраны все живые ключи эпох.',
    'The twin remembered the keys of two people as a copy holds them; one erased their data; the epoch turned. Before and after, every living key of an epoch was tried on the old keys.',
    'Двійник запам’ятав ключі двох людей, як їх зберігає копія; одна стерла свої дані; епоха змінилася. До і після до старих ключів підібрано всі живі ключі епох.',
  ),
  async run(twin) {
    const [erased, other] = [await twin.person(), await twin.person()];
    const copy = [await keyOf(twin, erased.personId), await keyOf(twin, other.personId)];
    await twin.gate.pass(eraseOwnData, erased.asker, { password: erased.password });
    const left = (await keyOf(twin, erased.personId)).key !== undefined;
    const before = copy.filter((one) => opens(twin, one)).length;
    await turnEpoch(twin.gate, { asker: { kind: 'host', by: 'prove' } });
    const after = copy.filter((one) => opens(twin, one)).length;
    const living = opens(twin, await keyOf(twin, other.personId));
    return {
      passed: !left && before === 2 && after === 0 && living,
      saw: say(
        `Ключ стёртого ${left ? 'остался' : 'исчез'}. Ключей из копии открывалось: ${before} из 2; после смены эпохи: ${after}. Данные второго человека ${living ? 'на месте' : 'утрачены'}.`,
        `The key of who was erased is ${left ? 'still there' : 'gone'}. Keys of the copy that opened: ${before} of 2; after the epoch turned: ${after}. The other person’s data are ${living ? 'there' : 'lost'}.`,
        `Ключ стертої людини ${left ? 'лишився' : 'зник'}. Ключів із копії відкривалося: ${before} із 2; після зміни епохи: ${after}. Дані другої людини ${living ? 'на місці' : 'втрачено'}.`,
      ),
    };
  },
};

interface CopiedKey {
  readonly personId: string;
  readonly key: WrappedKey | undefined;
}

async function keyOf({ gate }: Twin, personId: string): Promise<CopiedKey> {
  return { personId, key: await gate.parts.db.transaction((tx) => lockPersonKey(tx, personId)) };
}

/** Whether any key of an epoch that lives now unwraps it. */
function opens({ gate }: Twin, { personId, key }: CopiedKey): boolean {
  if (key === undefined) return false;
  const { keys, site } = gate.parts;
  const place = { siteId: site.siteId, personId, recordId: 'person', epoch: key.epoch };
  return numbered(keys.names(), 'epoch').some((epoch) => {
    try {
      unwrapKey(keys.epochKey(epoch), place, key.wrapped);
      return true;
    } catch {
      return false;
    }
  });
}
