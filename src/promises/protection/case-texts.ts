import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { SiteSecrets } from '../../kernel/vault/site-secrets.ts';

/** What officers typed about a case, by the step at which they did. */
export interface CaseTexts {
  readonly intake?: { readonly authority: string; readonly reference: string; readonly asked: string };
  readonly authentication?: { readonly how: string };
  /** The persons as the authority named them, in its order. */
  readonly scope?: { readonly persons: readonly string[] };
  readonly finding?: { readonly reason: string };
  readonly delivery?: { readonly how: string };
  readonly answer?: { readonly reason: string };
  /** Why a ban on telling got another end. */
  readonly gag?: { readonly reason: string };
  /** Why data is kept apart, and why longer. */
  readonly hold?: { readonly reason: string };
  /** What was objected to, and what the authority answered. */
  readonly objection?: { readonly reason: string };
}
export type CaseStep = keyof CaseTexts;
const STEPS = [
  'intake',
  'authentication',
  'scope',
  'finding',
  'delivery',
  'answer',
  'gag',
  'hold',
  'objection',
] as const satisfies readonly CaseStep[];

export async function keepCaseText<Step extends CaseStep>(
  { siteSecrets }: { readonly siteSecrets: SiteSecrets },
  tx: Tx,
  legalRequestId: string,
  step: Step,
  text: NonNullable<CaseTexts[Step]>,
): Promise<void> {
  await siteSecrets.of(legalRequestId).store(tx, step, JSON.stringify(text));
}

/** Opens what was typed about a case; only for those who work on it, and for the person whom it concerned. */
export async function readCaseTexts(
  { siteSecrets }: { readonly siteSecrets: SiteSecrets },
  sql: Sql,
  legalRequestId: string,
  steps: readonly CaseStep[] = STEPS,
): Promise<CaseTexts> {
  const found = await siteSecrets.of(legalRequestId).readAll(sql, steps);
  return Object.fromEntries(
    steps.flatMap((step) => {
      const text = found.get(step);
      return text === undefined ? [] : [[step, JSON.parse(text.unseal('answer'))]];
    }),
  ) as CaseTexts;
}

/** The names of the authorities of several cases, as officers recorded them. */
export async function readAuthorities(
  { siteSecrets }: { readonly siteSecrets: SiteSecrets },
  sql: Sql,
  legalRequestIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const read = async (id: string) => {
    const text = await siteSecrets.of(id).read(sql, 'intake');
    if (text === undefined) return [];
    const { authority } = JSON.parse(text.unseal('answer')) as NonNullable<CaseTexts['intake']>;
    return [[id, authority]] as const;
  };
  return new Map((await Promise.all(legalRequestIds.map(read))).flat());
}
