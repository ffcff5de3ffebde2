import type { Hono } from 'hono';
import type { EntryBody } from '../../kernel/ledger/entry.ts';
import { changeWords, decisionWords } from '../../kernel/policy/explain-words.ts';
import { caseOfEntry, type ExplainedDecision, explainCase } from '../../kernel/policy/explanation.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { seeOwnHistory } from '../../promises/agreement/index.ts';
import { EntryPage, type SaidDecision } from '../../promises/agreement/pages.tsx';
import { sayEntry, sayField } from './history.ts';
import { openPage, type Page, show, signedIn, type Web } from './page.tsx';
import { sayRule } from './say-rule.ts';

/** Why an entry of one's own history was decided as it was. Looked at through the same act as the history itself. */
export function explainRoutes(app: Hono, web: Web): void {
  app.get('/account/history/:n{[1-9][0-9]{0,8}}', async (context) => {
    const page = await openPage(context, web);
    const { language, frame, gate } = page;
    const n = Number(context.req.param('n'));
    const { output } = await gate.pass(seeOwnHistory, signedIn(page), { before: n + 1 });
    const entry = output.entries.find((one) => one.n === n);
    if (entry === undefined) throw new Refusal('not_found', 'there is no such entry');
    const { body } = entry;
    const version = body === null ? page.version : await gate.parts.shelf.byNumber(body.version.number);
    const said = sayEntry(entry, { version, language, acts: gate.acts });
    const decisions = body === null ? [] : explained(page, body, version);
    return show(page, <EntryPage {...{ language, frame, decisions }} entry={said} />);
  });
}

// The reader is the person concerned, and hears what the asker may hear.
function explained(page: Page, body: EntryBody, version: Version): readonly SaidDecision[] {
  const asked = caseOfEntry(body, version);
  if (asked === null) return [];
  const { floor } = page.gate.parts;
  return explainCase(asked, { floor, version, hearer: 'asker' }).decisions.map((one) => said(one, page, version));
}

function said({ field, decision, change }: ExplainedDecision, page: Page, version: Version): SaidDecision {
  const { language, gate } = page;
  const rules = [...gate.parts.floor.rules, ...version.ruleTexts].filter(({ id }) => decision.rules.includes(id));
  const would = changeWords(change, language);
  return {
    field: field === null ? null : sayField(field, version, language),
    allowed: decision.allowed,
    why: capital(decisionWords(decision, language)),
    rules: rules.map((rule) => sayRule(rule, version.vocabulary, language)),
    would: would === null ? null : capital(would),
    section: decision.sections[0] ?? 'use',
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
