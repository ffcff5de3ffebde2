import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge } from '../../../ui/badge.tsx';
import { sayInstant } from '../../../ui/dates.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface ShownSession {
  readonly id: string;
  readonly how: keyof ReturnType<typeof wordsOf>['security']['sessions']['ways'];
  /** Browser and system; empty where the browser did not say. */
  readonly agent: string;
  readonly network: string;
  readonly newDevice: boolean;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly living: boolean;
  readonly current: boolean;
}

export interface SessionsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Newest first. */
  readonly sessions: readonly ShownSession[];
}

/** Where one signed in from, what is still open, and how to end it. */
export function SessionsPage({ language, frame, sessions }: SessionsPageProps) {
  const page = wordsOf(language).security.sessions;
  return (
    <Layout language={language} frame={frame} title={page.title} width="wide">
      <PageHead title={page.title} lead={page.lead} />
      <Table
        caption={page.title}
        captionUnseen={true}
        head={[page.where, page.network, page.how, page.began, page.seen, page.state, page.end]}
        rows={sessions.map((session) => [
          <>
            {session.agent === '' ? page.unknown : session.agent}{' '}
            {session.newDevice ? <Badge tone="careful" text={page.newDevice} /> : null}
          </>,
          session.network,
          page.ways[session.how],
          <Instant at={session.createdAt} language={language} />,
          <Instant at={session.seenAt} language={language} />,
          <State language={language} session={session} />,
          <End language={language} frame={frame} session={session} />,
        ])}
      />
      {sessions.some(({ living, current }) => living && !current) ? (
        <Form action={addresses.endOtherSessions} csrf={frame.csrf}>
          <Submit kind="grave">{page.endOthers}</Submit>
        </Form>
      ) : null}
    </Layout>
  );
}

function State({ language, session }: { readonly language: Language; readonly session: ShownSession }) {
  const page = wordsOf(language).security.sessions;
  if (session.current) return <Badge tone="good" text={page.current} />;
  return <Badge tone="plain" text={session.living ? page.living : page.ended} />;
}

interface EndProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly session: ShownSession;
}

function End({ language, frame, session }: EndProps) {
  const page = wordsOf(language).security.sessions;
  if (session.current || !session.living) return null;
  const label = page.endNamed(sayInstant(session.createdAt, language));
  return (
    <Form action={addresses.endSession(session.id)} csrf={frame.csrf} label={label}>
      <Submit kind="quiet">{page.end}</Submit>
    </Form>
  );
}
