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

/** Data that somebody else sends, without the person's session and without a page of ours, is no data left here. */
export const leftHere: MomentFact = {
  kind: 'of-the-moment',
  name: 'leftHere',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'человек оставил данные сам, на странице этого сайта',
    en: 'the person left the data themself, on a page of this site',
    uk: 'людина залишила дані сама, на сторінці цього сайту',
  },
  wordsNot: {
    ru: 'данные прислал кто-то другой, не со страницы этого сайта',
    en: 'somebody else sent the data, not from a page of this site',
    uk: 'дані надіслав хтось інший, не зі сторінки цього сайту',
  },
};
