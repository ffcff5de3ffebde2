import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Field } from '../../../ui/field.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface VersionLine {
  readonly number: number;
  readonly publishedAt: Date;
  /** Who published it, as recorded. */
  readonly by: string;
  readonly digest: string;
  /** Whether its meaning equals that of the version before: only marks and white space changed. */
  readonly formattingOnly: boolean;
}

export interface VersionsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Newest first. */
  readonly versions: readonly VersionLine[];
}

/** Every version there ever was, with what changed from one to the next. */
export function VersionsPage({ language, frame, versions }: VersionsPageProps) {
  const words = wordsOf(language).changes.versions;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      {versions.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <Table
          caption={words.title}
          captionUnseen={true}
          head={[words.version, words.published, words.by, words.compare, words.digest]}
          rows={versions.map((line) => [
            <VersionName language={language} line={line} inForce={line.number === frame.policyVersion} />,
            <Instant at={line.publishedAt} language={language} />,
            line.by,
            <Comparison language={language} line={line} />,
            <code class="digest">{line.digest.slice(0, 16)}…</code>,
          ])}
        />
      )}
      {versions.length > 1 ? <CompareForm language={language} versions={versions} /> : null}
    </Layout>
  );
}

type CompareProps = Pick<VersionsPageProps, 'language' | 'versions'>;

/** Any two versions. It asks only, so it is a GET: its answer has an address that can be sent to somebody. */
function CompareForm({ language, versions }: CompareProps) {
  const words = wordsOf(language).changes;
  const choices = versions.map(({ number }) => ({ id: `${number}`, label: words.policy.version(number) }));
  const select = (name: string, label: string, value: string | undefined) => (
    <Field {...{ language, name, label, value, choices }} type="choice" required={true} autocomplete="off" />
  );
  return (
    <section class="panel" aria-labelledby="compare">
      <h2 id="compare">{words.versions.form}</h2>
      <form method="get" action={addresses.compare} class="side-by-side">
        {select('from', words.versions.from, choices[1]?.id)}
        {select('to', words.versions.to, choices[0]?.id)}
        <button type="submit" class="button main">
          {words.versions.submit}
        </button>
      </form>
    </section>
  );
}

interface LineProps {
  readonly language: Language;
  readonly line: VersionLine;
}

function VersionName({ language, line, inForce }: LineProps & { readonly inForce: boolean }) {
  return (
    <>
      <Link href={addresses.version(line.number)}>{wordsOf(language).changes.policy.version(line.number)}</Link>{' '}
      {inForce ? <Badge tone="good" text={wordsOf(language).changes.versions.inForce} /> : null}
    </>
  );
}

function Comparison({ language, line }: LineProps) {
  const words = wordsOf(language).changes.versions;
  if (line.number === 1) return <>{words.sinceFirst}</>;
  const before = line.number - 1;
  return (
    <>
      <a href={addresses.changes(before, line.number)}>
        <span class="unseen">{wordsOf(language).changes.policy.whatChanged}: </span>
        {before} → {line.number}
      </a>
      {line.formattingOnly ? ` (${words.formatting})` : ''}
    </>
  );
}
