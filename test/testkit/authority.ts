import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { openTestFolder } from './folder.ts';

/** The outside: an authority with a key of its own, which it alone can read answers with. */
export interface Authority {
  readonly key: string;
  readonly identity: string;
  /** The files of an answer by name, decrypted, each compared with the manifest. */
  read(archive: Buffer): Promise<Readonly<Record<string, string>>>;
}

export async function openAuthority(): Promise<Authority> {
  const identity = await generateX25519Identity();
  return { identity, key: await identityToRecipient(identity), read: (archive) => read(identity, archive) };
}

/** As `docs/lawful-requests.md` tells it: decrypt with the key, unpack with the system's tar, decrypt the parts. */
async function read(identity: string, archive: Buffer): Promise<Readonly<Record<string, string>>> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const folder = openTestFolder();
  try {
    const into = join(folder.path, 'answer');
    mkdirSync(into);
    writeFileSync(join(folder.path, 'answer.tar'), await decrypter.decrypt(archive));
    execFileSync('tar', ['-xf', join(folder.path, 'answer.tar'), '-C', into]);
    const { persons } = JSON.parse(readFileSync(join(into, 'manifest.json'), 'utf8')) as Manifest;
    const files: [string, string][] = [];
    for (const name of readdirSync(into)) {
      const bytes = readFileSync(join(into, name));
      const told = persons.find(({ file }) => file?.name === name)?.file;
      if (name.endsWith('.age')) {
        assert.equal(createHash('sha256').update(bytes).digest('hex'), told?.sha256);
        files.push([name.replace('.age', ''), Buffer.from(await decrypter.decrypt(bytes)).toString('utf8')]);
      } else files.push([name, bytes.toString('utf8')]);
    }
    return Object.fromEntries(files);
  } finally {
    folder[Symbol.dispose]();
  }
}

interface Manifest {
  readonly persons: readonly { readonly file: { readonly name: string; readonly sha256: string } | null }[];
}
