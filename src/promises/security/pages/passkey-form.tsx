import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../../../kernel/words.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { wordsOf } from '../../../ui/words/words.ts';

interface PasskeyFormProps {
  readonly language: Language;
  readonly frame: Frame;
  /** `create` makes a passkey, `get` shows one. */
  readonly doing: 'create' | 'get';
  /** Where the browser's options are fetched. */
  readonly options: string;
  /** Where the answer goes. */
  readonly action: string;
  readonly button: string;
  readonly next?: string | null;
  /** Also offered by the browser itself, beside the field where a name is typed. */
  readonly autofill?: boolean;
  /** The address of the script that asks the browser. */
  readonly script: string;
}

/** A form that only the script can fill in: it stays hidden where a browser has no script or no passkeys. */
export function PasskeyForm(props: PropsWithChildren<PasskeyFormProps>) {
  const { language, frame, doing, options, action, button, next = null, autofill = false, script, children } = props;
  const words = wordsOf(language).security;
  const data = {
    'data-passkey': doing,
    'data-options': options,
    'data-failed': words.passkeyFailed,
    'data-known': words.passkeyKnown,
    ...(autofill ? { 'data-autofill': 'yes' } : {}),
  };
  return (
    <>
      <Form action={action} csrf={frame.csrf} class="panel" hidden={true} {...data}>
        <input type="hidden" name="answer" value="" />
        {next === null ? null : <input type="hidden" name="next" value={next} />}
        {children}
        <Submit>{button}</Submit>
        <p role="status" class="hint"></p>
      </Form>
      <script type="module" src={script}></script>
    </>
  );
}
