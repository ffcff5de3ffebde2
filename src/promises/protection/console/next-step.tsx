import type { PropsWithChildren } from 'hono/jsx';
import { addresses } from '../../../ui/addresses.ts';
import { Field, type FieldProps } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ProblemSummary } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { ANSWERS } from '../facts.ts';
import { CASE_TEXT_CHARACTERS_MAX, LEGAL_FORM_BYTES_MAX, REASON_CHARACTERS_MIN } from '../limits.ts';
import type { LegalRequestPageProps } from './legal-request-page.tsx';

/** What an officer can do next. What cannot be done now is not offered; the gate decides in any case. */
export function NextStep(props: LegalRequestPageProps) {
  const { language, state, problems } = props;
  const words = wordsOf(language).protection.request;
  const labels = { how: words.how, persons: words.persons, reason: words.reason, answer: words.answer };
  return (
    <>
      <ProblemSummary language={language} problems={problems} labels={labels} />
      {state === 'received' ? <Authenticate {...props} /> : null}
      {state === 'authenticated' || state === 'objected' || state === 'scoped' ? <Scope {...props} /> : null}
      {state === 'scoped' ? <Find {...props} /> : null}
      {state === 'found-necessary' ? <Approve {...props} /> : null}
      {state === 'approved' ? <Preparing {...props} /> : null}
      {state === 'produced' || state === 'taken' ? <Deliver {...props} /> : null}
      {state === 'answered' ? <Letter {...props} /> : null}
      {['taken', 'delivered', 'answered'].includes(state) ? null : <Answer {...props} />}
    </>
  );
}

/** So many are done: a large answer takes a while. */
function Preparing({ language, progress: { persons, produced } }: LegalRequestPageProps) {
  const words = wordsOf(language).protection.request;
  return <Said kind="plain" text={`${words.preparing} ${words.progress(produced, persons)}`} />;
}

function Said({ kind, text }: { readonly kind: 'plain' | 'careful'; readonly text: string }) {
  return (
    <Notice kind={kind}>
      <p>{text}</p>
    </Notice>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
}

export function Part({ id, title, lead, children }: PropsWithChildren<PartProps>) {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead === undefined ? null : <p class="hint">{lead}</p>}
      {children}
    </section>
  );
}

export function text(
  { language, values, problems }: LegalRequestPageProps,
  name: string,
  label: string,
): Omit<FieldProps, 'type'> & { type: 'long-text' } {
  return {
    language,
    name,
    label,
    type: 'long-text',
    required: true,
    autocomplete: 'off',
    value: values[name],
    problem: problems[name],
    minlength: REASON_CHARACTERS_MIN,
    maxlength: CASE_TEXT_CHARACTERS_MAX,
  };
}

function Authenticate(props: LegalRequestPageProps) {
  const words = wordsOf(props.language).protection.request;
  return (
    <Part id="authenticate" title={words.authenticateTitle}>
      <Form action={addresses.legalStep(props.id, 'authentication')} csrf={props.frame.csrf}>
        <Field {...text(props, 'how', words.how)} hint={words.howHint} />
        <Submit>{words.authenticate}</Submit>
      </Form>
    </Part>
  );
}

function Scope(props: LegalRequestPageProps) {
  const { language, id, frame, fields, asked, texts, values } = props;
  const words = wordsOf(language).protection.request;
  const persons = values['persons'] ?? texts.scope?.persons.join('\n');
  const day = { language, type: 'date' as const, required: false, autocomplete: 'off' };
  return (
    <Part id="scope" title={words.scopeTitle} lead={words.scopeLead}>
      <Form action={addresses.legalStep(id, 'scope')} csrf={frame.csrf}>
        <Field
          {...text(props, 'persons', props.process ? words.dealings : words.persons)}
          value={persons}
          minlength={1}
          maxlength={LEGAL_FORM_BYTES_MAX}
        />
        <fieldset class="choices">
          <legend>{words.fields}</legend>
          {fields.map((field) => (
            <label>
              <input
                type="checkbox"
                name={`field.${field.id}`}
                value="on"
                checked={asked.some((one) => one.id === field.id)}
              />{' '}
              {field.label}
            </label>
          ))}
        </fieldset>
        <Field {...day} name="from" label={words.from} value={values['from']} />
        <Field {...day} name="until" label={words.until} value={values['until']} />
        <Submit>{words.scope}</Submit>
      </Form>
    </Part>
  );
}

