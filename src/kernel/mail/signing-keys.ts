import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeDurably } from '../durable-file.ts';
import { KeyFileError } from '../vault/key-file.ts';
import type { SigningKey } from './sign-message.ts';

/** The keys of a selector, as files in `KEY_DIR`; made at the first start. A new name of the selector makes new ones. */
export async function openSigningKeys(keyDir: string, selector: string): Promise<readonly SigningKey[]> {
  await mkdir(keyDir, { recursive: true, mode: 0o700 });
  // RFC 8463 wants a selector of its own for each algorithm: old verifiers know RSA alone.
  const [rsa, ed25519] = [`${selector}-rsa`, `${selector}-ed`];
  return [
    { selector: rsa, algorithm: 'rsa-sha256', privateKey: await openKey(keyDir, rsa, 'rsa') },
    { selector: ed25519, algorithm: 'ed25519-sha256', privateKey: await openKey(keyDir, ed25519, 'ed25519') },
  ];
}

async function openKey(keyDir: string, selector: string, type: 'rsa' | 'ed25519'): Promise<KeyObject> {
  const path = join(keyDir, `dkim-${selector}.pem`);
  const there = await readOwn(path);
  if (there === undefined) {
    const { privateKey } = await (type === 'rsa'
      ? makeRsa('rsa', { modulusLength: 2048 })
      : makeEd25519('ed25519', {}));
    await writeDurably(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    return privateKey;
  }
  const key = parse(there);
  if (key?.asymmetricKeyType !== type)
    throw new KeyFileError(`the key file ${path} is damaged: bring it back from a key backup`);
  return key;
}

const makeRsa = promisify<'rsa', { modulusLength: number }, { privateKey: KeyObject }>(pairOf as never);
const makeEd25519 = promisify<'ed25519', object, { privateKey: KeyObject }>(pairOf as never);

function pairOf(
  type: never,
  options: never,
  done: (error: Error | null, pair?: { privateKey: KeyObject }) => void,
): void {
  generateKeyPair(type, options, (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject) =>
    done(error, { privateKey }),
  );
}

async function readOwn(path: string): Promise<string | undefined> {
  try {
    if (((await stat(path)).mode & 0o077) !== 0) {
      throw new KeyFileError(`the key file ${path} may be read by others: run chmod 600 on it`);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** What stands in DNS for a key: others check the signature by it. */
export function publicRecord({ algorithm, privateKey }: SigningKey): string {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  // RFC 8463: of Ed25519 the bare 32 bytes, which stand last.
  const bytes = algorithm === 'rsa-sha256' ? der : der.subarray(-32);
  return `v=DKIM1; k=${algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519'}; p=${bytes.toString('base64')}`;
}
