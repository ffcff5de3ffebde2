import type { ConsoleGroup } from './console-entry.ts';

/** What every page needs to know about where it is shown. Plain data: the edge fills it in for each request. */
export interface Frame {
  /** The published name of the site; null while it is unnamed. */
  readonly siteName: string | null;
  /** True where the site speaks for nobody: every page then says so. */
  readonly demonstration: boolean;
  readonly signedIn: boolean;
  /** On the reader's own pages: how many of their entries the newest signed checkpoint holds. */
  readonly stated?: number;
  /** The token every form carries, bound to the reader's session (or to their pre-session cookie). */
  readonly csrf: string;
  /** The path of this page without its query: marks the place in the navigation, carries the language switch. */
  readonly path: string;
  /** The number of the version in force. */
  readonly policyVersion: number;
  /** The address of the style sheet, with its digest in the name. */
  readonly style: string;
  /** The places of the console, on its own pages only. */
  readonly console?: readonly ConsolePlace[];
}

/** A place of the console as its navigation shows it. */
export interface ConsolePlace {
  readonly href: string;
  readonly group: ConsoleGroup;
  readonly label: string;
  /** How much waits there. */
  readonly waiting: number;
}
