import { domainToASCII } from 'node:url';

/**
 * An e-mail address in the form that is compared: domain by UTS-46 in ASCII, local part NFKC and case-folded. Never for
 * sending (a local part may be case-sensitive; the stored value stays as typed). Dots and plus signs stay: `a+b@` is
 * another address than `a@`. Undefined for what is no plain address of RFC 5321/6531: quoted local parts, address
 * literals, domains without a dot, look-alikes of `@`, and characters that cannot be seen. Version 1: another rule is
 * another version, never a change of this one.
 */
export function normaliseEmail(text: string): string | undefined {
  const typed = text.trim().normalize('NFC');
  if (typed.length > 254 || UNSEEN.test(typed)) return undefined;
  const [local, domain, ...more] = typed.split('@');
  if (local === undefined || domain === undefined || more.length > 0) return undefined;
  const folded = foldLocal(local);
  const ascii = domainOf(domain);
  if (folded === undefined || ascii === undefined || folded.length + ascii.length > 253) return undefined;
  return `${folded}@${ascii}`;
}

/** Controls, formats (zero-width, direction), private and unassigned characters, line and paragraph signs, spaces. */
const UNSEEN = /[\p{C}\p{Z}]/u;
const ASCII = /^[\0-\x7f]*$/;
const ASCII_OUTSIDE_HOST = /[\0-,/:-@[-`{-\x7f]/;
/** Its last label is of letters: what could be read as a number would make all of it an address of a machine. */
const PLAIN_HOST = /^[a-z0-9.-]+\.[a-z]+$/;
const ASCII_OUTSIDE_ATOM = /[\0-\x20"(),:;<>@[\\\]\x7f]/;

function foldLocal(local: string): string | undefined {
  const folded = fold(local);
  // A look-alike of `@` or of a dot becomes the sign itself under NFKC: an address written with one is refused.
  const dots = (text: string) => text.split('.').length;
  if (ASCII_OUTSIDE_ATOM.test(folded) || UNSEEN.test(folded) || dots(folded) !== dots(local)) return undefined;
  if (folded.split('.').includes('') || Buffer.byteLength(local) > 64 || Buffer.byteLength(folded) > 64)
    return undefined;
  return folded;
}

/** NFKC with case folded a character at a time, until nothing changes: the end form of `ς` and `ß` is one for all. */
function fold(text: string): string {
  // Of these letters nothing is composed, and folding them is writing them small.
  if (ASCII.test(text)) return text.toLowerCase();
  const once = Array.from(text.normalize('NFKC'), foldCharacter).join('').normalize('NFKC');
  return once === text ? once : fold(once);
}

/** Upper, then lower, is Unicode's full case folding but for the dotless i, which would turn into another letter. */
const foldCharacter = (character: string): string =>
  character === 'ı' ? character : character.toUpperCase().toLowerCase();

function domainOf(domain: string): string | undefined {
  // Of these nothing would be changed, and no label is one that is written in another way.
  if (PLAIN_HOST.test(domain) && !domain.includes('xn--')) return labelsFit(domain) ? domain : undefined;
  // What follows a slash or a colon would be dropped without a word, as it is from the host of a URL.
  if (ASCII_OUTSIDE_HOST.test(domain.normalize('NFKC'))) return undefined;
  const ascii = domainToASCII(domain);
  return labelsFit(ascii) ? ascii : undefined;
}

function labelsFit(ascii: string): boolean {
  if (ascii.length === 0 || ascii.length > 253) return false;
  const labels = ascii.split('.');
  const plain = labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  // The last label of a host's name is never a number: what ends so is an address of a machine.
  return plain && labels.length >= 2 && !/^\d+$/.test(labels.at(-1) ?? '');
}
