import type { Language } from '../../../kernel/words.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { AGAIN_REASONS, DOCUMENTS, REFUSAL_REASONS } from '../closed-lists.ts';

interface DecisionFormsProps {
  readonly language: Language;
  readonly csrf: string;
  readonly action: string;
  /** Sent along with each decision: what was seen, and at a desk the code. */
  readonly along: Readonly<Record<string, string>>;
}

/** The three outcomes, each a form of its own with what belongs to it: no decision can be half of two. */
export function DecisionForms(props: DecisionFormsProps) {
  const { console: words, proofs } = wordsOf(props.language).collection;
  return (
    <div class="decisions">
      <DecisionForm
        {...props}
        decision="approved"
        title={words.approveTitle}
        name="document"
        label={words.document}
        choices={DOCUMENTS.map((id) => ({ id, label: proofs.documents[id] }))}
        button={words.approve}
        kind="main"
      />
      <DecisionForm
        {...props}
        decision="again"
        title={words.againTitle}
        name="reason"
        label={words.whyAgain}
        choices={AGAIN_REASONS.map((id) => ({ id, label: proofs.proofReasons[id] }))}
        button={words.askAgain}
        kind="quiet"
      />
      <DecisionForm
        {...props}
        decision="refused"
        title={words.refuseTitle}
        name="reason"
        label={words.whyRefused}
        choices={REFUSAL_REASONS.map((id) => ({ id, label: proofs.proofReasons[id] }))}
        button={words.refuse}
        kind="grave"
      />
    </div>
  );
}

interface DecisionFormProps extends DecisionFormsProps {
  readonly decision: 'approved' | 'again' | 'refused';
  readonly title: string;
  readonly name: 'document' | 'reason';
  readonly label: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly button: string;
  readonly kind: 'main' | 'quiet' | 'grave';
}

function DecisionForm({
  language,
  csrf,
  action,
  along,
  decision,
  title,
  name,
  label,
  choices,
  button,
  kind,
}: DecisionFormProps) {
  return (
    <section class="panel" aria-labelledby={`decide-${decision}`}>
      <h2 id={`decide-${decision}`}>{title}</h2>
      <Form action={action} csrf={csrf}>
        {Object.entries({ ...along, decision }).map(([key, value]) => (
          <input type="hidden" name={key} value={value} />
        ))}
        {/* The name carries the outcome too, so that no two inputs of the page share an id. */}
        <Field
          {...{ language, label, choices }}
          name={`${decision}.${name}`}
          type="choice"
          required={true}
          autocomplete="off"
        />
        <Submit kind={kind}>{button}</Submit>
      </Form>
    </section>
  );
}
