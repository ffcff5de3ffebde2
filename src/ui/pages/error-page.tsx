import type { Section } from '../../kernel/policy/names.ts';
import type { Language } from '../../kernel/words.ts';
import { addresses } from '../addresses.ts';
import { type Detail, DetailsList } from '../details-list.tsx';
import type { Frame } from '../frame.ts';
import { Layout } from '../layout.tsx';
import { Link } from '../link.tsx';
import { count } from '../numbers.ts';
import { PageHead } from '../page-head.tsx';
import { SectionLink, VersionLink } from '../policy-mark.tsx';
import { wordsOf } from '../words/words.ts';

/** The statuses that a page can have when something was refused or broke. */
export type ProblemStatus = keyof ReturnType<typeof wordsOf>['home']['problems'];

export interface ErrorPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly status: ProblemStatus;
  /** The section of the version in force that refused. */
  readonly section: Section | null;
  /** What was missing, as clauses this reader may hear. */
  readonly reasons: readonly string[];
  /** The refusal asks only for a fresh password. */
  readonly presenceRequired: boolean;
  /** The number of the entry in the reader's own history. */
  readonly entry: number | null;
  readonly retryAfterSeconds: number | null;
  /** The number of a fault of ours. */
  readonly id: string | null;
}

/** No, in words: what happened, which section says so, and what can be done. */
export function ErrorPage(props: ErrorPageProps) {
  const { language, frame, status } = props;
  const words = wordsOf(language).home;
  const problem = words.problems[status];
  return (
    <Layout language={language} frame={frame} title={problem.title} width="narrow">
      <p class="status" aria-hidden="true">
        {status}
      </p>
      <PageHead title={problem.title} lead={props.presenceRequired ? words.problem.presence : problem.text} />
      <DetailsList details={detailsOf(props)} />
      {props.id === null ? null : <p class="hint">{words.problem.idHint}</p>}
      <p class="actions">
        {status === 401 ? (
          <Link href={addresses.signIn} class="button main">
            {words.problem.signIn}
          </Link>
        ) : null}
        <Link href={addresses.home} class="button quiet">
          {words.problem.home}
        </Link>
      </p>
    </Layout>
  );
}

function detailsOf(props: ErrorPageProps): readonly Detail[] {
  const { language, frame, section, reasons, entry, retryAfterSeconds, id } = props;
  const words = wordsOf(language).home.problem;
  const version = frame.policyVersion;
  return [
    section === null
      ? null
      : [
          words.section,
          <>
            <SectionLink language={language} version={version} section={section} />,{' '}
            <VersionLink language={language} version={version} />
          </>,
        ],
    reasons.length === 0 ? null : [words.reasons, reasons.join('; ')],
    entry === null ? null : [words.entry, <Link href={`${addresses.history}#entry-${entry}`}>№ {entry}</Link>],
    retryAfterSeconds === null
      ? null
      : [wordsOf(language).home.problems[429].title, words.retry(count(language, retryAfterSeconds, words.seconds))],
    id === null ? null : [words.id, <code>{id}</code>],
  ];
}
