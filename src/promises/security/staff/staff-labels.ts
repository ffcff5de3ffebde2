import { z } from 'zod';
import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';

/** How owners call the members of the staff, by card: kept sealed among the secrets of the site. */
const NAME = 'staff/labels';
const form = z.record(z.uuid(), z.string());

export async function readLabels(parts: GateParts, sql: Sql): Promise<Readonly<Record<string, string>>> {
  const kept = await parts.siteSecrets.read(sql, NAME);
  return kept === undefined ? {} : form.parse(JSON.parse(kept.unseal('answer')));
}

/** Null takes the label away. To be called while the site's chain is held. */
export async function keepLabel(parts: GateParts, tx: Tx, cardId: string, label: string | null): Promise<void> {
  const labels = { ...(await readLabels(parts, tx)) };
  if (label === null) delete labels[cardId];
  else labels[cardId] = label;
  await parts.siteSecrets.store(tx, NAME, JSON.stringify(labels));
}

/** The name that an owner gave an invitation becomes that of whoever took it. */
export async function moveLabel(parts: GateParts, tx: Tx, from: string, cardId: string): Promise<void> {
  const label = (await readLabels(parts, tx))[from];
  if (label === undefined) return;
  await keepLabel(parts, tx, from, null);
  await keepLabel(parts, tx, cardId, label);
}
