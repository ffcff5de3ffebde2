import type { Language } from '../../../kernel/words.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { DemandPanel, type ShownDemand } from './demand-panel.tsx';

export interface ProofsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Newest first. */
  readonly demands: readonly ShownDemand[];
  /** What became of an image that was just sent. */
  readonly answer: ProofAnswer | null;
}
export type ProofAnswer = 'sent' | 'missing' | 'too-large' | 'not-a-picture' | 'damaged' | 'bad-pdf';

/** Every demand for proof of identity: why, until when, what the person gave, and what was decided. */
export function ProofsPage({ language, frame, demands, answer }: ProofsPageProps) {
  const words = wordsOf(language).collection.proofs;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      {answer === null ? null : (
        <Notice kind={answer === 'sent' ? 'good' : 'bad'} answer={true}>
          <p>{words.answers[answer]}</p>
        </Notice>
      )}
      {demands.length === 0 ? <p>{words.empty}</p> : null}
      <ul class="demands">
        {demands.map((demand) => (
          <DemandPanel language={language} frame={frame} demand={demand} />
        ))}
      </ul>
    </Layout>
  );
}
