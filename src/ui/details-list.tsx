import type { Child } from 'hono/jsx';

/** A pair of a name and what it is; null is left out, so that a page can list what may be missing. */
export type Detail = readonly [name: string, what: Child] | null;

/** Names and what they are, one pair a line. */
export function DetailsList({ details }: { readonly details: readonly Detail[] }) {
  return (
    <dl class="details">
      {details.map((detail) =>
        detail === null ? null : (
          <div>
            <dt>{detail[0]}</dt>
            <dd>{detail[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
