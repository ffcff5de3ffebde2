import type { Context } from 'hono';
import { readStaffRoles, type StaffRole } from '../kernel/gate/store.ts';
import { Refusal } from '../kernel/refusal.ts';
import { readRoles } from '../promises/security/index.ts';
import { consoleEntries } from './console-entries.ts';
import { openPage, type Page, type Signed, signedIn, type Web } from './web/page.tsx';

/** A page of the console, read by somebody of the staff. */
export interface ConsolePage extends Page {
  readonly asker: Signed;
  /** What the reader may act as, in this session. */
  readonly roles: readonly StaffRole[];
  /** What waits in each place the reader has. */
  readonly waiting: readonly { readonly entry: (typeof consoleEntries)[number]; readonly count: number }[];
}

/** Staff in a session that one factor alone stands behind: told how to go on, because they may know that it exists. */
export class NeedsFactor extends Error {
  override readonly name = 'NeedsFactor';
  readonly page: Page;
  constructor(page: Page) {
    super('the console needs a session with two factors');
    this.page = page;
  }
}

/**
 * Opens a page of the console with its navigation. What a reader may do there is decided by the gate, act by act; this
 * only keeps strangers from seeing that there is a console.
 * @throws Refusal `unauthenticated`, or `not_found` for who is not of the staff; NeedsFactor
 */
export async function openConsole(context: Context, web: Web): Promise<ConsolePage> {
  const page = await openPage(context, web);
  const asker = signedIn(page);
  const { db } = web.gate.parts;
  const roles = await readStaffRoles(db, asker.session);
  if (roles.length === 0) {
    if ((await readRoles(db, asker.personId)).length > 0) throw new NeedsFactor(page);
    throw new Refusal('not_found', 'there is nothing here for you');
  }
  const own = consoleEntries.filter((entry) => roles.some((role) => role === 'owner' || entry.roles.includes(role)));
  const waiting = await Promise.all(own.map(async (entry) => ({ entry, count: await entry.waiting(db) })));
  const places = waiting.map(({ entry, count }) => ({
    href: entry.href,
    group: entry.group,
    label: entry.words[page.language],
    waiting: count,
  }));
  return { ...page, asker, roles, waiting, frame: { ...page.frame, console: places } };
}
