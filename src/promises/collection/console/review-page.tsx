import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { DemandReason } from '../closed-lists.ts';
import { DecisionForms } from './decision-forms.tsx';
import { type SeenValue, SeenValues } from './seen-values.tsx';

export interface ReviewPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly proof: {
    readonly id: string;
    readonly reason: DemandReason;
    readonly values: readonly SeenValue[];
    /** The image as base64 of a JPEG: in the page itself, so that one look is one entry and nothing is cached. */
    readonly image: string;
    readonly seen: string;
    /** Where lines were typed: what they say of the fields, by label. */
    readonly mrz: null | readonly { readonly label: string; readonly said: 'same' | 'differs' }[];
  };
}

/** Document and data side by side, and the decision. */
export function ReviewPage({ language, frame, proof }: ReviewPageProps) {
  const { console: words, proofs } = wordsOf(language).collection;
  return (
    <Layout language={language} frame={frame} title={words.reviewTitle} width="wide">
      <PageHead title={words.reviewTitle} lead={words.reviewLead} />
      <div class="review">
        <figure class="panel">
          <img src={`data:image/jpeg;base64,${proof.image}`} alt={words.image} />
        </figure>
        <div class="panel">
          <p>{proofs.reasons[proof.reason]}</p>
          <h2>{words.value}</h2>
          <SeenValues language={language} values={proof.values} />
          {proof.mrz === null ? null : (
            <>
              <h2>{words.mrzTitle}</h2>
              <p>{words.mrzRight}</p>
              <DetailsList
                details={proof.mrz.map(({ label, said }) => [
                  label,
                  said === 'same' ? words.mrzSame : words.mrzDiffers,
                ])}
              />
            </>
          )}
        </div>
      </div>
      <DecisionForms
        language={language}
        csrf={frame.csrf}
        action={addresses.decideProof(proof.id)}
        along={{ seen: proof.seen }}
      />
    </Layout>
  );
}
