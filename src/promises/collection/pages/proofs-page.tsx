import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { type InterfaceWords, wordsOf } from '../../../ui/words/words.ts';
import type { DeskOffer } from './come-in-person.tsx';
import { DemandPanel, type ShownDemand } from './demand-panel.tsx';

export interface ProofsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Newest first. */
  readonly demands: readonly ShownDemand[];
  /** What became of an image that was just sent. */
  readonly answer: ProofAnswer | null;
  /** Where and when one may come; times are in the place's own zone. */
  readonly desk: DeskOffer;
  /** Whether a virus scanner looks at files. */
  readonly scanned: boolean;
  /** Lets a picture be covered before it is sent. */
  readonly script: string;
}
export type ProofAnswer = keyof InterfaceWords['collection']['proofs']['answers'];

const GOOD: readonly ProofAnswer[] = ['sent', 'code', 'objected', 'letter'];

/** Every demand for proof of identity: why, until when, what the person gave, and what was decided. */
export function ProofsPage({ language, frame, demands, answer, desk, scanned, script }: ProofsPageProps) {
  const words = wordsOf(language).collection.proofs;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      {answer === null ? null : (
        <Notice kind={GOOD.includes(answer) ? 'good' : 'bad'} answer={true}>
          <p>{words.answers[answer]}</p>
        </Notice>
      )}
      {demands.length === 0 ? <p>{words.empty}</p> : null}
      <ul class="demands">
        {demands.map((demand) => (
          <DemandPanel {...{ language, frame, demand, desk, scanned }} />
        ))}
      </ul>
      <script type="module" src={script}></script>
      {demands.some(awaitsPaper) ? <PaperCode language={language} frame={frame} /> : null}
    </Layout>
  );
}

// A letter that is on its way, or a slip that was not entered yet.
function awaitsPaper({ state, proofs }: ShownDemand): boolean {
  return (
    state === 'letter' || proofs.some(({ slipUntil, slipEnteredAt }) => slipUntil !== null && slipEnteredAt === null)
  );
}

function PaperCode({ language, frame }: Pick<ProofsPageProps, 'language' | 'frame'>) {
  const words = wordsOf(language).collection.proofs;
  return (
    <Form action={addresses.enterProofCode} csrf={frame.csrf} class="panel">
      <h2>{words.codeTitle}</h2>
      <Field
        {...{ language, name: 'code', label: words.code, hint: words.codeLead }}
        type="text"
        required={true}
        autocomplete="off"
        maxlength={40}
      />
      <Submit>{words.enterCode}</Submit>
    </Form>
  );
}
