import { versionInForce } from '../kernel/gate/parts.ts';
import { decide } from '../kernel/policy/decide.ts';
import { flowsOf } from '../kernel/policy/matrix.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';

/** How fast the rules decide, alone and gone through exhaustively. */
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
  const before = performance.now();
  flowsOf(version, { floor, acts: gate.acts });
  return [
    figure('decisions', perSecond, 'decisions/s'),
    figure('matrix-of-the-whole-policy', performance.now() - before, 'ms'),
  ];
}
