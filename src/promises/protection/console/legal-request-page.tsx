import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import type { Problems } from '../../../ui/problems.tsx';
import { Table } from '../../../ui/table.tsx';
import { type Step, Timeline } from '../../../ui/timeline.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { CaseTexts } from '../case-texts.ts';
import type { Answer } from '../facts.ts';
import type { LegalRequestState } from '../request-state.ts';
import { BesideSteps } from './beside-steps.tsx';
import { NeedTwo, StateBadge } from './legal-requests-page.tsx';
import { NextStep } from './next-step.tsx';

/** One field with its name in the reader's language. */
export interface NamedField {
  readonly id: string;
  readonly label: string;
}

export interface LegalRequestPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly id: string;
  readonly state: LegalRequestState;
  readonly ground: string;
  /** Who may ask on this ground, as it is declared; null: not said. */
  readonly mayAsk: string | null;
  readonly texts: CaseTexts;
  readonly authorityKey: string;
  readonly expiresAt: Date;
  readonly steps: Readonly<Record<StepName, Date | null>>;
  readonly answer: Answer | null;
  readonly urgent: boolean;
  readonly gagUntil: Date | null;
  readonly gagged: boolean;
  readonly process: boolean;
  readonly heldUntil: Date | null;
  readonly toldBefore: boolean;
  readonly mayAct: boolean;
  /** Every declared field, to be chosen from. */
  readonly fields: readonly NamedField[];
  readonly asked: readonly NamedField[];
  readonly allowed: readonly NamedField[];
  /** A page of them; `next` is the place at which the following page begins. */
  readonly persons: readonly LegalRequestPerson[];
  readonly next: number | null;
  readonly progress: { readonly persons: number; readonly produced: number };
  readonly batches: readonly { readonly batch: number; readonly given: boolean; readonly takenAt: Date | null }[];
  readonly digest: string | null;
  readonly officers: number;
  readonly foundByReader: boolean;
  readonly findingStands: boolean;
  readonly approvalStands: boolean;
  readonly problems: Problems;
  readonly values: Readonly<Record<string, string>>;
}

export type StepName =
  | 'received'
  | 'authenticated'
  | 'objected'
  | 'scoped'
  | 'found'
  | 'approved'
  | 'produced'
  | 'taken'
  | 'delivered'
  | 'answered';

export interface LegalRequestPerson {
  readonly position: number;
  readonly named: string;
  readonly known: boolean;
  readonly lawOfTheirCountry: boolean;
  readonly held: readonly NamedField[];
  /** Gone, and kept apart under law. */
  readonly keptApart: boolean;
  readonly sealedByPerson: readonly NamedField[];
}

/** One case: what was asked, what is allowed, what would be sent; and the one thing that is to be done next. */
export function LegalRequestPage(props: LegalRequestPageProps) {
  const { language, frame, state, answer, ground, texts, authorityKey, expiresAt, officers, digest } = props;
  const { urgent, gagUntil, gagged, heldUntil, mayAsk } = props;
  const words = wordsOf(language).protection.request;
  const register = wordsOf(language).protection.requests;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title}>
        <p>
          <StateBadge language={language} state={state} answer={answer} />
        </p>
      </PageHead>
      <NeedTwo language={language} officers={officers} />
      <div class="beside">
        <section class="panel" aria-labelledby="case">
          <h2 id="case">{ground}</h2>
          <DetailsList
            details={[
              mayAsk === null ? null : [words.mayAsk, mayAsk],
              [words.authority, <bdi>{texts.intake?.authority}</bdi>],
              [words.reference, <bdi>{texts.intake?.reference}</bdi>],
              [words.asked, <bdi>{texts.intake?.asked}</bdi>],
              [register.expires, <Instant at={expiresAt} language={language} />],
              [words.authorityKey, <code class="digest">{authorityKey}</code>],
              urgent ? [words.urgent, words.urgentYes] : null,
              gagUntil === null
                ? null
                : [gagged ? words.gagUntil : words.gagEnded, <Instant at={gagUntil} language={language} />],
              heldUntil === null ? null : [words.heldUntil, <Instant at={heldUntil} language={language} />],
              texts.objection ? [words.objection, <bdi>{texts.objection.reason}</bdi>] : null,
              texts.authentication ? [words.how, <bdi>{texts.authentication.how}</bdi>] : null,
              texts.finding ? [words.reason, <bdi>{texts.finding.reason}</bdi>] : null,
              digest === null ? null : [words.digest, <code class="digest">{digest}</code>],
              texts.delivery ? [words.deliverHow, <bdi>{texts.delivery.how}</bdi>] : null,
              texts.answer ? [words.answered, <bdi>{texts.answer.reason}</bdi>] : null,
            ]}
          />
        </section>
        <section class="aside" aria-labelledby="course">
          <h2 id="course">{words.stepsTitle}</h2>
          <Timeline language={language} label={words.stepsTitle} steps={stepsOf(props)} />
        </section>
      </div>
      <SideBySide {...props} />
      <NextStep {...props} />
      <BesideSteps {...props} />
    </Layout>
  );
}

function stepsOf({ language, steps }: LegalRequestPageProps): readonly Step[] {
  const words = wordsOf(language).protection.request;
  return STEP_ORDER.flatMap((name) => {
    const at = steps[name];
    return at === null ? [] : [{ title: words.steps[name], text: '', at, tone: 'good' as const }];
  });
}

const STEP_ORDER: readonly StepName[] = [
  'received',
  'authenticated',
  'objected',
  'scoped',
  'found',
  'approved',
  'produced',
  'taken',
  'delivered',
  'answered',
];

function SideBySide({ language, id, asked, allowed, persons, next, progress }: LegalRequestPageProps) {
  const words = wordsOf(language).protection.request;
  if (persons.length === 0) return null;
  const said = (fields: readonly NamedField[]) => fields.map(({ label }) => label).join(', ');
  return (
    <section aria-labelledby="side-by-side">
      <h2 id="side-by-side">{words.tableTitle}</h2>
      <Table
        caption={words.tableTitle}
        captionUnseen={true}
        head={[words.person, words.known, words.law, words.askedFields, words.allowedFields, words.sent]}
        rows={persons.map(({ position, named, known, keptApart, lawOfTheirCountry, held, sealedByPerson }) => [
          <>
            {position}. <bdi>{named}</bdi>
          </>,
          known ? words.knownYes : keptApart ? words.keptApart : words.knownNo,
          known ? (lawOfTheirCountry ? words.lawYes : words.lawNo) : '—',
          said(asked),
          allowed.length === 0 ? words.sentNothing : said(allowed),
          <>
            {lawOfTheirCountry && held.length > 0 ? said(held) : words.sentNothing}
            {sealedByPerson.length === 0 ? null : (
              <p class="hint">
                {words.sealedByPerson} {said(sealedByPerson)}
              </p>
            )}
          </>,
        ])}
      />
      {next === null ? null : (
        <p>
          <Link href={addresses.legalRequestFrom(id, next)}>{words.morePersons(progress.persons)}</Link>
        </p>
      )}
    </section>
  );
}
