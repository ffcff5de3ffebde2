import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Chart } from '../../../ui/chart.tsx';
import { sayCountry } from '../../../ui/countries.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { count, sayNumber } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { sayKind } from '../../../ui/say-kind.ts';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { RefusalLine } from '../refusals/count-refusals-job.ts';
import type { Band, ReportLine } from '../report.ts';
import { mostByHalf } from '../report-files.ts';

export interface TransparencyPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly lines: readonly ReportLine[];
  /** Who outside was refused what. */
  readonly refusals: readonly RefusalLine[];
  /** Since when there is each officer. */
  readonly officers: readonly Date[];
  readonly at: Date;
}

/** How many requests of authorities there were and how they ended, in bands where a number is small. */
export function TransparencyPage({ language, frame, lines, refusals, officers, at }: TransparencyPageProps) {
  const words = wordsOf(language).protection.report;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      {lines.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <Table
          caption={words.title}
          captionUnseen={true}
          head={[
            words.half,
            words.country,
            words.ground,
            words.received,
            words.disclosed,
            words.toldLater,
            words.noData,
            words.refused,
          ]}
          rows={lines.map((line) => [
            line.half.replace('-H', '/'),
            line.country === '' ? '—' : sayCountry(line.country, language),
            words.kinds[line.kind],
            sayBand(line.received, language),
            sayBand(line.disclosed, language),
            sayBand(line.toldLater, language),
            sayBand(line.noData, language),
            sayBand(line.refused, language),
          ])}
        />
      )}
      <p>
        {count(language, officers.length, words.officers)}. {words.officersNeeded}
      </p>
      {officers.length === 0 ? null : (
        <p>
          {words.officersSince}:{' '}
          {officers.map((since, index) => (
            <>
              {index === 0 ? '' : '; '}
              <Instant at={since} language={language} />
            </>
          ))}
          .
        </p>
      )}
      {lines.length === 0 ? null : (
        <Chart
          language={language}
          caption={words.chart}
          labelColumn={words.half}
          valueColumn={words.atMost}
          bars={mostByHalf(lines)
            .slice(0, 12)
            .map(({ half, received }) => ({ label: half.replace('-H', '/'), value: received }))}
        />
      )}
      <Refusals {...{ language, refusals }} />
      <section class="panel" aria-labelledby="rules">
        <h2 id="rules">{words.rulesTitle}</h2>
        <ul>
          {words.rules.map((rule) => (
            <li>{rule}</li>
          ))}
        </ul>
      </section>
      <p>
        <Link href={addresses.matrix}>{words.matrixLink}</Link>
      </p>
      <p class="hint">
        {words.asOf} <Instant at={at} language={language} />. {words.machine}:{' '}
        <a href={addresses.transparencyJson}>{addresses.transparencyJson}</a>{' '}
        <a href={addresses.transparencyCsv}>{addresses.transparencyCsv}</a>{' '}
        <a href={addresses.transparencyAtom}>{addresses.transparencyAtom}</a>
      </p>
    </Layout>
  );
}

function Refusals({ language, refusals }: Pick<TransparencyPageProps, 'language' | 'refusals'>) {
  const words = wordsOf(language).protection.report;

  return (
    <section aria-labelledby="refusals">
      <h2 id="refusals">{words.refusalsTitle}</h2>
      <p>{refusals.length === 0 ? words.refusalsEmpty : words.refusalsLead}</p>
      {refusals.length === 0 ? null : (
        <Table
          caption={words.refusalsTitle}
          captionUnseen={true}
          head={[words.half, words.refusalsTo, words.refusalsAct, words.refusalsTimes]}
          rows={refusals.map(({ half, recipient, act, refused }) => [
            half.replace('-H', '/'),
            words.recipients[recipient],
            sayKind(act, language),
            sayBand(refused, language),
          ])}
        />
      )}
    </section>
  );
}

function sayBand({ from, to }: Band, language: Language): string {
  return from === to ? sayNumber(from, language) : `${sayNumber(from, language)}–${sayNumber(to, language)}`;
}
