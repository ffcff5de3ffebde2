import type { PropsWithChildren } from 'hono/jsx';
import { fieldId } from './field-id.ts';
import { safeHref } from './safe-href.ts';

interface UploadFormProps {
  /** A path on this server. */
  readonly action: string;
  readonly csrf: string;
  /** A picture may be blacked out before it is sent; the form holds a `CoverPart`. */
  readonly cover?: boolean;
}

/** A form that sends a file: like every form a POST to this server with the token of the reader's session. */
export function UploadForm({ action, csrf, cover = false, children }: PropsWithChildren<UploadFormProps>) {
  const to = safeHref(action);
  if (to.kind !== 'inside') throw new TypeError('a form led outside the server');
  return (
    <form method="post" action={to.href} enctype="multipart/form-data" {...(cover ? { 'data-cover': '' } : {})}>
      <input type="hidden" name="csrf" value={csrf} />
      {children}
    </form>
  );
}

interface FileFieldProps {
  readonly name: string;
  /** Told apart from other forms of the page that send the same name. */
  readonly of: string;
  readonly label: string;
  readonly hint: string;
  /** Media types that the browser offers; what is taken is told by content. */
  readonly accept: string;
}

/** Lines of text that are sent along with the file. */
export function FileLines({ rows, ...field }: Omit<FileFieldProps, 'accept'> & { readonly rows: number }) {
  return (
    <Labelled {...field}>
      <textarea {...inputOf(field)} rows={rows} autocomplete="off" spellcheck={false} />
    </Labelled>
  );
}

export function FileField({ accept, ...field }: FileFieldProps) {
  return (
    <Labelled {...field}>
      <input type="file" {...inputOf(field)} accept={accept} required={true} />
    </Labelled>
  );
}

type Of = Omit<FileFieldProps, 'accept'>;

function Labelled({ label, hint, children, ...of }: PropsWithChildren<Of>) {
  const { id, 'aria-describedby': hintId } = inputOf(of);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="hint" id={hintId}>
        {hint}
      </p>
      {children}
    </div>
  );
}

function inputOf({ name, of }: Pick<Of, 'name' | 'of'>) {
  const id = fieldId(`${name}.${of}`);
  return { id, name, 'aria-describedby': `${id}-hint` };
}
