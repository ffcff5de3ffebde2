import { Refusal } from '../../../kernel/refusal.ts';
import { fromRussianMrz } from './mrz-letters.ts';

/** What the machine-readable lines of a document say, after its check digits were found right. */
export interface Mrz {
  readonly layout: 'TD1' | 'TD2' | 'TD3';
  /** The issuing state as ICAO Doc 9303 writes it: three letters, `D` for Germany. */
  readonly state: string;
  readonly surname: string;
  readonly givenNames: string;
  /** `1984-02-29`. */
  readonly birthDate: string | null;
}

/**
 * The lines at the foot of a passport or on the back of a card, as they were typed or pasted: ICAO Doc 9303 parts 4 to 6,
 * and the internal passport of Russia, which writes its own letters there (code `PNRUS`) and has no day of expiry.
 * @throws Refusal `invalid`: `mrz` for what has no such form, `mrz.digits` for a check digit that is not right
 */
export function readMrz(typed: string, today: Date): Mrz {
  const lines = typed
    .toUpperCase()
    .replace(/[«‹]/g, '<')
    .split(/\r?\n/)
    .map((line) => line.replace(/\s/g, ''))
    .filter((line) => line !== '');
  const layout = LAYOUTS.find(
    ({ rows, length }) => lines.length === rows && lines.every((line) => line.length === length),
  );
  if (layout === undefined || !lines.every((line) => /^[A-Z0-9<]+$/.test(line)))
    throw new Refusal('invalid', '`mrz` must be two lines of 44 or 36 signs, or three of 30', { field: 'mrz' });
  const { name, checked, names, birth } = layout;
  for (const [parts, digitAt] of checked) {
    if (
      !digitFits(parts.map((part) => cut(lines, part)).join(''), cut(lines, digitAt)) &&
      !isLongNumber(name, lines, parts)
    )
      throw new Refusal('invalid', '`mrz.digits` must fit: a sign was misread', { field: 'mrz.digits' });
  }
  const head = lines[0] ?? '';
  const own = head.startsWith('PNRUS') ? fromRussianMrz : (text: string) => text;
  const [surname = '', givenNames = ''] = cut(lines, names).split('<<');
  const plain = (text: string) => own(text).replace(/</g, ' ').trim();
  return {
    layout: name,
    state: head.slice(2, 5).replace(/</g, ''),
    surname: plain(surname),
    givenNames: plain(givenNames),
    birthDate: dayOf(cut(lines, birth), today),
  };
}

type Part = readonly [line: number, from: number, to: number];

interface Layout {
  readonly name: Mrz['layout'];
  readonly rows: number;
  readonly length: number;
  readonly names: Part;
  readonly birth: Part;
  /** Which signs a check digit is for, and where it stands. */
  readonly checked: readonly (readonly [parts: readonly Part[], digit: Part])[];
}

const LAYOUTS: readonly Layout[] = [
  {
    name: 'TD3',
    rows: 2,
    length: 44,
    names: [0, 5, 44],
    birth: [1, 13, 19],
    checked: [
      [[[1, 0, 9]], [1, 9, 10]],
      [[[1, 13, 19]], [1, 19, 20]],
      [[[1, 21, 27]], [1, 27, 28]],
      [[[1, 28, 42]], [1, 42, 43]],
      [[[1, 0, 10], [1, 13, 20], [1, 21, 43]], [1, 43, 44]], // biome-ignore format: one check digit, one line
    ],
  },
  {
    name: 'TD2',
    rows: 2,
    length: 36,
    names: [0, 5, 36],
    birth: [1, 13, 19],
    checked: [
      [[[1, 0, 9]], [1, 9, 10]],
      [[[1, 13, 19]], [1, 19, 20]],
      [[[1, 21, 27]], [1, 27, 28]],
      [[[1, 0, 10], [1, 13, 20], [1, 21, 35]], [1, 35, 36]], // biome-ignore format: one check digit, one line
    ],
  },
  {
    name: 'TD1',
    rows: 3,
    length: 30,
    names: [2, 0, 30],
    birth: [1, 0, 6],
    checked: [
      [[[0, 5, 14]], [0, 14, 15]],
      [[[1, 0, 6]], [1, 6, 7]],
      [[[1, 8, 14]], [1, 14, 15]],
      [[[0, 5, 30], [1, 0, 7], [1, 8, 15], [1, 18, 29]], [1, 29, 30]], // biome-ignore format: one check digit, one line
    ],
  },
];

function cut(lines: readonly string[], [line, from, to]: Part): string {
  return (lines[line] ?? '').slice(from, to);
}

// Weights 7, 3, 1; an empty field may carry a filler for its digit.
function digitFits(signs: string, digit: string): boolean {
  if (digit === '<') return /^<*$/.test(signs);
  const sum = [...signs].reduce((all, sign, at) => all + worthOf(sign) * ([7, 3, 1][at % 3] ?? 0), 0);
  return String(sum % 10) === digit;
}

function worthOf(sign: string): number {
  if (sign === '<') return 0;
  return /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 55;
}

// Doc 9303 part 5: a number longer than nine signs goes on in the optional field, its digit after its end.
function isLongNumber(name: Mrz['layout'], lines: readonly string[], parts: readonly Part[]): boolean {
  if (name !== 'TD1' || parts.length !== 1 || parts[0]?.[0] !== 0 || cut(lines, [0, 14, 15]) !== '<') return false;
  const rest = /^([A-Z0-9]*)([0-9])</.exec(cut(lines, [0, 15, 30]));
  return rest !== null && digitFits(`${cut(lines, [0, 5, 14])}${rest[1]}`, rest[2] ?? '');
}

// Two digits of a year: the latest such day that is not ahead.
function dayOf(signs: string, today: Date): string | null {
  if (!/^\d{6}$/.test(signs)) return null;
  const [year, month, day] = [signs.slice(0, 2), signs.slice(2, 4), signs.slice(4, 6)];
  const late = `20${year}-${month}-${day}`;
  return late <= today.toISOString().slice(0, 10) ? late : `19${year}-${month}-${day}`;
}
