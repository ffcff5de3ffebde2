import type { PropsWithChildren } from 'hono/jsx';

interface PageHeadProps {
  readonly title: string;
  readonly lead?: string | undefined;
}

/** The one heading of a page, and the sentence that says what it is for. */
export function PageHead({ title, lead, children }: PropsWithChildren<PageHeadProps>) {
  return (
    <header class="page-head">
      <h1>{title}</h1>
      {lead === undefined ? null : <p class="lead">{lead}</p>}
      {children}
    </header>
  );
}