function Find(props: LegalRequestPageProps) {
  const words = wordsOf(props.language).protection.request;
  if (!props.mayAct) return <Said kind="careful" text={words.mustWait} />;
  return (
    <Part id="find" title={words.findTitle}>
      <Form action={addresses.legalStep(props.id, 'finding')} csrf={props.frame.csrf}>
        <Field {...text(props, 'reason', words.reason)} hint={words.reasonHint} />
        <Submit>{words.find}</Submit>
      </Form>
    </Part>
  );
}

function Approve({
  language,
  id,
  frame,
  foundByReader,
  findingStands,
  mayAct,
  process,
  toldBefore,
}: LegalRequestPageProps) {
  const words = wordsOf(language).protection.request;
  if (!findingStands) return <Said kind="careful" text={words.findingFell} />;
  if (foundByReader) return <Said kind="careful" text={words.approveOther} />;
  if (!mayAct) return <Said kind="careful" text={words.mustWait} />;
  if (process && !toldBefore) return <Said kind="plain" text={words.mustTellFirst} />;
  return (
    <Part id="approve" title={words.approveTitle} lead={words.approveLead}>
      <Form action={addresses.legalStep(id, 'approval')} csrf={frame.csrf}>
        <Submit kind="grave">{words.approve}</Submit>
      </Form>
    </Part>
  );
}

function Deliver(props: LegalRequestPageProps) {
  const { language, id, frame, state, findingStands, approvalStands, batches } = props;
  const given = batches.filter((one) => one.given);
  const words = wordsOf(language).protection.request;
  if (!findingStands || !approvalStands) return <Said kind="careful" text={words.approvalFell} />;
  return (
    <Part id="deliver" title={words.takeTitle} lead={words.takeLead}>
      {given.map(({ batch, takenAt }) => (
        <Form action={addresses.legalStep(id, 'taking')} csrf={frame.csrf}>
          <input type="hidden" name="batch" value={String(batch)} />
          <Submit>{batches.length === 1 ? words.take : words.takePart(batch, batches.length)}</Submit>
          {takenAt === null || batches.length === 1 ? null : <p class="hint">{words.takenBefore}</p>}
        </Form>
      ))}
      {state === 'taken' ? (
        <Form action={addresses.legalStep(id, 'delivery')} csrf={frame.csrf}>
          <Field {...text(props, 'how', words.deliverHow)} minlength={1} />
          <Submit kind="quiet">{words.deliver}</Submit>
        </Form>
      ) : null}
    </Part>
  );
}

function Letter({ language, id }: LegalRequestPageProps) {
  return (
    <p class="actions">
      <Link href={addresses.legalAnswer(id)} class="button quiet">
        {wordsOf(language).protection.letter.open}
      </Link>
    </p>
  );
}

function Answer(props: LegalRequestPageProps) {
  const { language, id, frame, values, problems } = props;
  const words = wordsOf(language).protection.request;
  const { answers } = wordsOf(language).protection.requests;
  return (
    <Part id="answer" title={words.answerTitle} lead={words.answerLead}>
      <Form action={addresses.legalStep(id, 'answer')} csrf={frame.csrf}>
        <Field
          language={language}
          name="answer"
          type="choice"
          label={words.answer}
          required={true}
          autocomplete="off"
          value={values['answer']}
          problem={problems['answer']}
          choices={ANSWERS.map((one) => ({ id: one, label: answers[one] }))}
        />
        <Field {...text(props, 'explanation', words.answerReason)} />
        <Submit kind="quiet">{words.answerSubmit}</Submit>
      </Form>
    </Part>
  );
}
