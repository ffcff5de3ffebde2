import type { Language } from '../../../kernel/words.ts';
import { Chart } from '../../../ui/chart.tsx';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface BulletinProgress {
  readonly accepted: number;
  readonly waiting: number;
  readonly refused: number;
  readonly unknown: number;
  readonly withheld: number;
  readonly returned: number;
  readonly complaints: number;
  readonly stops: number;
  /** As fast as in the last minute; null while nothing went. */
  readonly minutesLeft: number | null;
  /** When those copies were handed over of which nobody knows whether they left; never whose. */
  readonly unknownAt: readonly Date[];
}

interface ProgressProps {
  readonly language: Language;
  readonly progress: BulletinProgress;
  readonly paused: boolean;
  readonly startsAt: Date | null;
}

/** How far a bulletin is: what mail servers said, what came back, and how many stopped. Nobody is seen here. */
export function Progress({ language, progress, paused, startsAt }: ProgressProps) {
  const words = wordsOf(language).communication.console;
  const { returned, complaints, stops, minutesLeft, unknownAt } = progress;
  const said = (['accepted', 'waiting', 'refused', 'unknown', 'withheld'] as const).map((name) => ({
    label: words.progress[name],
    value: progress[name],
  }));
  const came = [
    { label: words.returned, value: returned },
    { label: words.complaints, value: complaints },
    { label: words.stops, value: stops },
  ];
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{words.progressTitle}</h2>
      <Chart
        language={language}
        caption={words.chartTitle}
        labelColumn={words.how}
        valueColumn={words.howMany}
        bars={[...said, ...came]}
      />
      <DetailsList
        details={[
          paused ? [words.state, words.paused] : null,
          startsAt === null ? null : [words.startsOn, <Instant at={startsAt} language={language} />],
          minutesLeft === null || paused ? null : [words.timeLeft, words.minutes(minutesLeft)],
        ]}
      />
      {unknownAt.length === 0 ? null : (
        <>
          <h3>{words.unknownTitle}</h3>
          <p>{words.unknownLead}</p>
          <ul>
            {unknownAt.map((at) => (
              <li>
                <Instant at={at} language={language} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
