import { type Probe, refusalOf, say, type TwinProbe } from '../../kernel/probe.ts';
import { seeOwnData } from '../agreement/index.ts';
import { askFields } from './asking/ask-fields.ts';
import { endDealing } from './end-dealing.ts';
import { openDealing } from './open-dealing.ts';
import { pauseUse } from './pause-use.ts';
import { joined, withOutsiders } from './prove-site.ts';
import { resumeUse } from './resume-use.ts';
import { sealOwnData } from './seal-own-data.ts';
import { enterService } from './sign-in/enter-service.ts';
import { unsealOwnData } from './unseal-own-data.ts';

const onlyDeclaredPurposes: TwinProbe = {
  name: 'no-dealing-but-for-a-declared-purpose',
  where: 'twin',
  apart: 'outsiders',
  sentence: say(
    'Служба открывает заказ только для объявленной цели, и вход в то, что службой сайта не является, невозможен.',
    'A service opens a dealing only for a declared purpose, and nobody can be signed in to what is no service of the site.',
    'Служба відкриває замовлення лише для оголошеної мети, і вхід до того, що службою сайту не є, неможливий.',
  ),
  did: say(
    'Служба открыла заказ для своей цели и для необъявленной; человек попробовал войти туда, что службой не объявлено.',
    'A service opened a dealing for its purpose and for an undeclared one; a person tried to sign in to what no service was declared for.',
    'Служба відкрила замовлення для своєї мети та для неоголошеної; людина спробувала увійти туди, що службою не оголошено.',
  ),
  async run(twin) {
    const { gate } = twin;
    const { shop, purpose, note } = await withOutsiders(twin);
    const open = (id: string) => refusalOf(gate.pass(openDealing, shop.asker, { purpose: id, reference: 'probe' }));
    const [declared, other] = [await open(purpose.id), await open('probe-undeclared')];
    const person = await twin.person();
    const stranger = { service: 'probe-stranger', purpose: 'probe-undeclared' };
    const entering = await refusalOf(gate.pass(enterService, person.asker, stranger));
    const refused = [other, entering].filter((refusal) => refusal !== undefined).length;
    return {
      passed: declared === undefined && refused === 2,
      saw: say(
        `Для объявленной цели: ${declared?.code ?? 'открыт'}; для необъявленной: ${other?.code ?? 'открыт'}; вход в постороннее: ${entering?.code ?? 'разрешён'}.${note.ru}`,
        `For the declared purpose: ${declared?.code ?? 'opened'}; for another: ${other?.code ?? 'opened'}; signing in to a stranger: ${entering?.code ?? 'allowed'}.${note.en}`,
        `Для оголошеної мети: ${declared?.code ?? 'відкрито'}; для неоголошеної: ${other?.code ?? 'відкрито'}; вхід до стороннього: ${entering?.code ?? 'дозволено'}.${note.uk}`,
      ),
    };
  },
};

const eitherSideEnds: TwinProbe = {
  name: 'either-side-ends-a-dealing',
  where: 'twin',
  apart: 'outsiders',
  sentence: say(
    'Закончить заказ может и человек, и служба; после этого служба не получает ничего.',
    'Both the person and the service can end a dealing; after that the service gets nothing.',
    'Завершити замовлення може і людина, і служба; після цього служба не отримує нічого.',
  ),
  did: say(
    'Один заказ закончил человек, другой — служба; после каждого служба попросила поля.',
    'A person ended one dealing and the service another; after each the service asked for fields.',
    'Одне замовлення завершила людина, інше — служба; після кожного служба попросила поля.',
  ),
  async run(twin) {
    const { gate } = twin;
    const site = await withOutsiders(twin);
    const after = async (by: 'person' | 'service') => {
      const { person, dealing } = await joined(twin, site);
      const asking = () => refusalOf(gate.pass(askFields, site.shop.asker, { dealing, fields: site.purpose.fields }));
      const open = await asking();
      await gate.pass(endDealing, by === 'person' ? person.asker : site.shop.asker, { dealing });
      return open === undefined && (await asking()) !== undefined;
    };
    const held = [await after('person'), await after('service')].filter((one) => one).length;
    return {
      passed: held === 2,
      saw: say(
        `До конца получено, после конца отказано: ${held} из 2.${site.note.ru}`,
        `Got before the end and refused after it: ${held} of 2.${site.note.en}`,
        `До кінця отримано, після кінця відмовлено: ${held} із 2.${site.note.uk}`,
      ),
    };
  },
};

