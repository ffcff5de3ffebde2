import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { sayAmount } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface UnsettledPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Oldest first. Nothing says whose they are. */
  readonly transfers: readonly {
    readonly id: string;
    readonly recipient: string;
    readonly amount: { readonly value: string; readonly currency: string };
    readonly handedOverAt: Date;
    readonly theirNumber: string | null;
    readonly state: 'unknown' | 'reported';
  }[];
}

const ENDS = ['paid', 'failed', 'refunded'] as const;

/** What no provider answered for: a person asks there and records how it ended. */
export function UnsettledPage({ language, frame, transfers }: UnsettledPageProps) {
  const words = wordsOf(language);
  const page = words.console.transfers;
  const { states } = words.use.transfer;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {transfers.length === 0 ? (
        <p>{page.none}</p>
      ) : (
        <Table
          caption={page.title}
          captionUnseen={true}
          head={[page.number, page.recipient, page.amount, page.since, page.said, page.found]}
          rows={transfers.map((one) => [
            <span class="lines">
              <code>{one.id}</code>
              {one.theirNumber === null ? null : <span>{page.theirNumber(one.theirNumber)}</span>}
            </span>,
            one.recipient,
            sayAmount(one.amount.value, one.amount.currency, language),
            <Instant at={one.handedOverAt} language={language} />,
            states[one.state],
            <Form action={addresses.settleTransfer(one.id)} csrf={frame.csrf} label={page.recordFor(one.id)}>
              {ENDS.map((status) => (
                <button type="submit" class="button quiet" name="status" value={status}>
                  {states[status]}
                </button>
              ))}
            </Form>,
          ])}
        />
      )}
    </Layout>
  );
}
