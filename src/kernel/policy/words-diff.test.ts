import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bareWords } from './plain-words.ts';
import { type SectionDiff, type SentenceDiff, wordsDiff } from './words-diff.ts';

const use = (before: string, after: string): SectionDiff => {
  const section = wordsDiff({ use: before }, { use: after }, 'ru').find((one) => one.section === 'use');
  assert.ok(section);
  return section;
};

/** `[-removed-]`, `{+added+}`, as one reads it. */
const shown = (sentences: readonly SentenceDiff[]) =>
  sentences.map(
    ({ kind, runs }) =>
      `${kind}: ${runs.map((run) => (run.kind === 'kept' ? run.text : run.kind === 'added' ? `{+${run.text}+}` : `[-${run.text}-]`)).join('')}`,
  );

test('a changed word is marked whole, and its sentence stays in one piece', () => {
  const diff = use('Сайт не раскрывает данные третьим лицам.', 'Сайт не передаёт данные третьим лицам.');
  assert.deepEqual(shown(diff.sentences), ['changed: Сайт не [-раскрывает-]{+передаёт+} данные третьим лицам.']);
});

test('several changed words in a row are one change', () => {
  const diff = use(
    'Служба сайта получает адрес человека для доставки.',
    'Служба сайта читает имя человека для доставки.',
  );
  assert.deepEqual(shown(diff.sentences), [
    'changed: Служба сайта [-получает адрес-]{+читает имя+} человека для доставки.',
  ]);
});

test('a sentence that was added or removed does not disturb its neighbours', () => {
  const diff = use(
    'Первое предложение здесь. Третье предложение там.',
    'Первое предложение здесь. А второе — совсем иное. Третье предложение там.',
  );
  assert.deepEqual(shown(diff.sentences), [
    'kept: Первое предложение здесь.',
    'added: {+А второе — совсем иное.+}',
    'kept: Третье предложение там.',
  ]);
});

test('a sentence with nothing in common is shown whole, not as confetti', () => {
  const diff = use('Мы пишем редко.', 'Банк получает имя человека.');
  assert.deepEqual(shown(diff.sentences), ['removed: [-Мы пишем редко.-]', 'added: {+Банк получает имя человека.+}']);
});

test('a sentence that moved to another section is told as moved, with where from and where to', () => {
  const moved = 'Никто не получает данные без спроса.';
  const sections = wordsDiff(
    { use: `Одно. ${moved}`, links: 'Ссылки.' },
    { use: 'Одно.', links: `Ссылки. ${moved}` },
    'ru',
  );
  const told = sections.flatMap(({ section, sentences }) =>
    sentences.filter((one) => one.kind !== 'kept').map(({ kind, other }) => ({ section, kind, other })),
  );
  assert.deepEqual(told, [
    { section: 'use', kind: 'moved-away', other: 'links' },
    { section: 'links', kind: 'moved-here', other: 'use' },
  ]);
});

test('formatting alone is no difference', () => {
  const diff = use('## Раздел\n\nПервое *важное* слово. Второе.\n', '### **Раздел**\n\nПервое важное\nслово. Второе.');
  assert.equal(diff.changed, false);
  assert.deepEqual(
    diff.sentences.map((one) => one.opens),
    ['heading', 'text', null],
  );
});

// Russian and Ukrainian words, with the apostrophes, hyphens and figures on which naive splitting fails.
const word = fc.constantFrom(
  ..."данные сайт не передаёт ім’я п'ять e-mail ООО третьим-лицам 20% №5 её и в о 3,14 раскрывает раскрывается «Лампа» (банк) https://example.org".split(
    ' ',
  ),
);
const sentence = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 12 }), fc.constantFrom('.', '!', '?', '…'))
  .map(([words, end]) => `${words.join(' ')}${end}`);
const paragraph = fc.array(sentence, { minLength: 0, maxLength: 6 }).map((sentences) => sentences.join(' '));
const text = fc.array(paragraph, { minLength: 0, maxLength: 4 }).map((paragraphs) => paragraphs.join('\n\n'));

// An edit replaces, removes or inserts words, as people do.
const edited = fc
  .tuple(text, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.array(word, { maxLength: 3 })), { maxLength: 5 }))
  .map(([before, edits]) => {
    const words = before.split(' ');
    for (const [at, cut, inserted] of edits) words.splice(at % (words.length + 1), cut, ...inserted);
    return [before, words.join(' ')] as const;
  });

test('no marked change begins or ends inside a word', () => {
  const inWord = /[\p{L}\p{M}\p{N}]$/u;
  const onWord = /^[\p{L}\p{M}\p{N}]/u;
  let marks = 0;
  fc.assert(
    fc.property(fc.oneof(edited, fc.tuple(text, text)), ([before, after]) => {
      for (const { runs } of use(before, after).sentences) {
        for (const side of ['removed', 'added'] as const) {
          const own = runs.filter((run) => run.kind === 'kept' || run.kind === side);
          own.forEach((run, index) => {
            const next = own[index + 1];
            if (!next || next.kind === run.kind) return;
            marks += 1;
            assert.ok(!(inWord.test(run.text) && onWord.test(next.text)), `${run.text}|${next.text}`);
          });
        }
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(marks > 1000, `${marks} marks were looked at`);
});

test('the old text and the new text can both be read out of the difference, whole', () => {
  const bare = (sentences: readonly SentenceDiff[], side: 'removed' | 'added') =>
    sentences
      .flatMap(({ runs }) => runs.filter((run) => run.kind === 'kept' || run.kind === side).map((run) => run.text))
      .join('')
      .replace(/\s/gu, '');
  fc.assert(
    fc.property(fc.oneof(edited, fc.tuple(text, text)), ([before, after]) => {
      const { sentences, changed } = use(before, after);
      assert.equal(bare(sentences, 'removed'), bareWords(before));
      assert.equal(bare(sentences, 'added'), bareWords(after));
      // Where sentences are joined or split, all words can be equal and the difference real.
      if (bareWords(before) !== bareWords(after)) assert.ok(changed);
    }),
    { numRuns: 500 },
  );
});
