import { passwordOf } from '../../promises/security/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { goTo, type Page, signedIn } from './page.tsx';

/**
 * Whether the reader must show once more that it is them before what they are about to do. Asked before the act, so
 * that a stale session is led to the question instead of leaving a refusal in the history; the policy decides in any
 * case.
 * @returns where to send them; undefined when their presence is fresh
 */
export function askPresence(page: Page, next: string): Response | undefined {
  const { authenticatedAt } = signedIn(page);
  const { presenceMinutes } = page.version.declarations.thresholds;
  const age = page.gate.parts.clock.now().getTime() - authenticatedAt.getTime();
  return age <= presenceMinutes * 60_000 ? undefined : goTo(page, addresses.presenceFor(next));
}

/** Whether the reader has a password to show presence with: not where a passkey opens the account, or a key the page. */
export async function hasPassword(page: Page): Promise<boolean> {
  const kind = await passwordOf(page.gate.parts.db, signedIn(page).personId);
  return kind !== undefined && kind !== 'none';
}

/** The same question where a form else asks for the password: to whom has none, and an account. */
export async function askPresenceWithoutPassword(page: Page, next: string): Promise<Response | undefined> {
  const kind = await passwordOf(page.gate.parts.db, signedIn(page).personId);
  return kind === 'none' ? askPresence(page, next) : undefined;
}
