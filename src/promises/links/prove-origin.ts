import { type Probe, refusalOf, say, type Twin, type TwinPerson, type TwinProbe } from '../../kernel/probe.ts';
import { nameSender, previewBulletin, writeBulletin } from '../communication/index.ts';
import { importPerson, recordEarlierText } from './index.ts';

const HOST = { kind: 'host', by: 'prove' } as const;

const elsewhereWaits: TwinProbe = {
  name: 'what-came-from-elsewhere-is-used-by-nobody',
  where: 'twin',
  apart: true,
  sentence: say(
    'Пришедшее не с этого сайта не используется, пока человек не подтвердит; оставленное здесь раньше — только с записью о тогдашнем тексте.',
    'What came from elsewhere is not used until the person confirms it; what was left here before, only with a record of the text of then.',
    'Те, що надійшло не з цього сайту, не використовується, доки людина не підтвердить; залишене тут раніше — лише із записом про тодішній текст.',
  ),
  did: say(
    'Внесены двое: один как пришедший со стороны, другой с записью владельца о прежнем тексте; ещё один — с записью, которой нет; посчитано, скольким ушло бы письмо.',
    'Two were brought in, one as from elsewhere, one with the owner’s record of the former text, and one with a record that is not there; it was counted how many a message would go to.',
    'Внесено двох: одного як такого, що надійшов зі сторони, другого із записом власника про попередній текст; ще одного — із записом, якого немає; полічено, скільком пішов би лист.',
  ),
  async run(twin) {
    const { gate } = twin;
    const staff = await twin.staff('editor');
    const [one, two] = [await twin.person(), await twin.person()];
    const before = await audienceOf(twin, staff);
    const words = { words: 'The words of before.', by: 'prove' };
    const earlier = (await gate.pass(recordEarlierText, await ownerOf(twin), words)).output.id;
    const bring = (person: TwinPerson, row: number, earlierText: string | null) =>
      gate.pass(importPerson, HOST, {
        import: one.personId,
        row,
        fields: person.left,
        language: twin.version.binding,
        earlierText,
      });
    await bring(one, 1, null);
    const brought = (await audienceOf(twin, staff)) - before;
    await bring(two, 2, earlier);
    const earlierOnes = (await audienceOf(twin, staff)) - before;
    const unknown = await refusalOf(bring(one, 3, gate.parts.random.uuid()));
    const expected = twin.version.declarations.fields.some(({ type }) => type === 'email') ? 1 : 0;
    return {
      passed: brought === 0 && earlierOnes === expected && unknown !== undefined,
      saw: say(
        `Письмо ушло бы пришедшим со стороны: ${brought}; оставившим раньше с записью: ${earlierOnes}; с записью, которой нет: ${unknown?.code ?? 'внесён'}.`,
        `A message would go, of those from elsewhere, to: ${brought}; of those before with a record, to: ${earlierOnes}; with a record that is not there: ${unknown?.code ?? 'brought in'}.`,
        `Лист пішов би тим, хто зі сторони: ${brought}; тим, хто раніше із записом: ${earlierOnes}; із записом, якого немає: ${unknown?.code ?? 'внесено'}.`,
      ),
    };
  },
};

/** What is shown of where data came from. */
export const originProbes: readonly Probe[] = [elsewhereWaits];

/** How many an informational message to everybody would go to now. */
async function audienceOf({ gate, version }: Twin, staff: TwinPerson): Promise<number> {
  const sender = 'news@example.org';
  await gate.pass(nameSender, staff.asker, { address: sender, name: '' });
  const draft = { topic: 'news', sender, subject: 'Probe', markdown: '{stop}', language: version.binding };
  const { bulletin } = (await gate.pass(writeBulletin, staff.asker, draft)).output;
  const asked = { bulletin, origin: 'https://twin.example' };
  const { audience } = (await gate.pass(previewBulletin, staff.asker, asked)).output;
  return audience.reduce((sum, { persons }) => sum + persons, 0);
}

async function ownerOf(twin: Twin) {
  return (await twin.staff('owner')).asker;
}
