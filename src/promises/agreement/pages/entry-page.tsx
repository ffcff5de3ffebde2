import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DecisionBadge } from '../../../ui/badge.tsx';
import { DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { SectionLink, VersionLink } from '../../../ui/policy-mark.tsx';
import { sayKind } from '../../../ui/say-kind.ts';
import { wordsOf } from '../../../ui/words/words.ts';
import type { HistoryEntry } from './history-page.tsx';

/** Why one thing that was asked for was decided as it was, in the reader's language. */
export interface SaidDecision {
  /** The field's label; null where nothing was to be opened. */
  readonly field: string | null;
  readonly allowed: boolean;
  readonly why: string;
  /** The rules that decided, as sentences. */
  readonly rules: readonly string[];
  /** What would have had to be otherwise, as one sentence; null where nothing that may be told would have helped. */
  readonly would: string | null;
  readonly section: Section;
}

export interface EntryPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly entry: HistoryEntry;
  /** Empty where the entry does not say enough to decide on it again. */
  readonly decisions: readonly SaidDecision[];
}

/** One entry explained: decided again by its own version, with the facts that were recorded then. */
export function EntryPage({ language, frame, entry, decisions }: EntryPageProps) {
  const all = wordsOf(language);
  const words = all.agreement.why;
  const title = entry.allowed ? words.titleAllowed : words.titleRefused;
  return (
    <Layout language={language} frame={frame} title={title}>
      <PageHead title={title} lead={words.lead} />
      <section class="panel" aria-labelledby="asked">
        <h2 id="asked">{sayKind(entry.kind, language)}</h2>
        <DetailsList
          details={[
            [words.who, entry.who ?? all.frame.you],
            entry.purpose === null ? null : [all.agreement.history.purpose, entry.purpose],
            [words.when, <Instant at={entry.at} language={language} />],
            [words.by, <VersionLink language={language} version={entry.version} />],
          ]}
        />
      </section>
      {decisions.map((decision, index) => (
        <Decision {...{ language, entry, decision, index }} />
      ))}
      {decisions.length === 0 ? (
        <Notice kind="careful" title={words.cannotBeSaid}>
          <p>{words.cannotBeSaidLead}</p>
        </Notice>
      ) : null}
      <p>
        <Link href={`${addresses.historyMonth(entry.at.toISOString().slice(0, 7))}#entry-${entry.n}`}>
          {words.back}
        </Link>
      </p>
    </Layout>
  );
}

interface DecisionProps {
  readonly language: Language;
  readonly entry: HistoryEntry;
  readonly decision: SaidDecision;
  readonly index: number;
}

function Decision({ language, entry, decision, index }: DecisionProps) {
  const words = wordsOf(language).agreement.why;
  const { field, allowed, why, rules, would, section } = decision;
  return (
    <section class="panel" aria-labelledby={`decision-${index}`}>
      <h2 id={`decision-${index}`}>
        {field ?? words.noField} <DecisionBadge language={language} allowed={allowed} />
      </h2>
      <p>{why}.</p>
      {rules.map((rule) => (
        <p class="hint">{rule}</p>
      ))}
      {allowed ? null : <p>{would === null ? words.nothingTold : `${would}.`}</p>}
      <p>
        <SectionLink language={language} version={entry.version} section={section} />
      </p>
    </section>
  );
}
