import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, type Language } from '../../kernel/words.ts';
import { wordsOf } from './words.ts';

/** Letters that the other language has and this one does not: a word that was only copied over shows itself. */
const FOREIGN: Readonly<Record<Language, RegExp>> = { ru: /[іїєґ]/i, en: /[а-яіїєґ]/i, uk: /[ыэъё]/i };

test('no word was left in another language', () => {
  for (const language of LANGUAGES) {
    for (const [path, text] of texts(wordsOf(language)))
      assert.doesNotMatch(text, FOREIGN[language], `${language} ${path}`);
  }
});

test('every word is there and says something', () => {
  const paths = (language: Language) =>
    [...texts(wordsOf(language))].map(([path]) => path).filter((path) => !/\.(few|many)$/.test(path));
  for (const language of LANGUAGES) {
    assert.deepEqual(paths(language), paths('ru'));
    for (const [path, text] of texts(wordsOf(language))) assert.notEqual(text.trim(), '', `${language} ${path}`);
  }
});

/** Every text below a part of the words, with its path; a function is called with a 7. */
function* texts(part: unknown, path = ''): Generator<readonly [string, string]> {
  if (typeof part === 'string') yield [path, part];
  else if (typeof part === 'function') yield [path, String(part(7, 8))];
  else for (const [key, inner] of Object.entries(part as object)) yield* texts(inner, `${path}.${key}`);
}
