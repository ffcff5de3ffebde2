import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface Disclosure {
  /** Null where the file of the case is gone. */
  readonly authority: string | null;
  readonly ground: string;
  readonly fields: readonly string[];
  /** When it was prepared, or the person was told beforehand. */
  readonly preparedAt: Date | null;
  /** Until when it was forbidden to tell. */
  readonly toldFrom: Date | null;
  readonly state: 'announced' | 'waiting' | 'taken' | 'delivered' | 'neverLeft';
  /** When it came to that state; null while it waits. */
  readonly at: Date | null;
}

export interface DisclosuresPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly disclosures: readonly Disclosure[];
}

const TONES: Readonly<Record<Disclosure['state'], Tone>> = {
  announced: 'careful',
  waiting: 'careful',
  taken: 'careful',
  delivered: 'careful',
  neverLeft: 'good',
};

/** What of the reader's was disclosed under law. */
export function DisclosuresPage({ language, frame, disclosures }: DisclosuresPageProps) {
  const words = wordsOf(language).protection.disclosures;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      {disclosures.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <Table
          caption={words.title}
          captionUnseen={true}
          head={[words.authority, words.ground, words.fields, words.prepared, words.state]}
          rows={disclosures.map(({ authority, ground, fields, preparedAt, toldFrom, state, at }) => [
            authority === null ? words.unknownAuthority : <bdi>{authority}</bdi>,
            ground,
            fields.join(', '),
            preparedAt === null ? '—' : <Instant at={preparedAt} language={language} />,
            <>
              <Badge tone={TONES[state]} text={words[state]} />{' '}
              {at === null ? null : <Instant at={at} language={language} />}
              {toldFrom === null ? null : (
                <p class="hint">
                  {words.toldFrom} <Instant at={toldFrom} language={language} />
                </p>
              )}
            </>,
          ])}
        />
      )}
      <p class="hint">{words.sealedMayExist}</p>
      <p class="hint">
        {words.historyHint} <Link href={addresses.history}>{wordsOf(language).frame.history}</Link>
      </p>
    </Layout>
  );
}
