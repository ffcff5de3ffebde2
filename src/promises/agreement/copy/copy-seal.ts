import type { Recipient } from 'age-encryption';
import { z } from 'zod';
import { derivePassphrase, passphraseRecipient } from '../../../kernel/age-passphrase.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { isRecipient } from '../../../kernel/safekeeping/age-file.ts';

/** A phrase that the file alone stands behind, wherever it is carried. */
const PHRASE_CHARACTERS_MIN = 15;

/** What a person says to have their copy sealed with: a phrase, or an age public key. */
export const SEAL_INPUT = {
  passphrase: z.string().min(PHRASE_CHARACTERS_MIN).max(PASSWORD_CHARACTERS_MAX).optional(),
  recipient: z.string().max(5000).optional(),
};

/** The same as it may lie in the vault until the copy is made: an age public key, or what the phrase became. */
export type CopySeal = string;

/** @throws Refusal `invalid` */
export async function makeSeal(input: {
  readonly passphrase?: string | undefined;
  readonly recipient?: string | undefined;
}): Promise<CopySeal> {
  const { passphrase, recipient } = input;
  if ((passphrase === undefined) === (recipient === undefined)) {
    throw new Refusal('invalid', 'name a `passphrase` or a `recipient`, one of the two', { field: 'passphrase' });
  }
  if (recipient !== undefined) {
    if (!(await isRecipient(recipient))) {
      throw new Refusal('invalid', '`recipient` is no age public key', { field: 'recipient' });
    }
    return recipient;
  }
  const { salt, key } = await derivePassphrase(passphrase ?? '');
  return `${PHRASE} ${salt.toString('base64')} ${key.toString('base64')}`;
}

/** For one file: a phrase must not seal a second one. */
export function recipientOf(seal: CopySeal): string | Recipient {
  const [kind, salt = '', key = ''] = seal.split(' ');
  if (kind !== PHRASE) return seal;
  return passphraseRecipient({ salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') });
}

const PHRASE = 'phrase';
