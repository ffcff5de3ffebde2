/** The letters of Russia's internal passport: one sign of the machine-readable lines for one Cyrillic letter. */
export function fromRussianMrz(text: string): string {
  return [...text].map((sign) => RUSSIAN[SIGNS.indexOf(sign)] ?? sign).join('');
}

const SIGNS = 'ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678';
const RUSSIAN = 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ';

/**
 * A name in the Latin letters of a travel document, as a Russian and as a Ukrainian passport would write it (Doc 9303
 * part 3; the Ukrainian table of 2010). What is Latin already loses its accents.
 */
export function latinNames(name: string): readonly string[] {
  return [RU, UK].map((table) =>
    [...name.toUpperCase().replace(/[’'ʼ`]/g, '')]
      .map((letter, at, all) => {
        const first = at === 0 || !/\p{L}/u.test(all[at - 1] ?? '');
        return (first ? table.first?.[letter] : undefined) ?? table.letters[letter] ?? letter;
      })
      .join('')
      .normalize('NFD')
      .replace(/\p{M}/gu, ''),
  );
}

interface Letters {
  readonly letters: Readonly<Record<string, string>>;
  readonly first?: Readonly<Record<string, string>>;
}

const SHARED = pairs(
  'А A Б B В V Д D Е E Ж ZH З Z К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х KH Ц TS Ч CH Ш SH Щ SHCH Ю IU Я IA Й I',
);
const RU: Letters = { letters: { ...SHARED, ...pairs('Г G Ё E И I Ы Y Ъ IE Э E'), Ь: '' } };
const UK: Letters = {
  letters: { ...SHARED, ...pairs('Г H Ґ G Є IE И Y І I Ї I'), Ь: '' },
  first: pairs('Є YE Ї YI Й Y Ю YU Я YA'),
};

function pairs(text: string): Readonly<Record<string, string>> {
  const words = text.split(' ');
  return Object.fromEntries(words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? '']] : [])));
}
