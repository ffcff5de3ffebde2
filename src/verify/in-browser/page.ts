// Receipts, statements and checkpoints are checked on this very device, by the code of `ledger verify`: nothing is sent
// anywhere, and once the page is there no network is needed. Without this script the page names the command instead.
import {
  type FileReport,
  type Sentences,
  say,
  VerificationError,
  type VerificationReport,
  verifyFiles,
} from '../verify.ts';

/** What the page says, in its reader's language; {name} stands for what a file says. */
interface Words {
  readonly holds: string;
  readonly wrong: string;
  readonly entry: string;
  readonly erased: string;
  readonly statement: string;
  readonly checkpoint: string;
  readonly consistency: string;
  readonly keyChange: string;
  readonly unknown: string;
  readonly exactly: string;
  readonly text: string;
  readonly all: string;
  readonly some: string;
  readonly contradiction: string;
  readonly badKey: string;
  readonly none: string;
  /** The sentences of the verifier itself; absent: as it says them. */
  readonly sentences?: Sentences;
}

const part = document.querySelector<HTMLElement>('[data-verify]');
const form = part?.querySelector('form');
if (part && form) offer(part, form);

function offer(part: HTMLElement, form: HTMLFormElement): void {
  const answer = part.querySelector<HTMLElement>('[data-verify-answer]');
  const words = JSON.parse(part.dataset['verify'] ?? '{}') as Words;
  if (answer === null) return;
  part.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void check(form, words).then((shown) => answer.replaceChildren(...shown));
  });
}

async function check(form: HTMLFormElement, words: Words): Promise<readonly Node[]> {
  const sent = new FormData(form);
  const chosen = sent.getAll('files').flatMap((file) => (file instanceof File && file.name !== '' ? [file] : []));
  if (chosen.length === 0) return [notice('careful', words.none)];
  const files = await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await file.text() })));
  const policy = String(sent.get('policy') ?? '').trim();
  const key = String(sent.get('key') ?? '').trim();
  try {
    const given = policy === '' ? {} : { policy: `${policy}\n` };
    const report = verifyFiles(files, { key, ...given, sentences: words.sentences });
    return [verdict(report, words), ...report.files.map((file) => shown(file, words))];
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return [notice('bad', words.badKey, element('p', say(error.said, words.sentences)))];
  }
}

function verdict({ ok, contradictions }: VerificationReport, words: Words): Node {
  if (ok) return notice('good', words.all);
  const exact = contradictions.map((sentence) => element('p', sentence));
  return notice('bad', contradictions.length > 0 ? words.contradiction : words.some, ...exact);
}

function shown(report: FileReport, words: Words): Node {
  const { file, ok, said, sentences, entry } = report;
  const panel = element('section', '');
  panel.className = 'panel';
  const badge = element('span', ok ? words.holds : words.wrong);
  badge.className = `badge ${ok ? 'good' : 'bad'}`;
  const name = element('h3', `${file} `);
  name.append(badge);
  panel.append(
    name,
    element('p', filled(sentenceOf(report, words), said)),
    details(
      words.exactly,
      sentences.map((one) => element('p', one)),
    ),
  );
  if (entry !== undefined) panel.append(details(words.text, [element('pre', JSON.stringify(entry, null, 2))]));
  return panel;
}

function sentenceOf({ kind, ok, entry }: FileReport, words: Words): string {
  if (!ok) return words.unknown;
  switch (kind) {
    case 'receipt':
      return entry === undefined ? words.erased : words.entry;
    case 'statement':
      return words.statement;
    case 'checkpoint':
      return words.checkpoint;
    case 'consistency':
      return words.consistency;
    case 'key-change':
      return words.keyChange;
    case 'unknown':
      return words.unknown;
  }
}

function filled(template: string, said: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => said[name] ?? '');
}

function details(summary: string, inside: readonly Node[]): Node {
  const node = element('details', '');
  node.append(element('summary', summary), ...inside);
  return node;
}

function notice(kind: 'good' | 'bad' | 'careful', title: string, ...more: readonly Node[]): Node {
  const node = element('div', '');
  node.className = `notice ${kind}`;
  const head = element('p', title);
  head.className = 'notice-title';
  node.append(head, ...more);
  return node;
}

// Text alone: a file may hold anything.
function element(name: string, text: string): HTMLElement {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}
