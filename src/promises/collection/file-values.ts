import { z } from 'zod';
import type { Pictures } from '../../kernel/pictures.ts';
import type { Declarations } from '../../kernel/policy/declarations.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { readAttachmentFile } from './conversation/read-attachment-file.ts';
import type { LeftFields } from './field-values.ts';

/** A declared field that holds a file: sealed as one value like every other, so it is kept, exported and erased like them. */
const fileValueSchema = z.strictObject({
  bytes: z.string().regex(/^\d{1,9}$/),
  /** Base64. */
  content: z.string(),
  kind: z.enum(['picture', 'pdf']),
});
export type FileValue = z.infer<typeof fileValueSchema>;

/** The file of a value as it was sealed; undefined where the field was of another type then. */
export function parseFileValue(kept: string): FileValue | undefined {
  try {
    return fileValueSchema.safeParse(JSON.parse(kept)).data;
  } catch {
    return undefined;
  }
}

/**
 * The files among what was left, as they may be kept: told by their content, pictures made anew. Work, so it stands
 * behind whatever protects from a flood.
 * @throws Refusal `too_large`, `unsupported_media_type` or `invalid`, naming the field
 */
export async function readFiles(
  parts: { readonly pictures: Pictures },
  { fields }: Declarations,
  left: LeftFields,
  /** The fields that may be given here. */
  asked: (field: string) => boolean = () => true,
): Promise<ReadonlyMap<string, string>> {
  const read = new Map<string, string>();
  for (const { id, type } of fields) {
    const given = left[id];
    if (type !== 'file' || !asked(id) || typeof given !== 'object' || !('file' in given) || given.file === '') continue;
    read.set(id, await readOne(parts, id, given.file));
  }
  return read;
}

async function readOne(parts: { readonly pictures: Pictures }, field: string, base64: string): Promise<string> {
  try {
    const { kind, bytes } = await readAttachmentFile(parts, Buffer.from(base64, 'base64'));
    const value: FileValue = { bytes: String(bytes.byteLength), content: bytes.toString('base64'), kind };
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, error.message.replace('`file`', `\`${field}\``), { field: `fields.${field}` });
  }
}
