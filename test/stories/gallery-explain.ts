import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { openFloor } from '../../src/kernel/policy/floor.ts';
import { readPolicyFolder } from '../../src/kernel/policy/folder.ts';
import { openBody } from '../../src/kernel/policy/open-version.ts';
import { makeVersion } from '../../src/kernel/policy/version.ts';
import type { Language } from '../../src/kernel/words.ts';
import { EntryPage, type HistoryEntry, type SaidDecision } from '../../src/promises/agreement/pages.tsx';
import { allActs } from '../../src/promises/all-acts.ts';
import { type Matrix, matrixOf } from '../../src/promises/protection/index.ts';
import { MatrixPage } from '../../src/promises/protection/pages.tsx';
import { root } from '../../src/root.ts';
import type { Frame } from '../../src/ui/frame.ts';
import { ASKED, type Say, words } from './gallery-words.ts';

interface Frames {
  readonly language: Language;
  readonly say: Say;
  /** The entry that the history of the gallery shows as refused. */
  readonly entry: HistoryEntry;
  at(path: string): Frame;
  own(path: string): Frame;
}

let kept: Matrix | undefined;

/** What the policy can ever allow, and why it decided as it did. */
export function explainPages({ language, say, entry, at, own }: Frames): Readonly<Record<string, () => JSX.Element>> {
  kept ??= demonstration();
  const matrix = { language, frame: at('/policy/matrix'), matrix: kept };
  const decisions: readonly SaidDecision[] = [
    { field: say(ASKED.name), allowed: true, why: say(BY_RULE), rules: [say(RULE)], would: null, section: 'use' },
    { field: say(ASKED.phone), allowed: false, why: say(NO_RULE), rules: [], would: say(WOULD), section: 'use' },
  ];
  const explained = { language, frame: own(`/account/history/${entry.n}`), entry };
  return {
    matrix: () => MatrixPage({ ...matrix, chosen: null }),
    'matrix-of-a-field': () => MatrixPage({ ...matrix, chosen: 'phone' }),
    why: () => EntryPage({ ...explained, decisions }),
    'why-cannot-be-said': () => EntryPage({ ...explained, decisions: [] }),
  };
}

function demonstration(): Matrix {
  const { source } = readPolicyFolder(join(root, 'policy'), { overlay: join(root, 'seed') });
  assert(source?.approved, 'the demonstration can be read');
  return matrixOf(openBody(makeVersion(source, allActs)), { floor: openFloor(allActs), acts: allActs });
}

const BY_RULE = words('Разрешено правилом Политики', 'Allowed by a rule of the policy', 'Дозволено правилом Політики');
const RULE = words(
  'Служба сайта просит данные для обращения, когда поле объявлено для этой цели.',
  'A service of the site asks for data for a dealing, when the field is declared for this purpose.',
  'Служба сайту просить дані для звернення, коли поле оголошене для цієї мети.',
);
const NO_RULE = words('Ни одно правило этого не разрешает', 'No rule permits it', 'Жодне правило цього не дозволяє');
const WOULD = words(
  'Было бы разрешено, если бы было так: поле объявлено для этой цели',
  'It would be allowed if this were so: the field is declared for this purpose',
  'Було б дозволено, якби було так: поле оголошене для цієї мети',
);
