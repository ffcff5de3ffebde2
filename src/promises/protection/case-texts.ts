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
}
export type CaseStep = keyof CaseTexts;
const STEPS = [
  'intake',
  'authentication',
  'scope',
  'finding',
  'delivery',
  'answer',
] as const satisfies readonly CaseStep[];

/** The name under which something of a case is sealed as a value of the site. No declared field can have it. */
export function caseSecret(legalRequestId: string, what: CaseStep | 'archive' | `part-${number}`): string {
  return `legal/${legalRequestId}/${what}`;
}

export async function keepCaseText<Step extends CaseStep>(
  { siteSecrets }: { readonly siteSecrets: SiteSecrets },
  tx: Tx,
  legalRequestId: string,
  step: Step,
  text: NonNullable<CaseTexts[Step]>,
): Promise<void> {
  await siteSecrets.store(tx, caseSecret(legalRequestId, step), JSON.stringify(text));
}

/** Opens what was typed about a case; only for those who work on it, and for the person whom it concerned. */
export async function readCaseTexts(
  { siteSecrets }: { readonly siteSecrets: SiteSecrets },
  sql: Sql,
  legalRequestId: string,
  steps: readonly CaseStep[] = STEPS,
): Promise<CaseTexts> {
  const names = steps.map((step) => caseSecret(legalRequestId, step));
  const found = await siteSecrets.readAll(sql, names);
  return Object.fromEntries(
    steps.flatMap((step) => {
      const text = found.get(caseSecret(legalRequestId, step));
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
  const names = new Map(legalRequestIds.map((id) => [caseSecret(id, 'intake'), id]));
  const found = await siteSecrets.readAll(sql, [...names.keys()]);
  return new Map(
    [...found].map(([name, text]) => {
      const { authority } = JSON.parse(text.unseal('answer')) as NonNullable<CaseTexts['intake']>;
      return [names.get(name) ?? '', authority];
    }),
  );
}
