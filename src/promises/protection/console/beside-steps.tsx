import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { LegalRequestPageProps } from './legal-request-page.tsx';
import { Part, text } from './next-step.tsx';

const OVER = ['delivered', 'answered'];
const LISTED = ['scoped', 'found-necessary', 'approved', 'produced', 'nothing-to-give', 'taken'];

/** What an officer may do beside the way of a request: object, keep apart, record a ban on telling. */
export function BesideSteps(props: LegalRequestPageProps) {
  const { state, process, gagged, steps } = props;
  const mayGag =
    steps.authenticated !== null && !process && (gagged || steps.produced === null) && state !== 'answered';
  return (
    <>
      {state === 'authenticated' || state === 'scoped' ? <Objection {...props} /> : null}
      {LISTED.includes(state) && !OVER.includes(state) ? <Hold {...props} /> : null}
      {mayGag ? <Gag {...props} /> : null}
    </>
  );
}

function Objection(props: LegalRequestPageProps) {
  const words = wordsOf(props.language).protection.request;
  return (
    <Part id="object" title={words.objectTitle} lead={words.objectLead}>
      <Form action={addresses.legalStep(props.id, 'objection')} csrf={props.frame.csrf}>
        <Field {...text(props, 'objection', words.objection)} />
        <Submit kind="quiet">{words.object}</Submit>
      </Form>
    </Part>
  );
}

function Hold(props: LegalRequestPageProps) {
  const { language, id, frame, heldUntil } = props;
  const words = wordsOf(language).protection.request;
  return (
    <Part id="hold" title={words.holdTitle} lead={words.holdLead}>
      <Form action={addresses.legalStep(id, 'hold')} csrf={frame.csrf}>
        <Field {...day(props, 'holdUntil', words.holdUntil)} required={true} />
        <Field {...text(props, 'holdReason', words.holdReason)} />
        <Submit kind="quiet">{heldUntil === null ? words.hold : words.holdLonger}</Submit>
      </Form>
    </Part>
  );
}

function Gag(props: LegalRequestPageProps) {
  const { language, id, frame, gagged } = props;
  const words = wordsOf(language).protection.request;
  return (
    <Part id="gag" title={words.gagTitle} lead={gagged ? words.gagLeadNow : words.gagLead}>
      <Form action={addresses.legalStep(id, 'gag')} csrf={frame.csrf}>
        <Field {...day(props, 'gagUntil', gagged ? words.gagAnother : words.gagUntil)} required={!gagged} />
        <Field {...text(props, 'gagReason', words.gagReason)} />
        <Submit kind="quiet">{words.gag}</Submit>
      </Form>
    </Part>
  );
}

function day({ language, values, problems }: LegalRequestPageProps, name: string, label: string) {
  const type = 'date' as const;
  return { language, name, label, type, autocomplete: 'off', value: values[name], problem: problems[name] };
}
