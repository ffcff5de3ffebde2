import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DecisionBadge } from '../../../ui/badge.tsx';
import { Field } from '../../../ui/field.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { count } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { SectionLink, VersionLink } from '../../../ui/policy-mark.tsx';
import { sayKind } from '../../../ui/say-kind.ts';
import { wordsOf } from '../../../ui/words/words.ts';

/** One recorded decision that another version sees otherwise, in the reader's language. */
export interface ReplayLine {
  readonly n: number;
  readonly at: Date;
  /** The act's name. */
  readonly kind: string;
  /** Who asked, in words; null where the person did. */
  readonly who: string | null;
  /** The version that decided. */
  readonly version: number;
  readonly was: 'allowed' | 'refused';
  readonly now: 'allowed' | 'refused' | 'cannot-be-said';
  readonly section: Section;
}

export interface ReplayPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The version by which everything was decided once more. */
  readonly version: number;
  /** Every version there is, newest first. */
  readonly versions: readonly number[];
  readonly since: Date;
  readonly looked: number;
  /** Entries whose text is erased: nothing can be said of them by any version. */
  readonly erased: number;
  /** Newest first. */
  readonly otherwise: readonly ReplayLine[];
}

/** What the rules of a version would have made of the reader's own last year. */
export function ReplayPage(props: ReplayPageProps) {
  const { language, frame, version, since, looked, erased, otherwise } = props;
  const words = wordsOf(language).changes.replay;
  const changed = otherwise.filter(({ now }) => now !== 'cannot-be-said');
  const unsaid = otherwise.filter(({ now }) => now === 'cannot-be-said');
  const same = looked - otherwise.length;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead}>
        <ChooseVersion {...props} />
      </PageHead>
      <section aria-labelledby="answer">
        <h2 id="answer">{words.byVersion(version)}</h2>
        <p>
          {words.since} <Instant at={since} language={language} />: {count(language, looked, words.decisions)}.{' '}
          {changed.length === 0 ? words.allSame : `${words.asBefore}: ${same}.`}
        </p>
        {erased === 0 ? null : <p class="hint">{count(language, erased, words.erased)}.</p>}
        <Lines language={language} version={version} lines={changed} />
      </section>
      {unsaid.length === 0 ? null : (
        <section aria-labelledby="unsaid">
          <h2 id="unsaid">{words.unsaid}</h2>
          <p>{words.unsaidLead}</p>
          <Lines language={language} version={version} lines={unsaid} />
        </section>
      )}
    </Layout>
  );
}

// It asks only, so it is a GET.
function ChooseVersion({ language, version, versions }: ReplayPageProps) {
  const words = wordsOf(language).changes;
  const choices = versions.map((number) => ({ id: `${number}`, label: words.policy.version(number) }));
  return (
    <form method="get" action={addresses.ownChanges} class="side-by-side">
      <Field
        {...{ language, choices }}
        name="version"
        type="choice"
        label={words.replay.choose}
        value={`${version}`}
        required={true}
        autocomplete="off"
      />
      <button type="submit" class="button main">
        {words.replay.submit}
      </button>
    </form>
  );
}

interface LinesProps {
  readonly language: Language;
  readonly version: number;
  readonly lines: readonly ReplayLine[];
}

function Lines({ language, version, lines }: LinesProps) {
  const { frame, changes } = wordsOf(language);
  const words = changes.replay;
  return (
    <ol class="entries" reversed={true}>
      {lines.map(({ n, at, kind, who, was, now, section, version: decided }) => (
        <li class="panel entry">
          <header>
            <h3>
              {sayKind(kind, language)} <span class="asker">{who ?? frame.you}</span>
            </h3>
          </header>
          <p>
            {words.was} <DecisionBadge language={language} allowed={was === 'allowed'} /> (
            <VersionLink language={language} version={decided} />){'; '}
            {now === 'cannot-be-said' ? (
              words.unknown
            ) : (
              <>
                {words.wouldBe} <DecisionBadge language={language} allowed={now === 'allowed'} /> (
                <SectionLink language={language} version={version} section={section} />)
              </>
            )}
          </p>
          <footer>
            <Link href={`${addresses.historyMonth(at.toISOString().slice(0, 7))}#entry-${n}`}>
              {wordsOf(language).agreement.history.entryNumber(n)}
            </Link>
            <Instant at={at} language={language} />
          </footer>
        </li>
      ))}
    </ol>
  );
}
