import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge } from '../../../ui/badge.tsx';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayNumber } from '../../../ui/numbers.ts';
import { wordsOf } from '../../../ui/words/words.ts';

const CHECKS = ['database', 'worker', 'ledger', 'promises', 'backup', 'disk'] as const;

export interface StandingProps {
  readonly language: Language;
  readonly checks: Readonly<Record<(typeof CHECKS)[number], 'ok' | 'attention' | 'failing'>>;
  /** What the last run of `prove` could not confirm: the sentence of each such probe. */
  readonly broken: readonly { readonly section: Section; readonly sentence: string }[];
  readonly ledgerEntries: number;
  /** How many whole days the newest epoch of keys is old, and how long one lasts. */
  readonly epoch: { readonly age: number; readonly of: number };
}

/** How the server itself is: for whoever runs it. */
export function Standing({ language, checks, broken, ledgerEntries, epoch }: StandingProps) {
  const page = wordsOf(language).console.home.standing;
  const { sections } = wordsOf(language).frame;
  const tone = { ok: 'good', attention: 'careful', failing: 'bad' } as const;
  const places: Readonly<Record<string, string>> = {
    backup: addresses.backups,
    worker: addresses.jobs,
    promises: addresses.policy,
  };
  return (
    <section aria-labelledby="standing">
      <h2 id="standing">{page.title}</h2>
      {broken.length === 0 ? null : (
        <Notice kind="bad" title={page.broken}>
          <ul>
            {broken.map(({ section, sentence }) => (
              <li>
                {sentence} <Link href={`${addresses.policy}#${section}`}>{sections[section]}</Link>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <DetailsList
        details={[
          ...CHECKS.map(
            (name) =>
              [
                page.checks[name],
                <>
                  <Badge tone={tone[checks[name]]} text={page.how[checks[name]]} />{' '}
                  {checks[name] === 'ok' ? null : page.mean[name]}{' '}
                  {checks[name] === 'ok' || places[name] === undefined ? null : (
                    <Link href={places[name]}>{page.look}</Link>
                  )}
                </>,
              ] as const,
          ),
          [page.ledgerEntries, sayNumber(ledgerEntries, language)],
          [page.epoch, page.epochAge(epoch.age, epoch.of)],
        ]}
      />
    </section>
  );
}
