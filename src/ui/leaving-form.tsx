import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../kernel/words.ts';
import { safeHref } from './safe-href.ts';
import { wordsOf } from './words/words.ts';

interface LeavingFormProps {
  /** A declared address of somebody else. */
  readonly action: string;
  readonly values: Readonly<Record<string, string>>;
  readonly language: Language;
}

/**
 * The one form that leads outside: marked like a link that does, with no token of ours in it. The browser sends it only
 * where the answer's own headers name the address too.
 */
export function LeavingForm({ action, values, language, children }: PropsWithChildren<LeavingFormProps>) {
  const to = safeHref(action);
  if (to.kind !== 'outside') throw new TypeError('a form that leaves must lead outside the server');
  return (
    <form method="post" action={to.href} rel="noopener noreferrer external">
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class="button main">
        {children}
        <span class="unseen"> {wordsOf(language).frame.leaving}</span>
      </button>
    </form>
  );
}
