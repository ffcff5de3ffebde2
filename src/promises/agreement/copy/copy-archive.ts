import type { Recipient } from 'age-encryption';
import { SECTIONS } from '../../../kernel/policy/names.ts';
import { type TarMember, tar } from '../../../kernel/tar.ts';
import type { Language } from '../../../kernel/words.ts';
import { renderPage } from '../../../ui/render.ts';
import { wordsOf } from '../../../ui/words/words.ts';
import { CopyPage } from '../pages/copy-page.tsx';
import { type Copy, fileName, fileOfField, isFile } from './copy.ts';

/** The copy as one encrypted file: from here on nobody on this site can read it. */
export async function sealCopy(copy: Copy, to: string | Recipient, language: Language): Promise<Buffer> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(to);
  return Buffer.from(await encrypter.encrypt(tar(membersOf(copy, language), copy.madeAt)));
}

export const copyName = (at: Date): string => `kristalux-copy-${at.toISOString().slice(0, 10)}.tar.age`;

function membersOf(copy: Copy, language: Language): readonly TarMember[] {
  const text = (name: string, content: string): TarMember => ({ name, content: Buffer.from(content) });
  return [
    text('copy.html', renderPage(CopyPage({ language, copy }))),
    text('copy.json', `${JSON.stringify(jsonOf(copy), null, 2)}\n`),
    ...(copy.statement === null ? [] : [text('statement.txt', copy.statement)]),
    ...copy.policies.flatMap((policy) => {
      const { number, binding, words, translations } = policy;
      const own = translations[language];
      const whole = (texts: Readonly<Partial<Record<string, string>>>) =>
        SECTIONS.flatMap((section) => texts[section] ?? []).join('\n\n');
      return [
        text(`policy-${number}.${binding}.md`, whole(words)),
        ...(own === undefined || language === binding ? [] : [text(`policy-${number}.${language}.md`, whole(own))]),
      ];
    }),
    ...copy.fields.flatMap((one) => fileOfField(one) ?? []),
    ...copy.texts.filter(isFile).map((one) => ({ name: fileName(one), content: one.bytes })),
    text('README.txt', `${wordsOf(language).keeping.copy.lead}\n`),
  ];
}

function jsonOf({ texts, ...copy }: Copy) {
  return {
    format: 'kristalux/copy/v1',
    ...copy,
    fields: copy.fields.map((one) => {
      const file = fileOfField(one);
      return file === undefined ? one : { ...one, value: { file: file.name } };
    }),
    tables: copy.tables.map(({ table, rows, cut }) => ({ table, cut, rows: rows.map(plainRow) })),
    texts: texts.map((one) => ({
      recordId: one.recordId,
      what: one.field,
      ...(isFile(one) ? { file: fileName(one) } : { text: one.bytes.toString('utf8') }),
    })),
  };
}

/** Bytes as base64, and the body of an entry as what it is. */
export function plainRow(row: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('base64') : value]),
  );
}
