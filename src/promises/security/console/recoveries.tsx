import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface RecoveriesProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly card: string;
  readonly recoveries: readonly {
    readonly number: string;
    readonly checkedHow: 'document' | 'in-person' | 'conversation';
    readonly begunAt: Date;
    readonly readyAt: Date;
    readonly needsSecond: boolean;
    readonly approvedAt: Date | null;
  }[];
}

/** Recoveries of one person: begin one by the number they tell, look at it as a second, end it. */
export function Recoveries({ language, frame, card, recoveries }: RecoveriesProps) {
  const page = wordsOf(language).console.card;
  return (
    <section aria-labelledby="recovery">
      <h2 id="recovery">{page.recovery}</h2>
      <p>{page.recoveryLead}</p>
      {recoveries.length === 0 ? null : (
        <Table
          caption={page.recovery}
          captionUnseen={true}
          head={[page.recoveryNumber, page.checkedHow, page.recoveryBegun, page.recoveryReady, page.recoverySecond]}
          rows={recoveries.map((one) => [
            one.number,
            page.checks[one.checkedHow],
            <Instant at={one.begunAt} language={language} />,
            <Instant at={one.readyAt} language={language} />,
            <Second {...{ language, frame, card }} recovery={one} />,
          ])}
        />
      )}
      <Form action={addresses.beginRecovery(card)} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'number', type: 'text', label: page.recoveryNumber, required: true, maxlength: 20 }}
          autocomplete="off"
        />
        <Field
          {...{ language, name: 'checkedHow', type: 'choice', label: page.checkedHow, required: true }}
          autocomplete="off"
          choices={Object.entries(page.checks).map(([id, label]) => ({ id, label }))}
        />
        <Submit kind="grave">{page.beginRecovery}</Submit>
      </Form>
    </section>
  );
}

type Recovery = RecoveriesProps['recoveries'][number];
type SecondProps = Omit<RecoveriesProps, 'recoveries'> & { readonly recovery: Recovery };

function Second({ language, frame, card, recovery: { number, needsSecond, approvedAt } }: SecondProps) {
  const page = wordsOf(language).console.card;
  const waits = needsSecond && approvedAt === null;
  return (
    <>
      {waits ? page.secondNeeded : approvedAt === null ? page.secondNone : page.secondGiven}{' '}
      {waits ? (
        <Form action={addresses.approveRecovery(card, number)} csrf={frame.csrf} label={page.approveNamed(number)}>
          <Submit kind="quiet">{page.approveRecovery}</Submit>
        </Form>
      ) : null}
      <Form action={addresses.endRecovery(card, number)} csrf={frame.csrf} label={page.endNamed(number)}>
        <Submit kind="quiet">{page.endRecovery}</Submit>
      </Form>
    </>
  );
}
