import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../kernel/words.ts';
import { hostToShow } from './host-for-what-it-is.ts';
import { safeHref } from './safe-href.ts';
import { wordsOf } from './words/words.ts';

interface LinkProps {
  readonly href: string;
  readonly class?: string;
  /** `page` where the link leads to this very page, `true` where to the place it belongs to. */
  readonly current?: 'page' | 'true' | undefined;
  readonly download?: boolean;
  readonly rel?: string;
  readonly hreflang?: string;
  readonly lang?: string;
}

/** A link inside this server. An address that leads elsewhere is a defect of the page that wrote it. */
export function Link({ href, current, children, ...rest }: PropsWithChildren<LinkProps>) {
  const to = safeHref(href);
  if (to.kind !== 'inside') throw new TypeError('an internal link led outside the server');
  return (
    <a href={to.href} aria-current={current} {...rest}>
      {children}
    </a>
  );
}

interface OutboundProps {
  readonly href: string;
  readonly language: Language;
  /** What the link reads like, where its children are more than a text: compared with where it leads. */
  readonly text?: string;
  /** Where people other than the administration wrote it. */
  readonly written?: 'by-people';
  /** The notice page that stands before the other site, where the operator wants one. */
  readonly notice?: string | undefined;
}

/**
 * A link that leaves the site: marked with a sign for the eye and with words for screen readers, and sent without a
 * referrer. An address that a browser would run is not linked at all: its text stays.
 */
export function Outbound(props: PropsWithChildren<OutboundProps>) {
  const { href, language, text, written, notice, children } = props;
  const to = safeHref(href);
  if (to.kind === 'refused') return <span>{children}</span>;
  if (to.kind !== 'outside') return <a href={to.href}>{children}</a>;
  const rel = `noopener noreferrer external${written === 'by-people' ? ' nofollow ugc' : ''}`;
  const host = hostToShow(to.host, text ?? (typeof children === 'string' ? children : ''));
  return (
    <a class="leaving" href={notice ?? to.href} rel={rel} referrerpolicy="no-referrer">
      {children}
      {host === null ? null : <span class="leaving-host"> [{host}]</span>}
      <svg class="leaving-sign" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        <path d="M4 2h6v6M10 2 4.5 7.5M7 10H2V5" />
      </svg>
      <span class="unseen"> {wordsOf(language).frame.leaving}</span>
    </a>
  );
}
