import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DecisionBadge } from '../../../ui/badge.tsx';
import { sayInstant } from '../../../ui/dates.ts';
import { type Detail, DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { count } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { SectionLink, VersionLink } from '../../../ui/policy-mark.tsx';
import { sayKind } from '../../../ui/say-kind.ts';
import { wordsOf } from '../../../ui/words/words.ts';

/** One entry of the person's chain, already in the reader's language. */
export interface HistoryEntry {
  readonly n: number;
  readonly at: Date;
  /** The act's name. */
  readonly kind: string;
  /** Who asked, in words; null where the person did. */
  readonly who: string | null;
  readonly purpose: string | null;
  /** Labels of the fields that were asked for. */
  readonly fields: readonly string[];
  /** Who got to see them, in words; null where nobody but the asker did. */
  readonly recipient: string | null;
  readonly allowed: boolean;
  /** Why it was not allowed, or why something allowed was not done; clauses that this person may hear. */
  readonly because: readonly string[];
  /** Allowed by the policy, but the act found nothing to do. */
  readonly notDone: boolean;
  /** The section that decided. */
  readonly section: Section;
  readonly version: number;
  /** Whether the ledger has taken it in, so that a receipt exists. */
  readonly hasReceipt: boolean;
}

export interface HistoryPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The month shown, and the months that hold entries, newest first, as `2026-11`. */
  readonly month: string;
  readonly months: readonly string[];
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
}

/** What happened to a person's data in one month, each approach in words. */
export function HistoryPage({ language, frame, month, months, entries }: HistoryPageProps) {
  const words = wordsOf(language).agreement.history;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <nav class="months" aria-label={words.months}>
        <ul>
          {months.map((one) => (
            <li>
              <Link href={addresses.historyMonth(one)} current={one === month ? 'page' : undefined}>
                {sayMonth(one, language)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-labelledby="month">
        <h2 id="month" class="month">
          {sayMonth(month, language)} <span>{count(language, entries.length, words.entries)}</span>
        </h2>
        {entries.length === 0 ? <p>{words.empty}</p> : null}
        <ol class="entries" reversed={true}>
          {entries.map((entry) => (
            <Entry language={language} entry={entry} />
          ))}
        </ol>
      </section>
    </Layout>
  );
}

function Entry({ language, entry }: { readonly language: Language; readonly entry: HistoryEntry }) {
  const all = wordsOf(language);
  const words = all.agreement.history;
  const details: readonly Detail[] = [
    entry.purpose === null ? null : [words.purpose, entry.purpose],
    [words.fields, entry.fields.length === 0 ? words.noFields : entry.fields.join(', ')],
    entry.recipient === null || entry.recipient === entry.who ? null : [words.recipient, entry.recipient],
    entry.because.length === 0 ? null : [words.because, entry.because.join('; ')],
  ];
  return (
    <li class={entry.allowed ? 'panel entry' : 'panel entry refused'} id={`entry-${entry.n}`}>
      <header>
        <h3>
          {sayKind(entry.kind, language)} <span class="asker">{entry.who ?? all.frame.you}</span>
        </h3>
        <DecisionBadge language={language} allowed={entry.allowed} />
      </header>
      {entry.notDone ? <p>{words.notDone}.</p> : null}
      <DetailsList details={details} />
      {entry.allowed ? null : (
        <p>
          <Link href={addresses.historyEntry(entry.n)}>
            {all.agreement.why.link}
            <span class="unseen"> {words.aboutEntry(entry.n)}</span>
          </Link>
        </p>
      )}
      <footer>
        <span>{words.entryNumber(entry.n)}</span>
        <Instant at={entry.at} language={language} />
        <span>
          <SectionLink language={language} version={entry.version} section={entry.section} />,{' '}
          <VersionLink language={language} version={entry.version} />
        </span>
        <Receipt language={language} entry={entry} />
      </footer>
    </li>
  );
}

function Receipt({ language, entry }: { readonly language: Language; readonly entry: HistoryEntry }) {
  const words = wordsOf(language).agreement.history;
  if (!entry.hasReceipt) return <span>{words.receiptSoon}</span>;
  return (
    <a href={addresses.receipt(entry.n)} download={`${entry.n}.tlog-proof`}>
      {words.receipt}
      <span class="unseen"> {words.aboutEntry(entry.n)}</span>
    </a>
  );
}

function sayMonth(month: string, language: Language): string {
  return sayInstant(new Date(`${month}-01T00:00:00Z`), language, 'month');
}
