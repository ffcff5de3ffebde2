import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { Answer } from '../facts.ts';
import type { LegalRequestState } from '../request-state.ts';

export interface LegalRequestLine {
  readonly id: string;
  readonly ground: string;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
  readonly state: LegalRequestState;
  readonly answer: Answer | null;
}

export interface LegalRequestsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly requests: readonly LegalRequestLine[];
  readonly officers: number;
  /** Whether the reader may open a case, and not only see that there is one. */
  readonly mayOpen: boolean;
  readonly next: Date | null;
}

/** The register of requests of authorities. */
export function LegalRequestsPage(props: LegalRequestsPageProps) {
  const { language, frame, requests, officers, mayOpen, next } = props;
  const words = wordsOf(language).protection.requests;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <NeedTwo language={language} officers={officers} />
      {mayOpen ? (
        <p>
          <Link href={addresses.newLegalRequest} class="button main">
            {words.add}
          </Link>
        </p>
      ) : null}
      {requests.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <Table
          caption={words.title}
          captionUnseen={true}
          head={[words.received, words.ground, words.state, words.expires]}
          rows={requests.map((one) => [
            mayOpen ? (
              <Link href={addresses.legalRequest(one.id)}>
                <Instant at={one.receivedAt} language={language} />
              </Link>
            ) : (
              <Instant at={one.receivedAt} language={language} />
            ),
            one.ground,
            <StateBadge language={language} state={one.state} answer={one.answer} />,
            <Instant at={one.expiresAt} language={language} precision="day" />,
          ])}
        />
      )}
      {next === null ? null : (
        <p>
          <Link href={addresses.olderLegalRequests(next.toISOString())}>{words.older}</Link>
        </p>
      )}
    </Layout>
  );
}

/** Said wherever a release would fail for want of a second officer. */
export function NeedTwo({ language, officers }: { readonly language: Language; readonly officers: number }) {
  const words = wordsOf(language).protection.requests;
  if (officers >= 2) return null;
  return (
    <Notice kind="careful" title={words.needTwo}>
      <p>{words.needTwoLead(officers)}</p>
    </Notice>
  );
}

interface StateBadgeProps {
  readonly language: Language;
  readonly state: LegalRequestState;
  readonly answer: Answer | null;
}

export function StateBadge({ language, state, answer }: StateBadgeProps) {
  const words = wordsOf(language).protection.requests;
  const text = answer === null ? words.states[state] : words.answers[answer];
  return <Badge tone={toneOf(state)} text={text} />;
}

function toneOf(state: LegalRequestState): Tone {
  if (state === 'delivered' || state === 'answered') return 'plain';
  if (state === 'expired') return 'bad';
  return state === 'found-necessary' || state === 'produced' || state === 'taken' ? 'careful' : 'good';
}
