import { type Probe, refusalOf, say, type TwinProbe, textsIn } from '../../kernel/probe.ts';
import { leaveData, seeOwnHistory } from '../agreement/index.ts';
import { setServiceEndpoint } from './notices/set-service-endpoint.ts';
import { tellService } from './notices/tell-service.ts';
import { pauseUse } from './pause-use.ts';
import { joined, withOutsiders } from './prove-site.ts';

const toldWithoutValues: TwinProbe = {
  name: 'a-service-is-told-what-happened-and-no-value',
  where: 'twin',
  apart: true,
  sentence: say(
    'Служба узнаёт, что произошло с её заказом и с данными, но ни одного значения; куда её извещать, сама она указать не может.',
    'A service is told what happened to its dealing and to the data but no value; where to, it cannot say itself.',
    'Служба дізнається, що сталося з її замовленням і з даними, але жодного значення; куди її сповіщати, сама вона вказати не може.',
  ),
  did: say(
    'Адрес попробовала указать сама служба, потом указал сервер; человек присоединился к заказу, исправил данные и поставил паузу; прочитано всё, что дошло, и история человека.',
    'The service tried to set the address, then the server set it; a person joined a dealing, corrected data and paused; all that arrived was read, and the person’s history.',
    'Адресу спробувала вказати сама служба, потім вказав сервер; людина приєдналася до замовлення, виправила дані й поставила паузу; прочитано все, що дійшло, та історію людини.',
  ),
  async run(twin) {
    const { gate } = twin;
    const site = await withOutsiders(twin);
    const { shop, purpose, note } = site;
    if (shop.asker.kind !== 'service') throw new Error('a shop is a service');
    const endpoint = { service: shop.asker.id, address: TAKER };
    await twin.declare((all) => ({ ...all, providers: all.providers.map((one) => ({ ...one, address: TAKER })) }));
    const bySelf = await refusalOf(gate.pass(setServiceEndpoint, shop.asker, endpoint));
    await gate.pass(setServiceEndpoint, { kind: 'host', by: 'prove' }, endpoint);
    const { person } = await joined(twin, site);
    const [field = ''] = purpose.fields;
    const again = {
      fields: { [field]: person.left[field] },
      language: twin.version.binding,
      password: person.password,
    };
    await gate.pass(leaveData, person.asker, again);
    await gate.pass(pauseUse, person.asker, {});
    await twin.drain();
    const bodies = twin.outside.calls.map(({ body }) => body);
    const kinds = new Set(bodies.map((body) => (JSON.parse(body) as { type: string }).type));
    const signed = twin.outside.calls.filter(({ headers }) => headers['webhook-signature']?.startsWith('v1,')).length;
    const leaked = textsIn(person.left).filter(
      (value) => value.length > 3 && bodies.some((body) => body.includes(value)),
    ).length;
    const ids = bodies.filter((body) => body.includes(person.personId)).length;
    const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
    const told = entries.filter(({ kind }) => kind === tellService.name).length;
    const all = ['dealing.joined', 'data.changed', 'person.paused'].filter((kind) => kinds.has(kind)).length;
    return {
      passed:
        bySelf !== undefined && all === 3 && signed === bodies.length && leaked + ids === 0 && told === bodies.length,
      saw: say(
        `Служба сама: ${bySelf?.code ?? 'указала'}; извещений: ${bodies.length}, с подписью: ${signed}; значений в них: ${leaked + ids}; в истории: ${told}.${note.ru}`,
        `The service itself: ${bySelf?.code ?? 'set it'}; notices: ${bodies.length}, signed: ${signed}; values in them: ${leaked + ids}; in the history: ${told}.${note.en}`,
        `Служба сама: ${bySelf?.code ?? 'вказала'}; сповіщень: ${bodies.length}, з підписом: ${signed}; значень у них: ${leaked + ids}; в історії: ${told}.${note.uk}`,
      ),
    };
  },
};

/** A twin reaches no address outside but those of declared recipients, all of which end in its sink. */
const TAKER = 'https://taker.invalid/notices';

/** What is shown of notices to services. */
export const noticeProbes: readonly Probe[] = [toldWithoutValues];
