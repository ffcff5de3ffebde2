import type { Refusal } from '../../kernel/refusal.ts';

/**
 * What a person typed, as it is kept: one form of Unicode (NFC), no space around it, no hint where a word may break.
 * Refused where it holds what shows as nothing, turns the text around or stacks marks: two values that look alike would
 * then be two different ones. Without `lines` it is one line in which every run of spaces is one space, so nothing can
 * be smuggled into a header.
 * @throws what `wrong` makes of "must be …"
 */
export function plainText(
  given: string,
  wrong: (expected: string) => Refusal,
  { lines }: { readonly lines: boolean } = { lines: true },
): string {
  const normal = given
    .replace(/\u00ad/g, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC');
  const text = lines ? normal.trim() : normal.replace(/\p{Zs}+/gu, ' ').trim();
  const hidden = HIDDEN.test(lines ? text.replace(/[\n\t]/g, '') : text);
  if (hidden || LOOSE_JOINER.test(text) || STACKED.test(text)) throw wrong('free of control and invisible characters');
  return text;
}

// Control, formatting and private characters, lone surrogates, line and paragraph separators, noncharacters, and blanks
// that count as letters or marks.
const HIDDEN =
  /\p{Cc}|(?!\u200c|\u200d)\p{Cf}|\p{Cs}|\p{Co}|\p{Zl}|\p{Zp}|\p{Noncharacter_Code_Point}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u2800|\u3164|\uffa0/u;

// The two joiners may stand between letters, where Persian and Indic names need them, and inside a composed picture.
const LOOSE_JOINER =
  /(?<!\p{L}|\p{M}|\p{Extended_Pictographic}|\p{Emoji_Modifier})(?:\u200c|\u200d)|(?:\u200c|\u200d)(?!\p{L}|\p{M}|\p{Extended_Pictographic})/u;

// Vietnamese and polytonic Greek need three marks on one letter; nobody's name needs five.
const STACKED = /\p{M}{5}/u;
