import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../../kernel/words.ts';
import { root } from '../../root.ts';
import { partsOf, titleOf } from '../../ui/markdown.tsx';

/** The documents by what a reader wants, each a file of `docs/`; in Russian where there is a translation. */
export const DOCUMENTS = {
  begin: ['starting'],
  integrate: ['integrating', 'how-a-decision-is-made', 'path-of-a-transfer'],
  operate: [
    'operating',
    'publishing',
    'forms',
    'moving',
    'proof-of-identity',
    'bulletins',
    'transfers',
    'lawful-requests',
    'keys',
    'backup',
    'scaling',
  ],
  trust: ['promises', 'ledger', 'threat-model', 'security', 'cryptography', 'asvs', 'reliability', 'performance'],
} as const;
export const DOCUMENT_GROUPS = ['begin', 'integrate', 'operate', 'trust'] as const;

/** In which language a document can be read: the files are there in these two. */
export type Written = 'ru' | 'en';

export interface Part {
  /** Where a link to it leads, below the document. */
  readonly anchor: string;
  /** Of its heading: 1 is the title. */
  readonly level: number;
  readonly heading: string;
  /** What stands below the heading, without its markup. */
  readonly text: string;
}

export interface Document {
  readonly name: string;
  readonly written: Written;
  readonly title: string;
  /** Its Markdown, without comments and without the link to the other language. */
  readonly markdown: string;
  /** The first words below the title. */
  readonly lead: string;
  readonly parts: readonly Part[];
}

export type Documents = (language: Language) => Promise<readonly Document[]>;

/** Reads the files once for each language, when somebody asks. */
export function openDocuments(): Documents {
  const read = new Map<Language, Promise<readonly Document[]>>();
  return (language) => {
    const found = read.get(language) ?? readAll(language);
    read.set(language, found);
    return found;
  };
}

const NAMES: readonly string[] = DOCUMENT_GROUPS.flatMap((group) => DOCUMENTS[group]);

async function readAll(language: Language): Promise<readonly Document[]> {
  return await Promise.all(NAMES.map((name) => readDocument(name, language)));
}

async function readDocument(name: string, language: Language): Promise<Document> {
  const russian = language === 'ru' ? await readFile(join(root, 'docs', 'ru', `${name}.md`), 'utf8').catch(none) : null;
  const text = russian ?? (await readFile(join(root, 'docs', `${name}.md`), 'utf8'));
  const markdown = text.replace(/<!--[\s\S]*?-->\n?/g, '').replace(/^\[(По-русски|In English)\]\([^)]*\)\n/m, '');
  const parts = partsOf(markdown);
  return {
    name,
    written: russian === null ? 'en' : 'ru',
    title: titleOf(markdown) ?? name,
    markdown,
    lead: parts[0]?.text.split('\n')[0] ?? '',
    parts,
  };
}

function none(): null {
  return null;
}

/**
 * Where a link between the files leads on this site.
 * @param file The one it stands in, below `docs` and without its ending: `ru/keys`
 * @returns null for what only the repository has
 */
export function addressOfLink(href: string, file: string): string | null {
  if (href.startsWith('#')) return href;
  const url = new URL(href, `https://docs.invalid/docs/${file}.md`);
  if (url.host !== 'docs.invalid') return href;
  const [, translated, target = ''] = /^\/docs\/(ru\/)?([a-z-]+)\.md$/.exec(url.pathname) ?? [];
  if (!NAMES.includes(target)) return null;
  return `/docs/${target}${otherLanguage(file, target, translated !== undefined)}${url.hash}`;
}

/** Only a link that means the other language says so: else the reader's own stays. */
function otherLanguage(file: string, target: string, toRussian: boolean): string {
  const fromRussian = file.startsWith('ru/');
  if (toRussian) return fromRussian ? '' : '?lang=ru';
  return fromRussian && existsSync(join(root, 'docs', 'ru', `${target}.md`)) ? '?lang=en' : '';
}
