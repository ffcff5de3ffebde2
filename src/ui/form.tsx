import type { PropsWithChildren } from 'hono/jsx';
import { safeHref } from './safe-href.ts';

interface FormProps {
  /** A path on this server. */
  readonly action: string;
  readonly csrf: string;
  readonly class?: string;
  readonly label?: string;
  readonly hidden?: boolean;
  /** Whether a file is sent with it. */
  readonly files?: boolean;
  /** For the script of passkeys. */
  readonly [data: `data-${string}`]: string;
}

/** A form that does something: always POST, always to this server, always with the token of the reader's session. */
export function Form({ action, csrf, label, files = false, children, ...rest }: PropsWithChildren<FormProps>) {
  const to = safeHref(action);
  if (to.kind !== 'inside') throw new TypeError('a form led outside the server');
  return (
    <form
      method="post"
      action={to.href}
      aria-label={label}
      {...(files ? { enctype: 'multipart/form-data' } : {})}
      {...rest}
    >
      <input type="hidden" name="csrf" value={csrf} />
      {children}
    </form>
  );
}

type ButtonKind = 'main' | 'quiet' | 'grave';

/** The button that sends a form. `grave` is for what cannot be taken back. */
export function Submit({ kind = 'main', children }: PropsWithChildren<{ readonly kind?: ButtonKind }>) {
  return (
    <button type="submit" class={`button ${kind}`}>
      {children}
    </button>
  );
}
