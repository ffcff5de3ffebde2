import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { count } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { sayKind } from '../../../ui/say-kind.ts';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface ReceiptsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** How many entries the person's chain has. */
  readonly entriesTotal: number;
  /** Newest first, only entries that the ledger has taken in. */
  readonly receipts: readonly { readonly n: number; readonly kind: string; readonly at: Date }[];
  /** The command that checks a receipt, ready to be copied. */
  readonly command: string;
}

/** The person's receipts, the statement of how many there must be, and how to check both without this server. */
export function ReceiptsPage({ language, frame, entriesTotal, receipts, command }: ReceiptsPageProps) {
  const { receipts: page, history } = wordsOf(language).agreement;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      <div class="beside">
        <section class="panel" aria-labelledby="statement">
          <h2 id="statement">{page.statementTitle}</h2>
          <p>
            <strong>{page.statement(count(language, entriesTotal, history.entries))}</strong> {page.statementWhy}
          </p>
          <p class="hint">{page.sealed}</p>
          <p>
            <a class="button quiet" href={addresses.statement} download="statement.txt">
              {page.statementDownload}
            </a>
          </p>
        </section>
        <section class="aside" aria-labelledby="how">
          <h2 id="how">{page.howTitle}</h2>
          <ol>
            {page.how.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
          <pre tabindex={0}>
            <code>{command}</code>
          </pre>
          <p>
            <Link href={addresses.verify}>{page.keyLink}</Link>
          </p>
        </section>
      </div>
      <h2>{page.listTitle}</h2>
      <SaveAll language={language} receipts={receipts} />
      {receipts.length === 0 ? (
        <p>{page.empty}</p>
      ) : (
        <Table
          caption={page.listTitle}
          captionUnseen={true}
          head={[page.number, page.what, page.when, page.download]}
          rows={receipts.map(({ n, kind, at }) => [
            n,
            sayKind(kind, language),
            <Instant at={at} language={language} />,
            <a href={addresses.receipt(n)} download={`${n}.tlog-proof`}>
              {history.receipt}
              <span class="unseen"> {history.aboutEntry(n)}</span>
            </a>,
          ])}
        />
      )}
    </Layout>
  );
}

function SaveAll({ language, receipts }: Pick<ReceiptsPageProps, 'language' | 'receipts'>) {
  const [newest, oldest] = [receipts[0], receipts.at(-1)];
  if (newest === undefined || oldest === undefined) return null;
  return (
    <p>
      <a
        class="button quiet"
        href={addresses.severalReceipts(oldest.n, newest.n)}
        download={`${oldest.n}-${newest.n}.tlog-proof`}
      >
        {wordsOf(language).agreement.receipts.saveAll}
      </a>
    </p>
  );
}
