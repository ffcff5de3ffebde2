import type { PropsWithChildren } from 'hono/jsx';

interface NoticeProps {
  readonly kind: 'plain' | 'good' | 'bad' | 'careful';
  readonly title?: string | undefined;
  /** True where the notice answers what the reader just did, so that a screen reader says it at once. */
  readonly answer?: boolean;
}

/** A framed remark. The words alone must say what it is; the colour only helps. */
export function Notice({ kind, title, answer = false, children }: PropsWithChildren<NoticeProps>) {
  const role = answer ? (kind === 'bad' ? 'alert' : 'status') : undefined;
  return (
    <div class={`notice ${kind}`} role={role}>
      {title === undefined ? null : <p class="notice-title">{title}</p>}
      {children}
    </div>
  );
}
