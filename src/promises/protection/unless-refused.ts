import { Refusal } from '../../kernel/refusal.ts';

/**
 * False where the policy refused, and the entry says so; or the person was erased meanwhile. Asking again would only be
 * refused again, and the others still have their answer.
 */
export async function unlessRefused(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof Refusal && ['forbidden_by_policy', 'not_found', 'conflict'].includes(error.code)) return false;
    throw error;
  }
}
