import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { type Bar, Chart } from '../../../ui/chart.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type Counted, nounFor, sayNumber } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface AccountPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly fieldsHeld: number;
  readonly entriesTotal: number;
  readonly refusals: number;
  /** Who received at least one field, and how many times; the most frequent first. */
  readonly receivers: readonly Bar[];
  /** What only the person can decide. */
  readonly waiting: readonly {
    readonly kind: 'dealing' | 'transfer' | 'demand';
    readonly id: string;
    readonly label: string;
  }[];
  /** How many times something was disclosed to an authority. */
  readonly disclosures?: number;
  /** The latest version under which the person left data. */
  readonly agreedVersion: number;
  /** Whether the meaning of the policy differs from that version; formatting alone never counts. */
  readonly policyChanged: boolean;
}

/** The first page of the account: what is urgent (the children), how much is held, who got it, what waits. */
export function AccountPage(props: PropsWithChildren<AccountPageProps>) {
  const { language, frame, fieldsHeld, entriesTotal, refusals } = props;
  const page = wordsOf(language).agreement.account;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.greeting} />
      {props.children}
      <PolicyChange {...props} />
      <Disclosed {...props} />
      <Waiting {...props} />
      <ul class="figures">
        <Figure {...{ language }} n={fieldsHeld} forms={page.fieldsHeld} href={addresses.data} link={page.seeData} />
        <Figure
          {...{ language }}
          n={entriesTotal}
          forms={page.entriesTotal}
          href={addresses.receipts}
          link={page.seeReceipts}
        />
        <Figure {...{ language }} n={refusals} forms={page.refusals} href={addresses.history} link={page.seeHistory} />
      </ul>
      <Receivers {...props} />
    </Layout>
  );
}

interface FigureProps {
  readonly language: Language;
  readonly n: number;
  readonly forms: Counted;
  readonly href: string;
  readonly link: string;
}

function Figure({ language, n, forms, href, link }: FigureProps) {
  return (
    <li class="panel figure">
      <p>
        <strong>{sayNumber(n, language)}</strong> {nounFor(language, n, forms)}
      </p>
      <Link href={href}>{link}</Link>
    </li>
  );
}

function PolicyChange({ language, frame, agreedVersion, policyChanged }: AccountPageProps) {
  const page = wordsOf(language).agreement.account;
  if (!policyChanged) return null;
  return (
    <Notice kind="careful" title={page.changedTitle}>
      <p>
        {page.changedLead(agreedVersion, frame.policyVersion)}{' '}
        <Link href={addresses.changes(agreedVersion, frame.policyVersion)}>{page.changedLink}</Link>
      </p>
    </Notice>
  );
}

function Disclosed({ language, disclosures = 0 }: AccountPageProps) {
  const words = wordsOf(language).protection.disclosures;
  if (disclosures === 0) return null;
  return (
    <Notice kind="careful">
      <p>
        {words.notice} <Link href={addresses.disclosures}>{words.noticeLink}</Link>
      </p>
    </Notice>
  );
}

function Waiting({ language, waiting }: AccountPageProps) {
  const page = wordsOf(language).agreement.account;
  if (waiting.length === 0) return null;
  return (
    <Notice kind="plain" title={page.waitingTitle}>
      <ul>
        {waiting.map(({ kind, id, label }) => (
          <li>
            {page[WAITING[kind].word]}: <Link href={WAITING[kind].href(id)}>{label}</Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

const WAITING = {
  dealing: { word: 'waitingDealing', href: addresses.dealing },
  transfer: { word: 'waitingTransfer', href: addresses.transfer },
  demand: { word: 'waitingDemand', href: () => addresses.proofs },
} as const;

function Receivers({ language, receivers, agreedVersion, policyChanged }: AccountPageProps) {
  const page = wordsOf(language).agreement.account;
  return (
    <section aria-labelledby="who">
      <h2 id="who">{page.whoTitle}</h2>
      {receivers.length === 0 ? (
        <p>{page.whoNobody}</p>
      ) : (
        <div class="panel">
          <p class="hint">{page.whoLead}</p>
          <Chart
            language={language}
            caption={page.whoTitle}
            labelColumn={page.whoColumn}
            valueColumn={page.timesColumn}
            bars={receivers}
          />
        </div>
      )}
      {policyChanged ? null : <p class="hint">{page.changedToday(agreedVersion)}</p>}
    </section>
  );
}
