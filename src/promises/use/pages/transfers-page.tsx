import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { sayAmount } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { TransferBadge, type TransferState } from './transfer-badge.tsx';

export interface TransfersPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Newest first. */
  readonly transfers: readonly {
    readonly id: string;
    readonly recipient: string;
    readonly amount: { readonly value: string; readonly currency: string };
    readonly at: Date;
    readonly state: TransferState;
  }[];
}

/** Every transfer of this person, whatever became of it. */
export function TransfersPage({ language, frame, transfers }: TransfersPageProps) {
  const { transfer: words, transfers: page } = wordsOf(language).use;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {transfers.length === 0 ? (
        <p>{page.empty}</p>
      ) : (
        <Table
          caption={page.title}
          captionUnseen={true}
          head={[words.recipient, words.amount, page.when, page.state]}
          rows={transfers.map(({ id, recipient, amount, at, state }) => [
            <Link href={addresses.transfer(id)}>{recipient}</Link>,
            sayAmount(amount.value, amount.currency, language),
            <Instant at={at} language={language} />,
            <TransferBadge language={language} state={state} />,
          ])}
        />
      )}
      <p class="actions">
        <Link href={addresses.startTransfer} class="button quiet">
          {page.start}
        </Link>
      </p>
    </Layout>
  );
}
