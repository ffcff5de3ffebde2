import { versionInForce } from '../kernel/gate/parts.ts';
import { behaviourDiff } from '../kernel/policy/behaviour-diff.ts';
import { decide } from '../kernel/policy/decide.ts';
import type { SectionTexts } from '../kernel/policy/version.ts';
import { wordsDiff } from '../kernel/policy/words-diff.ts';
import { matrixOf } from '../promises/protection/index.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';

/** Two texts of this size are the largest that anybody publishes as one policy. */
const TEXT_BYTES = 50_000;

/** How fast the rules decide, alone and gone through exhaustively; and how fast two versions are compared. */
export async function benchDecisions({ app }: Place): Promise<readonly Figure[]> {
  const { parts, gate } = app;
  const { floor } = parts;
  const version = await versionInForce(parts);
  const requests = version.vocabulary.acts.flatMap((act) =>
    act.askers.map((asker) => ({
      act: act.name,
      asker,
      category: act.opens === 'fields' ? (version.vocabulary.categories[1] ?? 'none') : (act.categories[0] ?? 'none'),
      recipient: act.recipients[0] ?? 'nobody',
      facts: Object.fromEntries(
        act.facts.map((fact) => [fact.name, fact.values === 'yes-no' ? true : (fact.values[0] ?? '')]),
      ),
    })),
  );
  const begun = performance.now();
  let decided = 0;
  while (performance.now() - begun < 1000) {
    for (const request of requests) decide(floor, version.rules, request);
    decided += requests.length;
  }
  const perSecond = (decided * 1000) / (performance.now() - begun);
  const first = await parts.shelf.byNumber(1);
  const text = longText(version.body.templates.ru ?? {});
  const edited = everyTenthWordChanged(text);
  return [
    figure('decisions', perSecond, 'decisions/s'),
    figure(
      'matrix-of-the-whole-policy',
      millisecondsOf(() => matrixOf(version, { floor, acts: gate.acts })),
      'ms',
    ),
    figure(
      'behaviour-diff-of-two-versions',
      millisecondsOf(() => behaviourDiff(first, version, { floor, acts: gate.acts })),
      'ms',
    ),
    figure(
      'words-diff-of-two-russian-texts-of-50-kB',
      millisecondsOf(() => wordsDiff({ use: text }, { use: edited }, 'ru')),
      'ms',
    ),
  ];
}

function millisecondsOf(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

/** The policy's own sentences, each time a little different, until there is enough. */
function longText(words: SectionTexts): string {
  const sentences = Object.values(words)
    .join(' ')
    .split(/(?<=[.!?])\s+/);
  let text = '';
  for (let number = 0; Buffer.byteLength(text) < TEXT_BYTES; number += 1) {
    text += `${sentences[number % sentences.length]} Пункт ${number} действует с этого дня.${number % 5 === 0 ? '\n\n' : ' '}`;
  }
  return text;
}

function everyTenthWordChanged(text: string): string {
  return text
    .split(' ')
    .map((word, index) => (index % 10 === 0 ? `${word}ими` : word))
    .join(' ');
}
