import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { LANGUAGES } from '../words.ts';
import { DECLARATION_FILES } from './folder.ts';
import { SECTIONS } from './names.ts';
import { sectionFolder } from './policy-source.ts';
import type { VersionBody } from './version.ts';

/**
 * Writes a version as a folder for editing, with its approvals: read again and unchanged, it is the same version.
 *
 * @throws Refusal `conflict` where the folder already holds something.
 */
export function copyPolicy(body: VersionBody, folder: string): readonly string[] {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Refusal('conflict', 'the folder to copy into already holds something');
  }
  const files = filesOf(body);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return files.map(([path]) => path);
}

/** A version as the files that it would be edited as. */
export function filesOf(body: VersionBody): readonly (readonly [string, string])[] {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const sections = SECTIONS.flatMap((section) => {
    const folder = sectionFolder(section);
    const words = LANGUAGES.flatMap((language) => {
      const text = body.templates[language]?.[section];
      return text === undefined ? [] : [[`${folder}/${language}.md`, text] as const];
    });
    return [
      ...words,
      [`${folder}/rules.cedar`, body.rules[section]] as const,
      [`${folder}/examples.md`, body.examples[section]] as const,
    ];
  });
  const declarations = DECLARATION_FILES.map(
    (name) => [`declarations/${name}.json`, json(body.declarations[name])] as const,
  );
  return [...sections, ...declarations, ['approved.json', json(body.approved)]];
}
