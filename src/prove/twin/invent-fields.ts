import { composeIBAN } from 'ibantools';
import type { Random } from '../../kernel/ids.ts';
import type { Declarations, Field } from '../../kernel/policy/declarations.ts';

/**
 * A value for every declared field, belonging to nobody: names say so, the domain is reserved for examples (RFC 2606),
 * the numbers for drama (Ofcom). Each holds a random part, so that a search for it finds only leaks.
 */
export function inventFields(declarations: Declarations, random: Random): Readonly<Record<string, unknown>> {
  return Object.fromEntries(declarations.fields.map((field) => [field.id, invent(field, random)]));
}

function invent({ type, choices }: Field, random: Random): unknown {
  const canary = random.bytes(6).toString('hex');
  switch (type) {
    case 'name':
      return `Nobody ${canary}`;
    case 'email':
      return `${canary}@example.org`;
    case 'phone':
      return `+442079460${String(random.bytes(2).readUInt16BE() % 1000).padStart(3, '0')}`;
    case 'address':
      return { street: `Street ${canary}`, building: '1', postcode: '00001', town: `Town ${canary}`, country: 'UA' };
    case 'country':
      return 'UA';
    case 'date':
      return `19${60 + (random.bytes(1).readUInt8() % 40)}-02-11`;
    case 'document-number':
      return canary.toUpperCase();
    case 'latin-name':
      return `Nobody ${canary.replace(/\d/g, 'x')}`;
    case 'iban':
      return inventAccount(random);
    case 'text':
      return `Text ${canary}`;
    case 'file':
      return { file: Buffer.from(`%PDF-1.7\n% ${canary}\n%%EOF\n`).toString('base64') };
    case 'choice':
      return choices?.[0]?.id ?? '';
  }
}

/** An account of no bank with right check digits, so that it passes where a real one would. */
function inventAccount(random: Random): string {
  const bban = String(random.bytes(4).readUInt32BE()).padStart(18, '0');
  return composeIBAN({ countryCode: 'DE', bban }) ?? '';
}
