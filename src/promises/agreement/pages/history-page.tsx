import { RECEIPTS_MAX } from '../../../kernel/limits.ts';
import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DecisionBadge } from '../../../ui/badge.tsx';
import { type BarGroup, GroupedChart } from '../../../ui/chart.tsx';
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
import { type HistoryChoices, type HistoryFilter, HistoryFilterForm } from './history-filter.tsx';

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
  /** Labels of fields left under an older version that would not have permitted this. */
  readonly widened: readonly string[];
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
  /** Newest first; at most a page of them. */
  readonly entries: readonly HistoryEntry[];
  /** How many the month holds of what was chosen. */
  readonly total: number;
  /** What was chosen, and what there is to choose from. */
  readonly chosen: HistoryFilter;
  readonly choices: HistoryChoices;
  /** Who got which fields how often, over all months, of what was chosen. */
  readonly got: readonly BarGroup[];
  /** The number below which the next page of this month begins; null on the last. */
  readonly older: number | null;
  /** Whether newer entries of this month were left out. */
  readonly later: boolean;
}

/** What happened to a person's data in one month, each approach in words. */
export function HistoryPage(props: HistoryPageProps) {
  const { language, frame, month, months, entries, total, chosen, choices, got } = props;
  const words = wordsOf(language).agreement.history;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <Got language={language} got={got} />
      <HistoryFilterForm {...{ language, month, chosen, choices }} />
      <nav class="months" aria-label={words.months}>
        <ul>
          {months.map((one) => (
            <li>
              <Link href={addresses.historyOf({ ...chosen, month: one })} current={one === month ? 'page' : undefined}>
                {sayMonth(one, language)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-labelledby="month">
        <h2 id="month" class="month">
          {sayMonth(month, language)} <span>{count(language, total, words.entries)}</span>
        </h2>
        {entries.length === 0 ? <p>{Object.keys(chosen).length > 0 ? words.filter.none : words.empty}</p> : null}
        <ol class="entries" reversed={true}>
          {entries.map((entry) => (
            <Entry language={language} entry={entry} />
          ))}
        </ol>
        <Turning {...props} />
        <SaveShown {...props} />
      </section>
    </Layout>
  );
}

function Got({ language, got }: Pick<HistoryPageProps, 'language' | 'got'>) {
  const words = wordsOf(language).agreement.history.got;
  return (
    <section class="panel" aria-labelledby="got">
      <h2 id="got">{words.title}</h2>
      {got.length === 0 ? (
        <p>{words.nobody}</p>
      ) : (
        <>
          <p class="hint">{words.lead}</p>
          <GroupedChart
            language={language}
            caption={words.title}
            labelColumn={words.what}
            valueColumn={words.times}
            groups={got}
          />
        </>
      )}
    </section>
  );
}

function Turning({ language, month, chosen, older, later }: HistoryPageProps) {
  const words = wordsOf(language).agreement.history;
  if (older === null && !later) return null;
  return (
    <p class="turning">
      {later ? <Link href={addresses.historyOf({ ...chosen, month })}>{words.newer}</Link> : null}{' '}
      {older === null ? null : (
        <Link href={addresses.historyOf({ ...chosen, month, before: `${older}` })}>{words.older}</Link>
      )}
    </p>
  );
}

/** The numbers of what is shown are one row but for what a choice leaves out: the file holds the whole row. */
function SaveShown({ language, entries }: HistoryPageProps) {
  const words = wordsOf(language).agreement.history;
  const [newest, oldest] = [entries[0], entries.at(-1)];
  if (newest === undefined || oldest === undefined || newest.n - oldest.n >= RECEIPTS_MAX) return null;
  return (
    <p>
      <a href={addresses.severalReceipts(oldest.n, newest.n)} download={`${oldest.n}-${newest.n}.tlog-proof`}>
        {words.saveShown}
      </a>
    </p>
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
    entry.widened.length === 0 ? null : [words.widened, entry.widened.join(', ')],
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
