import assert from 'node:assert/strict';

export interface TarMember {
  /** At most 100 ASCII characters. */
  readonly name: string;
  readonly content: Buffer;
}

const BLOCK = 512;

/** A POSIX.1-1988 ustar archive in memory. Owner and mode say nothing of this machine; the time is given. */
export function tar(members: readonly TarMember[], at: Date): Buffer {
  return Buffer.concat([...members.map((member) => tarMember(member, at)), TAR_END]);
}

/** One member of such an archive, where it is written piece by piece; `TAR_END` closes it. */
export function tarMember({ name, content }: TarMember, at: Date): Buffer {
  const rest = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header(name, content.length, at), content, rest]);
}

export const TAR_END = Buffer.alloc(2 * BLOCK);

function header(name: string, size: number, at: Date): Buffer {
  assert.match(name, /^[\x21-\x7e]{1,100}$/, 'a member of an archive has a short plain name');
  const block = Buffer.alloc(BLOCK);
  const seconds = Math.floor(at.getTime() / 1000);
  block.write(name, 0, 'latin1');
  block.write('0000600\0' + '0000000\0' + '0000000\0', 100, 'latin1');
  block.write(`${octal(size, 11)}\0${octal(seconds, 11)}\0`, 124, 'latin1');
  // The checksum is taken as if its own place held spaces.
  block.write('        0', 148, 'latin1');
  block.write('ustar\0' + '00', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** The members of an archive that `tar` made; what is none has no members, and a damaged one only those before the damage. */
export function readTar(archive: Buffer): readonly TarMember[] {
  const members: TarMember[] = [];
  let at = 0;
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const name = archive.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    const digits = archive.toString('latin1', at + 124, at + 135);
    // A sign would lead back to where one has been already, for ever.
    const size = /^[0-7]{11}$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
    if (!(at + BLOCK + size <= archive.length)) break;
    members.push({ name, content: archive.subarray(at + BLOCK, at + BLOCK + size) });
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
  return members;
}
