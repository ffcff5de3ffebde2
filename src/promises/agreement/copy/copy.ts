import type { Section } from '../../../kernel/policy/names.ts';
import type { Language, Words } from '../../../kernel/words.ts';

/** Everything that is kept of a person, opened for the person. */
export interface Copy {
  readonly madeAt: Date;
  readonly site: string | null;
  readonly origin: string;
  readonly policyVersion: number;
  readonly fields: readonly {
    readonly field: string;
    readonly words: Words;
    readonly category: string;
    readonly value: string | Readonly<Record<string, string>>;
    readonly since: Date;
    readonly origin: string;
    readonly verified: { readonly at: Date; readonly how: string | null } | null;
  }[];
  readonly texts: readonly CopyText[];
  /** Rows of the database, table by table. */
  readonly tables: readonly {
    readonly table: string;
    readonly holds: Words;
    readonly rows: readonly Readonly<Record<string, unknown>>[];
    /** Whether there are more than one file takes. */
    readonly cut: boolean;
  }[];
  /** Each version under which data was left, in full. */
  readonly policies: readonly {
    readonly number: number;
    readonly digest: string;
    readonly publishedAt: Date;
    readonly binding: Language;
    readonly words: Readonly<Record<Section, string>>;
    readonly translations: Readonly<Partial<Record<Language, Readonly<Partial<Record<Section, string>>>>>>;
  }[];
  /** The signed note with its checkpoint; null before the ledger has one. */
  readonly statement: string | null;
  /** How many values the person has sealed, which are not in here. */
  readonly sealed: number;
}

/** A text or file of the person that is no declared field. */
export interface CopyText {
  readonly recordId: string;
  readonly field: string;
  readonly words: Words;
  readonly bytes: Buffer;
  readonly image: boolean;
}

/** Images were re-encoded when they came, so their first bytes say what they are. */
export function fileName({ recordId, bytes }: CopyText): string {
  const kinds = [
    ['89504e47', 'png'],
    ['ffd8ff', 'jpg'],
    ['52494646', 'webp'],
    ['25504446', 'pdf'],
  ] as const;
  const first = bytes.toString('hex', 0, 4);
  const ending = kinds.find(([sign]) => first.startsWith(sign))?.[1] ?? 'bin';
  return `files/${recordId}.${ending}`;
}

/** A picture or document of no declared field, and no text: kept as a file of its own. */
export function isFile({ field, image }: Pick<CopyText, 'field' | 'image'>): boolean {
  return image || field === 'conversation/file';
}

/** The file of a declared field that holds one. */
export function fileOfField({
  field,
  value,
}: Pick<Copy['fields'][number], 'field' | 'value'>): { readonly name: string; readonly content: Buffer } | undefined {
  if (typeof value === 'string' || value['content'] === undefined) return undefined;
  const ending = value['kind'] === 'pdf' ? 'pdf' : 'jpg';
  return { name: `field-${field}.${ending}`, content: Buffer.from(value['content'], 'base64') };
}
