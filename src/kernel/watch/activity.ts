import type { Db } from '../db/db.ts';
import type { Metrics } from './open-metrics.ts';
import { addActivity, dropOldActivity } from './store.ts';

/** Writes down what this process counted since the last time. What it had counted when it was killed is lost. */
export async function writeActivity({ db, metrics }: { readonly db: Db; readonly metrics: Metrics }): Promise<void> {
  const taken = metrics.takeActivity();
  if (taken.length === 0) return;
  try {
    await addActivity(db, taken);
    await dropOldActivity(db);
  } catch (error) {
    metrics.putBack(taken);
    throw error;
  }
}
