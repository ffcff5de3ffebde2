import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { DnsCheck } from '../dns/check-mail-dns.ts';

export interface DeliveryPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Null: none is set. */
  readonly relay: { readonly host: string; readonly loopback: boolean; readonly declared: boolean } | null;
  /** Messages that wait, of all bulletins. */
  readonly waiting: number;
  /** Names of the keys that sign; none: the relay signs. */
  readonly selectors: readonly string[];
  readonly intakeDomain: string | null;
  readonly records: readonly DnsCheck[];
}

/** How messages leave this server, what waits, and the records by which receivers tell them from forgeries. */
export function DeliveryPage(props: DeliveryPageProps) {
  const { language, frame, waiting, selectors, intakeDomain, records } = props;
  const words = wordsOf(language).communication.console;
  return (
    <Layout language={language} frame={frame} title={words.mailTitle} width="wide">
      <PageHead title={words.mailTitle} lead={words.mailLead} />
      <p>
        <Link href={addresses.bulletins}>{words.title}</Link>
      </p>
      <DetailsList
        details={[
          [words.relay, relayWords(props)],
          [words.waitingNow, String(waiting)],
          [words.signature, selectors.length === 0 ? words.signatureOff : selectors.join(', ')],
          [words.intake, intakeDomain ?? words.intakeOff],
        ]}
      />
      <section aria-labelledby="dns">
        <h2 id="dns">{words.dnsTitle}</h2>
        <p>{records.length === 0 ? words.dnsEmpty : words.dnsLead}</p>
        {records.length === 0 ? null : <Records language={language} records={records} />}
      </section>
    </Layout>
  );
}

function Records({ language, records }: Pick<DeliveryPageProps, 'language' | 'records'>) {
  const words = wordsOf(language).communication.console;
  const { spf, dkim, dmarc, intakeRecord, reverse, right, missing, wrong, unknownState } = words;
  const whats = { spf, dkim, dmarc, intake: intakeRecord, reverse };
  const states = { right, missing, wrong, unknown: unknownState };
  return (
    <Table
      caption={words.dnsTitle}
      captionUnseen={true}
      head={[words.dnsWhat, words.dnsName, words.dnsType, words.dnsWanted, words.dnsState]}
      rows={records.map(({ what, name, type, wanted, state }) => [
        whats[what],
        <code>{name}</code>,
        type,
        <code>{wanted}</code>,
        <Badge tone={TONES[state]} text={states[state]} />,
      ])}
    />
  );
}

const TONES: Readonly<Record<DnsCheck['state'], Tone>> = {
  right: 'good',
  missing: 'careful',
  wrong: 'bad',
  unknown: 'plain',
};

function relayWords({ language, relay }: DeliveryPageProps): string {
  const words = wordsOf(language).communication.console;
  if (relay === null) return words.relayNone;
  if (relay.loopback) return words.relayOwn;
  return relay.declared ? words.relayDeclared(relay.host) : words.relayUndeclared(relay.host);
}
