import type { AnyAct } from '../../kernel/gate/act.ts';
import type { EntryBody } from '../../kernel/ledger/entry.ts';
import { insufficient } from '../../kernel/ledger/insufficient.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { ASKER_WORDS, RECIPIENT_WORDS } from '../../kernel/policy/asker-words.ts';
import { factWords } from '../../kernel/policy/fact-words.ts';
import type { Asker, Recipient } from '../../kernel/policy/names.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { REFUSALS, type RefusalCode } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import { seeOwnHistory } from '../../promises/agreement/index.ts';
import type { HistoryEntry } from '../../promises/agreement/pages.tsx';
import { wordsOf } from '../../ui/words/words.ts';
import { type Page, signedIn } from './page.tsx';
import { sayGround } from './say-declared.ts';

export interface Entry {
  readonly n: number;
  readonly at: Date;
  readonly kind: string;
  readonly body: EntryBody | null;
  readonly inLog: boolean;
}

/** How far back one page looks: twenty full pages of the list. */
const ENTRIES_SHOWN_MAX = 20 * PAGE_ROWS_MAX;

/** The reader's chain, newest first. */
export async function readWholeHistory(page: Page): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let before: number | undefined;
  do {
    const { output } = await page.gate.pass(seeOwnHistory, signedIn(page), before === undefined ? {} : { before });
    entries.push(...output.entries);
    before = output.next ?? undefined;
  } while (before !== undefined && entries.length < ENTRIES_SHOWN_MAX);
  return entries;
}

/** `2026-11`, in UTC as the entry itself. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}

interface Saying {
  readonly version: Version;
  readonly language: Language;
  readonly acts: readonly AnyAct[];
}

/** An entry in the words of the reader's language. Names of what was declared then and is gone now stay as ids. */
export function sayEntry({ n, at, kind, body, inLog }: Entry, { version, language, acts }: Saying): HistoryEntry {
  const act = acts.find(({ name }) => name === kind);
  const declared = sayAbout(body?.about ?? '', version, language);
  return {
    n,
    at,
    kind,
    who: body === null ? null : sayWho(body.asker, version, language),
    purpose: declared,
    fields: [...new Set(body?.fields)].map((id) => sayField(id, version, language)),
    recipient: sayRecipient(body, version, language),
    allowed: body?.decision !== 'refused',
    because: sayBecause(body, act, language),
    notDone: body?.decision === 'undone',
    widened: (body?.widened ?? []).map((id) => sayField(id, version, language)),
    section: body?.sections[0] ?? act?.section ?? 'use',
    version: body?.version.number ?? version.number,
    hasReceipt: inLog,
  };
}

/** Why not: the facts that did not suffice as clauses, or in words what stood in the way of an act that was allowed. */
function sayBecause(body: EntryBody | null, act: AnyAct | undefined, language: Language): readonly string[] {
  if (body === null) return [];
  const because = Object.entries(insufficient(body.facts, body.because));
  // Nothing that could be otherwise would have changed the answer: it is simply not permitted.
  if (body.decision === 'refused' && because.length === 0 && body.widened === undefined)
    return [wordsOf(language).agreement.history.noRule];
  return because.map(([name, value]) => {
    const fact = act?.facts.find((one) => one.name === name);
    if (fact !== undefined) return factWords(fact, value, language);
    const status = Object.hasOwn(REFUSALS, name) ? REFUSALS[name as RefusalCode] : undefined;
    return status === undefined ? name : wordsOf(language).home.problems[status].title;
  });
}

/** Who asked, as an entry names them, in words; null where it was the person. */
export function sayWho(asker: string, version: Version, language: Language): string | null {
  return asker === 'person' ? null : (sayNamed(asker, version, language) ?? sayAsker(asker, language));
}

/** A declared field by its words, whatever else is kept sealed by the interface's own. */
export function sayField(id: string, version: Version, language: Language): string {
  const { collection, security } = wordsOf(language);
  const sealed: Readonly<Record<string, string>> = { ...collection.sealed, ...security.sealed };
  return version.declarations.fields.find((field) => field.id === id)?.words[language] ?? sealed[id] ?? id;
}

function sayAsker(asker: string, language: Language): string {
  if (asker === 'anyone') return wordsOf(language).agreement.history.notSignedIn;
  return ASKER_WORDS[asker.split(':')[0] as Asker]?.[language].replace(/,$/, '') ?? asker;
}

/** `service:shop`, `provider:demo-pay`: by their declared words. */
function sayNamed(name: string, version: Version, language: Language): string | undefined {
  const [kind, rest = ''] = name.split(':');
  const id = rest.split('/')[0];
  const list =
    kind === 'service' ? version.declarations.services : kind === 'provider' ? version.declarations.providers : [];
  return list.find((one) => one.id === id)?.words[language];
}

function sayAbout(about: string, version: Version, language: Language): string | null {
  const [kind, rest = ''] = about.split(':');
  const [id, detail] = rest.split('/');
  if (kind === 'service') {
    const service = version.declarations.services.find((one) => one.id === id);
    return service?.purposes.find((one) => one.id === detail)?.words[language] ?? detail ?? null;
  }
  if (kind === 'provider') {
    const provider = version.declarations.providers.find((one) => one.id === id);
    return provider?.methods.find((one) => one.id === detail)?.words[language] ?? detail ?? null;
  }
  if (kind === 'ground') return sayGround(version, id ?? '', language);
  return null;
}

function sayRecipient(body: EntryBody | null, version: Version, language: Language): string | null {
  if (body === null || body.recipient === 'nobody' || body.recipient === 'person') return null;
  return sayReceiver(body, version, language);
}

/** Who received something, by its declared name where it has one. */
export function sayReceiver(
  { about, recipient }: Pick<EntryBody, 'about' | 'recipient'>,
  version: Version,
  language: Language,
): string {
  return sayNamed(about, version, language) ?? RECIPIENT_WORDS[recipient as Recipient]?.[language] ?? recipient;
}
