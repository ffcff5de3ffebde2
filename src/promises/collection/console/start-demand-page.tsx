import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Checkboxes } from '../../../ui/checkboxes.tsx';
import { type Choice, Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { DEMAND_REASONS, HELD_BACK, WAYS } from '../closed-lists.ts';

export interface StartDemandPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The declared fields. */
  readonly fields: readonly Choice[];
  /** Of whom, where the demand begins at a conversation or a card; null: the account name is asked for. */
  readonly of: { readonly kind: 'conversation' | 'card'; readonly id: string } | null;
  /** Inputs: account, field.<id>, reason, way.<id>, days, heldBack. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** Demanding proof: of whom, what, why, how, until when, and what waits meanwhile. */
export function StartDemandPage(props: StartDemandPageProps) {
  const { language, frame, fields, of, values, problems } = props;
  const { console: words, proofs } = wordsOf(language).collection;
  const shared = (name: string, label: string) => ({
    language,
    name,
    label,
    required: true,
    autocomplete: 'off',
    value: values[name],
    problem: problems[name],
  });
  const marked = (name: string, ids: readonly string[]) =>
    new Set(ids.filter((id) => values[`${name}.${id}`] !== undefined));
  const labels = {
    account: words.account,
    field: words.fields,
    reason: proofs.reason,
    way: proofs.ways,
    days: words.days,
  };
  return (
    <Layout language={language} frame={frame} title={words.startTitle} width="narrow">
      <PageHead title={words.startTitle} lead={words.startLead} />
      <ProblemSummary language={language} problems={problems} labels={labels} />
      <Form action={addresses.startDemand} csrf={frame.csrf} class="panel">
        {of === null ? (
          <Field {...shared('account', words.account)} type="text" maxlength={100} />
        ) : (
          <>
            <p>{words.of[of.kind]}</p>
            <input type="hidden" name={of.kind} value={of.id} />
          </>
        )}
        <Checkboxes
          name="field"
          label={words.fields}
          choices={fields}
          checked={marked(
            'field',
            fields.map(({ id }) => id),
          )}
          problem={problems['field'] === undefined ? undefined : words.none}
        />
        <Field
          {...shared('reason', proofs.reason)}
          type="choice"
          choices={DEMAND_REASONS.map((id) => ({ id, label: proofs.reasons[id] }))}
        />
        <Checkboxes
          name="way"
          label={proofs.ways}
          choices={WAYS.map((id) => ({ id, label: proofs.wayNames[id] }))}
          checked={marked('way', WAYS)}
          problem={problems['way'] === undefined ? undefined : words.none}
        />
        <Field {...shared('days', words.days)} type="text" maxlength={3} />
        <Field
          {...shared('heldBack', proofs.heldBack)}
          type="choice"
          choices={HELD_BACK.map((id) => ({ id, label: proofs.heldBackWords[id] }))}
        />
        <Submit>{words.make}</Submit>
      </Form>
    </Layout>
  );
}
