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

/** A word with its hyphens, apostrophes and dots, as one reads it: what stands between spaces, without marks around it. */
const WORD = /(?<![^\s])[^\p{L}\p{N}\s]*([\p{L}\p{N}][^\s]*[\p{L}\p{N}]|[\p{L}\p{N}])/gu;

test('no marked change begins or ends inside a word', () => {
  let marks = 0;
  fc.assert(
    fc.property(fc.oneof(edited, fc.tuple(text, text)), ([before, after]) => {
      for (const { runs } of use(before, after).sentences) {
        for (const side of ['removed', 'added'] as const) {
          const own = runs.filter((run) => run.kind === 'kept' || run.kind === side);
          const whole = own.map((run) => run.text).join('');
          const words = [...whole.matchAll(WORD)].map(({ 0: all, 1: word = '', index }) => {
            const from = index + all.length - word.length;
            return { from, to: from + word.length, word };
          });
          let at = 0;
          for (const run of own.slice(0, -1)) {
            at += run.text.length;
            marks += 1;
            const cut = words.find(({ from, to }) => from < at && at < to);
            assert.ok(cut === undefined, `${whole}: cut within ${cut?.word}`);
          }
        }
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(marks > 1000, `${marks} marks were looked at`);
});

test('what is written with a hyphen, an apostrophe or as an address changes whole', () => {
  const shownOf = (before: string, after: string) => shown(use(before, after).sentences);
  assert.deepEqual(shownOf('Мы не даём данные кому-либо без спроса.', 'Мы не даём данные кому-нибудь без спроса.'), [
    'changed: Мы не даём данные [-кому-либо-]{+кому-нибудь+} без спроса.',
  ]);
  assert.deepEqual(shownOf('Имя храним п’ять днів тут.', 'Имя храним дев’ять днів тут.'), [
    'changed: Имя храним [-п’ять-]{+дев’ять+} днів тут.',
  ]);
  assert.deepEqual(shownOf('Пишите сюда: help@example.org сегодня.', 'Пишите сюда: privacy@example.org сегодня.'), [
    'changed: Пишите сюда: [-help@example.org-]{+privacy@example.org+} сегодня.',
  ]);
  assert.deepEqual(shownOf('Храним телефон (если указан).', 'Храним номер телефона (если указан).'), [
    'changed: Храним [-телефон-]{+номер телефона+} (если указан).',
  ]);
});

test('a sentence that was moved is moved wherever it goes: nothing is removed, added or changed', () => {
  const distinct = fc
    .integer({ min: 2, max: 12 })
    .map((count) =>
      Array.from(
        { length: count },
        (_, index) => `Данные номер ${index} получает ${index % 2 === 0 ? 'банк' : 'служба'} сайта.`,
      ),
    );
  fc.assert(
    fc.property(distinct, fc.nat(), fc.nat(), fc.boolean(), (sentences, from, to, elsewhere) => {
      const rest = sentences.filter((_, index) => index !== from % sentences.length);
      const moved = sentences[from % sentences.length] ?? '';
      const place = to % (rest.length + 1);
      const after = elsewhere
        ? { use: rest.join(' '), links: `Ссылки здесь. ${moved}` }
        : { use: [...rest.slice(0, place), moved, ...rest.slice(place)].join(' '), links: 'Ссылки здесь.' };
      const told = wordsDiff({ use: sentences.join(' '), links: 'Ссылки здесь.' }, after, 'ru').flatMap(
        (one) => one.sentences,
      );
      const kinds = new Set(told.map(({ kind }) => kind));
      for (const kind of ['removed', 'added', 'changed'] as const) assert.ok(!kinds.has(kind), shown(told).join('\n'));
      assert.equal(kinds.has('moved-here'), kinds.has('moved-away'));
    }),
    { numRuns: 300 },
  );
});

test('a sentence that moved is not taken for a change of one that is only like it', () => {
  const [name, phone] = ['Имя человека получает банк при переводе.', 'Телефон человека получает банк при переводе.'];
  const sections = wordsDiff({ use: name, links: `Ссылки. ${phone}` }, { use: phone, links: 'Ссылки.' }, 'ru');
  assert.deepEqual(
    shown(sections.flatMap(({ sentences }) => sentences)).filter((one) => !one.startsWith('kept')),
    [`removed: [-${name}-]`, `moved-here: {+${phone}+}`, `moved-away: [-${phone}-]`],
  );
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
