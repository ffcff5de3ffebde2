import type { Mark } from '../../../kernel/pictures.ts';

/**
 * A tile that is laid over the whole picture: site, purpose and day, light enough to read the document through it. The
 * letters are drawn from dots, so that no font of the machine decides whether they are there.
 * @param side The shorter side of the picture in pixels; the tile is never larger.
 */
export function markOver({ site, day }: Mark, side: number): Buffer {
  const lines = [site.toUpperCase().slice(0, LETTERS), 'PROOF OF IDENTITY ONLY', day];
  const scale = Math.max(1, Math.floor(side / (LETTERS * 6 * 2)));
  const [width, height] = [LETTERS * 6 * scale, 100 * scale];
  const dots = lines.flatMap((line, row) => dotsOf(line, row * 10 + 20)).join('');
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${LETTERS * 6} 100">
     <path d="${dots}" fill="#b00020" fill-opacity="0.38" stroke="#fff" stroke-opacity="0.25" stroke-width="0.2"/></svg>`,
  );
}

const LETTERS = 32;

function dotsOf(line: string, top: number): readonly string[] {
  return [...line].flatMap((letter, at) =>
    (GLYPHS[letter] ?? GLYPHS['-'] ?? []).flatMap((bits, row) =>
      [0, 1, 2, 3, 4]
        .filter((column) => (bits >> (4 - column)) & 1)
        .map((column) => `M${at * 6 + column} ${top + row}h1v1h-1z`),
    ),
  );
}

/** Five dots wide, seven high; a row is a number of five bits. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  ' ': [],
  '.': [0, 0, 0, 0, 0, 12, 12],
  ':': [0, 12, 12, 0, 12, 12, 0],
  '-': [0, 0, 0, 31, 0, 0, 0],
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [31, 2, 4, 2, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [28, 18, 17, 17, 17, 18, 28],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 17, 25, 21, 19, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 21, 10],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 17, 10, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
};
