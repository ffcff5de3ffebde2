import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where a planted text was found: in which file or answer, and in which writing. */
export interface Found {
  readonly where: string;
  readonly planted: string;
  readonly writing: string;
}

/** Every file below a folder, whatever it is. Files that go away meanwhile hold nothing any more. */
export function searchFolder(folder: string, planted: readonly string[]): readonly Found[] {
  const writings = planted.flatMap(writingsOf);
  return filesBelow(folder).flatMap((path) => searchFor(writings, readIfThere(path), relative(folder, path)));
}

export function searchText(text: string, where: string, planted: readonly string[]): readonly Found[] {
  return searchBytes(Buffer.from(text), where, planted);
}

export function searchBytes(bytes: Uint8Array, where: string, planted: readonly string[]): readonly Found[] {
  return searchFor(planted.flatMap(writingsOf), Buffer.from(bytes), where);
}

/** The same for bytes that are no text: as they are, in hex, and in Base64 wherever it may begin. */
export function searchFolderForBytes(folder: string, planted: readonly Buffer[]): readonly Found[] {
  const writings = planted.flatMap((bytes, n): readonly Writing[] =>
    [
      ['as it is', bytes] as const,
      ['hex', bytes.toString('hex')] as const,
      ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset).slice(0, 1)),
    ].map(([writing, form]) => ({ planted: `piece ${n}`, writing, form: Buffer.from(form as string) })),
  );
  return filesBelow(folder).flatMap((path) => searchFor(writings, readIfThere(path), relative(folder, path)));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function searchFor(writings: readonly Writing[], bytes: Buffer, where: string): readonly Found[] {
  return writings.flatMap(({ planted, writing, form }) => (bytes.includes(form) ? [{ where, planted, writing }] : []));
}

interface Writing {
  readonly planted: string;
  readonly writing: string;
  readonly form: Buffer;
}

/** The ways in which a careless program might have written a text down. */
function writingsOf(planted: string): readonly Writing[] {
  const utf8 = Buffer.from(planted);
  const little = Buffer.from(planted, 'utf16le');
  const forms: readonly (readonly [string, Buffer | string])[] = [
    ['UTF-8', utf8],
    ['UTF-16, little end first', little],
    ['UTF-16, big end first', Buffer.from(little).swap16()],
    ['hex', utf8.toString('hex')],
    ['hex, capitals', utf8.toString('hex').toUpperCase()],
    ['URL', encodeURIComponent(planted)],
    [
      'JSON, escaped',
      JSON.stringify(planted)
        .slice(1, -1)
        .replace(/[\u0080-\uffff]/g, escaped),
    ],
    ...[0, 1, 2].flatMap((offset) => base64At(utf8, offset)),
  ];
  const distinct = new Map(forms.map(([writing, form]) => [Buffer.from(form as string).toString('latin1'), writing]));
  return [...distinct].map(([form, writing]) => ({ planted, writing, form: Buffer.from(form, 'latin1') }));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Base64 of a text in the middle of another: the same letters at each of three places, without what neighbours share. */
function base64At(utf8: Buffer, offset: number): readonly (readonly [string, string])[] {
  const whole = Buffer.concat([Buffer.alloc(offset), utf8]);
  const inside = whole.subarray(0, whole.length - (whole.length % 3)).toString('base64');
  const letters = inside.slice(offset === 0 ? 0 : 4);
  const url = letters.replaceAll('+', '-').replaceAll('/', '_');
  return [
    [`base64, place ${offset}`, letters],
    [`base64url, place ${offset}`, url],
  ];
}
