import type { MomentFact } from '../../kernel/policy/act-description.ts';

/** What the rules of section `agreement` may ask. */
export const countryGiven: MomentFact = {
  kind: 'of-the-moment',
  name: 'countryGiven',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'человек назвал страну своей деятельности',
    en: 'the person named their country of activity',
    uk: 'людина назвала країну своєї діяльності',
  },
  wordsNot: {
    ru: 'человек не назвал страну своей деятельности',
    en: 'the person did not name their country of activity',
    uk: 'людина не назвала країну своєї діяльності',
  },
};

export const policyLinkShown: MomentFact = {
  kind: 'of-the-moment',
  name: 'policyLinkShown',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'ссылка на действующую Политику стояла перед кнопкой',
    en: 'the policy in force was linked before the button',
    uk: 'посилання на чинну Політику стояло перед кнопкою',
  },
  wordsNot: {
    ru: 'перед кнопкой стояла ссылка не на действующую Политику',
    en: 'the policy linked before the button is not the one in force',
    uk: 'перед кнопкою стояло посилання не на чинну Політику',
  },
};
