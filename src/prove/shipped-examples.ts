import type { Section } from '../kernel/policy/names.ts';
import { runExamples } from '../kernel/policy/run-examples.ts';
import { say, type TwinProbe } from '../kernel/probe.ts';

/** The probe that every section has: the cases that come with the program, decided by the version in force. */
export function shippedExamples(section: Section): TwinProbe {
  return {
    name: 'shipped-examples',
    where: 'twin',
    sentence: say(
      'Случаи, которыми раздел поясняется, решаются так, как в них сказано.',
      'The cases that explain this section are decided as they say.',
      'Випадки, якими розділ пояснюється, вирішуються так, як у них сказано.',
    ),
    did: say(
      'Каждый пример раздела задан действующим правилам при всех значениях обстоятельств, которые в нём не названы.',
      'Every example of the section was put to the rules in force, with every value of the facts that it does not name.',
      'Кожен приклад розділу поставлено чинним правилам за всіх значень обставин, які в ньому не названо.',
    ),
    async run({ gate, version }) {
      const { floor, shippedExamples: all } = gate.parts;
      const dropped = new Set(version.body.approved.droppedExamples.map(({ id }) => id));
      const own = all.filter((one) => one.section === section);
      const kept = own.filter(({ id }) => !dropped.has(id));
      const problems = runExamples(kept, version.ruleTexts, version.vocabulary, floor);
      const gone = own.length - kept.length;
      return {
        passed: problems.length === 0,
        saw: say(
          `Примеров: ${kept.length}, не сошлось: ${problems.length}; от скольких владелец сайта отказался: ${gone}.`,
          `Examples: ${kept.length}, not as they say: ${problems.length}; dropped by the operator: ${gone}.`,
          `Прикладів: ${kept.length}, не зійшлося: ${problems.length}; від скількох власник сайту відмовився: ${gone}.`,
        ),
      };
    },
  };
}
