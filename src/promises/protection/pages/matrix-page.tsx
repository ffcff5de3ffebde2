import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { type Matrix, type MatrixLine, rowsOf } from '../matrix.ts';
import { MatrixAnswer } from './matrix-answer.tsx';

export interface MatrixPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Of the version in force, whole. */
  readonly matrix: Matrix;
  /** What was chosen: a declared field, or a category of what is opened besides. Null before anything is. */
  readonly chosen: string | null;
}

/** "Who can ever get my phone number?": one thing chosen and answered, or all things with everybody who can have them. */
export function MatrixPage({ language, frame, matrix, chosen }: MatrixPageProps) {
  const words = wordsOf(language).protection.matrix;
  const things = thingsOf(matrix, language);
  const thing = things.find(({ id }) => id === chosen);
  const title = thing === undefined ? words.title : words.answerTitle(thing.label);
  return (
    <Layout language={language} frame={frame} title={title}>
      <PageHead title={title} lead={words.lead} />
      <form method="get" action={addresses.matrix} class="panel one-line">
        <Field
          {...{ language }}
          name="field"
          label={words.choose}
          type="choice"
          required={true}
          autocomplete="off"
          value={thing?.id}
          choices={things}
        />
        <button type="submit" class="button main">
          {words.ask}
        </button>
      </form>
      {thing === undefined ? (
        <Overview {...{ language, things }} />
      ) : (
        <>
          <MatrixAnswer {...{ language }} lines={thing.lines} />
          <p>
            <Link href={addresses.matrix}>{words.all}</Link>
          </p>
        </>
      )}
      <p>
        <Link href={addresses.storage}>{wordsOf(language).keeping.storage.link}</Link>
      </p>
      <p class="hint">
        {words.version(frame.policyVersion)} {words.machine}:{' '}
        <Link
          href={
            thing === undefined ? addresses.matrixJson : `${addresses.matrixJson}?field=${encodeURIComponent(thing.id)}`
          }
        >
          {addresses.matrixJson}
        </Link>
      </p>
    </Layout>
  );
}

interface Thing {
  readonly id: string;
  readonly label: string;
  readonly lines: readonly MatrixLine[];
}

function thingsOf({ fields, categories }: Matrix, language: Language): readonly Thing[] {
  const { sealed } = wordsOf(language).protection.matrix;
  return [
    ...fields.map(({ id, label, lines }) => ({ id, label: label[language], lines })),
    ...categories.map(({ category, lines }) => ({ id: category, label: sealed[category] ?? category, lines })),
  ];
}

/** Everything that is held, with everybody who can ever have it. */
function Overview({ language, things }: { readonly language: Language; readonly things: readonly Thing[] }) {
  const words = wordsOf(language).protection.matrix;
  return (
    <>
      <Table
        caption={words.overview}
        head={[words.field, words.gets]}
        rows={things.map(({ id, label, lines }) => [
          <Link href={addresses.matrixOf(id)}>{label}</Link>,
          receiversOf(lines, language).join(', '),
        ])}
      />
      <Notice kind="good" title={words.otherwise}>
        <p>{words.otherwiseLead}</p>
      </Notice>
    </>
  );
}

function receiversOf(lines: readonly MatrixLine[], language: Language): readonly string[] {
  const { stays, nobody } = wordsOf(language).protection.matrix;
  const leaving = rowsOf(lines, language).filter(({ line }) => line.recipient !== 'nobody');
  if (leaving.length > 0) return [...new Set(leaving.map(({ line }) => line.words[language].recipient))];
  return [lines.length > 0 ? stays : nobody];
}
