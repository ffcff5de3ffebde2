import { z } from 'zod';

const fact = z.union([z.boolean(), z.string()]);

/** What an entry of the ledger says of an asking, and by which version it was decided. Entries say more. */
export const recordedCaseSchema = z.object({
  kind: z.string(),
  asker: z.string(),
  recipient: z.string(),
  about: z.string(),
  fields: z.array(z.string()).readonly(),
  categories: z.array(z.string()).readonly(),
  /** One that differs by field as a map from field to value. */
  facts: z.record(z.string(), z.union([fact, z.record(z.string(), fact).readonly()])).readonly(),
  decision: z.enum(['allowed', 'refused', 'undone']),
  version: z.object({ number: z.number().int(), digest: z.string() }),
});