const pauseHolds: TwinProbe = {
  name: 'a-pause-stops-every-use',
  where: 'twin',
  apart: 'outsiders',
  sentence: say(
    'На паузе служба не получает ничего, пока человек сам не разрешит снова.',
    'During a pause a service gets nothing until the person lets it go on.',
    'Під час паузи служба не отримує нічого, доки людина сама не дозволить знову.',
  ),
  did: say(
    'Присоединившись к заказу, человек поставил паузу; служба попросила поля; пауза снята; служба попросила снова.',
    'A person who had joined a dealing paused; the service asked for fields; the pause was ended; the service asked again.',
    'Приєднавшись до замовлення, людина поставила паузу; служба попросила поля; паузу знято; служба попросила знову.',
  ),
  async run(twin) {
    const { gate } = twin;
    const site = await withOutsiders(twin);
    const { person, dealing } = await joined(twin, site);
    const asking = () => refusalOf(gate.pass(askFields, site.shop.asker, { dealing, fields: site.purpose.fields }));
    await gate.pass(pauseUse, person.asker, {});
    const paused = await asking();
    await gate.pass(resumeUse, person.asker, {});
    const resumed = await asking();
    return {
      passed: paused?.code === 'forbidden_by_policy' && resumed === undefined,
      saw: say(
        `На паузе: ${paused?.code ?? 'получено'}; после неё: ${resumed?.code ?? 'получено'}.${site.note.ru}`,
        `During the pause: ${paused?.code ?? 'got'}; after it: ${resumed?.code ?? 'got'}.${site.note.en}`,
        `Під час паузи: ${paused?.code ?? 'отримано'}; після неї: ${resumed?.code ?? 'отримано'}.${site.note.uk}`,
      ),
    };
  },
};

const sealedByThePerson: TwinProbe = {
  name: 'sealed-data-opens-with-the-persons-key-alone',
  where: 'twin',
  apart: 'outsiders',
  sentence: say(
    'Запечатанное человеком открывает только его собственный ключ; без ключа данные можно лишь стереть.',
    'What a person sealed opens with their own key alone; without the key the data can only be erased.',
    'Запечатане людиною відкриває лише її власний ключ; без ключа дані можна тільки стерти.',
  ),
  did: say(
    'Человек запечатал данные; служба попросила поля; продолжить попробовали без ключа, с чужим ключом и со своим.',
    'A person sealed their data; a service asked for fields; going on was tried without a key, with another’s and with their own.',
    'Людина запечатала дані; служба попросила поля; продовжити спробували без ключа, з чужим ключем і зі своїм.',
  ),
  async run(twin) {
    const { gate } = twin;
    const site = await withOutsiders(twin);
    const [{ person, dealing }, other] = [await joined(twin, site), await twin.person()];
    const count = async () => (await gate.pass(seeOwnData, person.asker, {})).output.fields.length;
    const before = await count();
    const { output: own } = await gate.pass(sealOwnData, person.asker, { password: person.password });
    const { output: others } = await gate.pass(sealOwnData, other.asker, { password: other.password });
    const sealed = await count();
    const tries = [
      await refusalOf(gate.pass(askFields, site.shop.asker, { dealing, fields: site.purpose.fields })),
      await refusalOf(gate.pass(resumeUse, person.asker, {})),
      await refusalOf(gate.pass(unsealOwnData, person.asker, { key: others.key })),
    ];
    const refused = tries.filter((refusal) => refusal !== undefined).length;
    await gate.pass(unsealOwnData, person.asker, { key: own.key });
    const after = await count();
    return {
      passed: sealed === 0 && refused === tries.length && after === before && before > 0,
      saw: say(
        `Открыто полей, пока запечатано: ${sealed}; отказано: ${refused} из ${tries.length}; своим ключом вернулось: ${after} из ${before}.${site.note.ru}`,
        `Fields open while sealed: ${sealed}; refused: ${refused} of ${tries.length}; back by their own key: ${after} of ${before}.${site.note.en}`,
        `Відкрито полів, поки запечатано: ${sealed}; відмовлено: ${refused} із ${tries.length}; власним ключем повернулося: ${after} із ${before}.${site.note.uk}`,
      ),
    };
  },
};

/** What is shown of dealings, of a pause and of the person's own seal. */
export const dealingProbes: readonly Probe[] = [onlyDeclaredPurposes, eitherSideEnds, pauseHolds, sealedByThePerson];
