import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { sayOutcome } from './say-outcome.ts';

export interface MessagePageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly message: {
    readonly subject: string;
    /** As it was sent, without markup. */
    readonly text: string;
    readonly at: Date | null;
    readonly outcome: 'accepted' | 'refused' | 'deferred' | 'unknown' | null;
    readonly entry: number | null;
    readonly version: number | null;
    readonly token: string;
  };
}

/** One message to this person, word for word, with why it came and how to stop such messages. */
export function MessagePage({ language, frame, message }: MessagePageProps) {
  const words = wordsOf(language).communication.messages;
  const { subject, text, at, outcome, entry, version, token } = message;
  return (
    <Layout language={language} frame={frame} title={subject}>
      <PageHead title={subject} />
      <DetailsList
        details={[
          at === null ? null : [words.when, <Instant at={at} language={language} />],
          [words.outcome, sayOutcome(language, at, outcome)],
          version === null || entry === null
            ? null
            : [
                words.why,
                <>
                  <Link href={addresses.versionSection(version, 'communication')}>{words.whyWords(version)}</Link>{' '}
                  <Link href={addresses.history}>{words.entry(entry)}</Link>
                </>,
              ],
        ]}
      />
      <pre class="message">{text}</pre>
      <p class="actions">
        <Link href={addresses.stop(token)} class="button quiet">
          {words.stopPage}
        </Link>
      </p>
    </Layout>
  );
}
