import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { App } from '../../app.ts';
import { verifierKey } from '../../kernel/ledger/note.ts';
import { changeWords, decisionWords } from '../../kernel/policy/explain-words.ts';
import { type AskedCase, caseOfEntry, type Explanation, explainCase } from '../../kernel/policy/explanation.ts';
import type { UnpublishedVersion } from '../../kernel/policy/open-version.ts';
import { recordedCaseSchema } from '../../kernel/policy/recorded-case.ts';
import type { Report } from '../../kernel/policy/report.ts';
import { stateCase } from '../../kernel/policy/state-case.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import { allActs } from '../../promises/all-acts.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { VerificationError, verifyFiles } from '../../verify/verify.ts';
import { type Io, UsageError, withApp } from './command.ts';
import { inForce, languageFrom, type PolicyValues, print, versionNamed } from './policy-versions.ts';

/**
 * Why an asking is refused or allowed, and which facts would change the answer: of a case that is stated, or of an entry
 * whose receipt somebody brought. Facts that nobody is told are left out, unless the operator asks for `--all`.
 */
export async function policyExplain(what: string, values: PolicyValues, io: Io): Promise<number> {
  return await withApp(io, async (app) => {
    const asked = what.endsWith('.tlog-proof') ? await readCase(app, what) : await statedCase(app, what, values, io);
    if (asked === null) return 1;
    const language = languageFrom(values) ?? (await inForce(app)).binding;
    const { floor } = app.parts;
    const hearer = values.all === true ? 'operator' : 'asker';
    const explanation = explainCase(asked.asked, { floor, version: asked.version, hearer });
    print(reportExplanation(explanation, asked, language), values, io);
    return 0;
  });
}

interface Asked {
  readonly asked: AskedCase;
  readonly version: UnpublishedVersion & { readonly number?: number };
  /** What an entry says was answered; null of a stated case. */
  readonly recorded: string | null;
}

async function statedCase(app: App, act: string, values: PolicyValues, io: Io): Promise<Asked | null> {
  const version = await versionNamed(app, values.version ?? 'now', values, io);
  if (version === null) return null;
  const { asker, recipient, field: fields = [], named: about, fact: facts = [] } = values;
  try {
    const asked = stateCase({ act, asker, recipient, fields, about, facts }, version, allActs);
    return { asked, version, recorded: null };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid') throw new UsageError(error.message);
    throw error;
  }
}

/** The entry of a receipt, once it is known to stand in this site's ledger as it says. */
async function readCase({ parts }: App, path: string): Promise<Asked> {
  const { site, keys, shelf } = parts;
  const entry = recordedCaseSchema.safeParse(verified(path, verifierKey(site.origin, keys.ledger)));
  if (!entry.success) throw new Refusal('gone', 'the receipt holds no text of an entry any more: it was erased');
  const version = await shelf.byNumber(entry.data.version.number);
  if (version.digest !== entry.data.version.digest) {
    throw new Refusal('conflict', 'the entry names another text of this version than was published here');
  }
  const asked = caseOfEntry(entry.data, version);
  if (asked === null) throw new Refusal('gone', 'the entry does not say enough to decide on it again');
  return { asked, version, recorded: entry.data.decision };
}

function verified(path: string, key: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
  try {
    const [file] = verifyFiles([{ name: basename(path), text }], { key }).files;
    if (file?.ok === true) return file.entry;
    throw new Refusal('conflict', `the receipt does not hold: ${file?.sentences.join(' ') ?? ''}`);
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    throw new UsageError(error.message);
  }
}

function reportExplanation(explanation: Explanation, { version, recorded }: Asked, language: Language): Report {
  const { asked, allowed, decisions, hearer } = explanation;
  const words = wordsOf(language).changes.explain;
  const { sections } = wordsOf(language).frame;
  const label = (field: string | null) =>
    version.declarations.fields.find(({ id }) => id === field)?.words[language] ?? field ?? words.nothingOpened;
  const act = version.vocabulary.acts.find(({ name }) => name === asked.act);
  const lines = decisions.flatMap(({ field, decision, change }) => {
    const would = changeWords(change, language);
    const named = decision.sections.map((section) => `«${sections[section]}»`).join(', ');
    const answer = decision.allowed ? words.allowed : words.refused;
    const rules = decision.rules.length === 0 ? '' : ` [${decision.rules.join(', ')}]`;
    return [
      `  ${label(field)}: ${answer} (${named}): ${decisionWords(decision, language)}${rules}`,
      ...(decision.allowed ? [] : [`    ${would ?? words.nothingTold}`]),
    ];
  });
  const about = asked.about === '' ? '' : ` (${asked.about})`;
  const head = `${asked.act}: ${asked.asker} ${act?.words[language] ?? ''}${about} → ${asked.recipient}`;
  const end = allowed ? words.allowed : decisions.length > 1 ? words.wholeRefused : words.refused;
  const differs = recorded !== null && (recorded !== 'refused') !== allowed ? [words.differs] : [];
  const json = {
    ...asked,
    version: version.number ?? null,
    allowed,
    recorded,
    told: hearer,
    opens: decisions.map(({ field, category, facts, decision, change }) => ({
      ...{ field, category, facts, ...decision },
      change: change.map(({ fact, was, instead }) => ({
        fact: fact.name,
        was: was ?? null,
        instead,
        words: fact.words,
      })),
    })),
  };
  return { lines: [head, ...lines, end, ...differs], json };
}
