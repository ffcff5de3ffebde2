import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { Problem } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

/** The limit of one message, for the browser; the act has its own. */
const CHARACTERS_MAX = 4000;

export interface WritingProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Labels of required fields that were not left: while there are any, nothing can be written. */
  readonly missing: readonly string[];
  /** What was typed in a form that came back. */
  readonly text: string;
  readonly problem: Problem | undefined;
}

/** The form of a message, or what is needed before there can be one. */
export function Writing({
  language,
  frame,
  missing,
  text,
  problem,
  action,
}: WritingProps & { readonly action: string }) {
  const words = wordsOf(language).collection.conversation;
  if (missing.length > 0) {
    return (
      <Notice kind="careful" title={words.missingTitle}>
        <p>{words.missingLead}</p>
        <ul>
          {missing.map((label) => (
            <li>{label}</li>
          ))}
        </ul>
        <p>
          <Link href={addresses.data}>{words.addMissing}</Link>
        </p>
      </Notice>
    );
  }
  return (
    <Form action={action} csrf={frame.csrf} class="panel">
      <Field
        language={language}
        name="text"
        type="long-text"
        label={words.text}
        required={true}
        autocomplete="off"
        maxlength={CHARACTERS_MAX}
        value={text}
        problem={problem}
      />
      <Agreeing language={language} frame={frame} sentence={words.agree} />
      <Submit>{words.send}</Submit>
    </Form>
  );
}

interface AgreeingProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly sentence: string;
}

/** Leaving data is agreeing: said before the button, with the version in force. */
export function Agreeing({ language, frame, sentence }: AgreeingProps) {
  return (
    <p class="agreeing">
      {sentence}
      <Link href={addresses.version(frame.policyVersion)}>
        {wordsOf(language).agreement.register.agreeLink(frame.policyVersion)}
      </Link>
      .
    </p>
  );
}
