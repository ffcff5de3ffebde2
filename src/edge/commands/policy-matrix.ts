import { ASKERS, RECIPIENTS } from '../../kernel/policy/names.ts';
import type { Report } from '../../kernel/policy/report.ts';
import type { Language } from '../../kernel/words.ts';
import { allActs } from '../../promises/all-acts.ts';
import { type Matrix, type MatrixLine, matrixOf, narrowed, rowsOf } from '../../promises/protection/index.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { type Io, UsageError, withApp } from './command.ts';
import { inForce, languageFrom, type PolicyValues, print, versionNamed } from './policy-versions.ts';
import { countProgressOf } from './progress.ts';

/** Who can ever get what under a version or a folder, as `/policy/matrix` tells it. */
export async function policyMatrix(name: string, values: PolicyValues, io: Io): Promise<number> {
  const [field, ...more] = values.field ?? [];
  if (more.length > 0) throw new UsageError('a matrix is asked for one field or for all');
  return await withApp(io, async (app) => {
    const version = await versionNamed(app, name, values, io);
    if (version === null) return 1;
    const language = languageFrom(values) ?? (await inForce(app)).binding;
    const whole = matrixOf(version, { floor: app.parts.floor, acts: allActs, progress: countProgressOf(io, 'cases') });
    refuseUnknown(whole, { ...values, field });
    const { recipient, asker, act } = values;
    print(reportMatrix(narrowed(whole, { field, recipient, asker, act }), language), values, io);
    return 0;
  });
}

type Asked = Partial<Record<'field' | 'recipient' | 'asker' | 'act', string | undefined>>;

// What nobody can have is an answer; what nothing is called is a mistake.
function refuseUnknown(matrix: Matrix, { field, recipient, asker, act }: Asked): void {
  const known = {
    field: [...matrix.fields.map(({ id }) => id), ...matrix.categories.map(({ category }) => category)],
    recipient: RECIPIENTS,
    asker: ASKERS,
    act: allActs.map(({ name }) => name),
  };
  for (const [what, name] of Object.entries({ field, recipient, asker, act })) {
    const list: readonly string[] = known[what as keyof typeof known];
    if (name === undefined || list.includes(name)) continue;
    throw new UsageError(what === 'act' ? `there is no act of this name` : `--${what} is one of ${list.join(', ')}`);
  }
}

function reportMatrix(matrix: Matrix, language: Language): Report {
  const words = wordsOf(language).protection.matrix;
  const fields = matrix.fields.map(({ id, label, lines }) => [`${label[language]} (${id})`, lines] as const);
  const besides = matrix.categories.map(
    ({ category, lines }) => [`${words.sealed[category] ?? category} (${category})`, lines] as const,
  );
  const parts = [...fields, ...besides].map(([title, lines]) => [title, ...linesOf(lines, language), '']);
  return { lines: [...parts.flat(), `${words.otherwise}.`], json: { otherwise: 'refused', ...matrix } };
}

function linesOf(lines: readonly MatrixLine[], language: Language): readonly string[] {
  const words = wordsOf(language).protection.matrix;
  if (lines.length === 0) return [`  ${words.nobody}`];
  return rowsOf(lines, language).map(({ line, askers, named }) => {
    const said = line.words[language];
    const gets = line.recipient === 'nobody' ? words.stays : said.recipient;
    const about = named.length === 0 ? '' : ` (${named.join('; ')})`;
    return `  ${gets} ← ${askers.join(', ')}: ${said.act}${about}; ${said.when} [${line.section}]`;
  });
}
