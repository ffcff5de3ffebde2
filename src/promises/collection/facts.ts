import { momentFact } from '../../kernel/policy/moment-fact.ts';

/** What the rules of section `collection` may ask. One description each, shared by the acts that declare it. */
export const requiredFieldsLeft = momentFact(
  'requiredFieldsLeft',
  {
    ru: 'человек оставил все обязательные данные',
    en: 'the person left all required data',
    uk: 'людина залишила всі обов’язкові дані',
  },
  {
    ru: 'человек оставил не все обязательные данные',
    en: 'the person has not left all required data',
    uk: 'людина залишила не всі обов’язкові дані',
  },
);
export const fieldsLeft = momentFact(
  'fieldsLeft',
  {
    ru: 'человек оставил данные, которые нужно подтвердить',
    en: 'the person left the data to be proven',
    uk: 'людина залишила дані, які треба підтвердити',
  },
  {
    ru: 'человек не оставлял данных, которые нужно подтвердить',
    en: 'the person did not leave the data to be proven',
    uk: 'людина не залишала даних, які треба підтвердити',
  },
);
export const demandOpen = momentFact(
  'demandOpen',
  {
    ru: 'требование ещё не исполнено и не отозвано',
    en: 'the demand is neither answered nor withdrawn yet',
    uk: 'вимогу ще не виконано й не відкликано',
  },
  {
    ru: 'требование исполнено или отозвано',
    en: 'the demand is answered or withdrawn',
    uk: 'вимогу виконано або відкликано',
  },
);
export const beforeDeadline = momentFact(
  'beforeDeadline',
  {
    ru: 'срок требования не прошёл',
    en: 'the deadline of the demand has not passed',
    uk: 'строк вимоги не минув',
  },
  {
    ru: 'срок требования прошёл',
    en: 'the deadline of the demand has passed',
    uk: 'строк вимоги минув',
  },
);
export const wayAllowed = momentFact(
  'wayAllowed',
  {
    ru: 'требование допускает этот способ',
    en: 'the demand allows this way',
    uk: 'вимога допускає цей спосіб',
  },
  {
    ru: 'требование не допускает этот способ',
    en: 'the demand does not allow this way',
    uk: 'вимога не допускає цього способу',
  },
);
export const triesLeft = momentFact(
  'triesLeft',
  {
    ru: 'попытки ещё не исчерпаны',
    en: 'tries are left',
    uk: 'спроби ще не вичерпано',
  },
  {
    ru: 'попытки исчерпаны',
    en: 'no tries are left',
    uk: 'спроби вичерпано',
  },
);
export const proofUndecided = momentFact(
  'proofUndecided',
  {
    ru: 'решения о доказательстве ещё нет',
    en: 'the proof is not decided yet',
    uk: 'рішення щодо доказу ще немає',
  },
  {
    ru: 'решение о доказательстве принято, или оно заменено',
    en: 'the proof is decided or replaced',
    uk: 'рішення щодо доказу ухвалено, або його замінено',
  },
);
export const codeUnused = momentFact(
  'codeUnused',
  {
    ru: 'код ещё не использован и не заменён',
    en: 'the code is neither used nor replaced',
    uk: 'код ще не використано й не замінено',
  },
  {
    ru: 'код уже использован или заменён',
    en: 'the code was used or replaced',
    uk: 'код уже використано або замінено',
  },
);
export const codeInTime = momentFact(
  'codeInTime',
  {
    ru: 'срок кода не прошёл',
    en: 'the code has not expired',
    uk: 'строк коду не минув',
  },
  {
    ru: 'срок кода прошёл',
    en: 'the code has expired',
    uk: 'строк коду минув',
  },
);
export const asSeen = momentFact(
  'asSeen',
  {
    ru: 'данные те же, что видел проверяющий',
    en: 'the data are those that the reviewer saw',
    uk: 'дані ті самі, що бачив перевіряльник',
  },
  {
    ru: 'данные изменились с тех пор, как их видел проверяющий',
    en: 'the data changed since the reviewer saw them',
    uk: 'дані змінилися відтоді, як їх бачив перевіряльник',
  },
);
export const evidenceDue = momentFact(
  'evidenceDue',
  {
    ru: 'срок хранения присланного документа прошёл',
    en: 'the time for keeping the document has passed',
    uk: 'строк зберігання надісланого документа минув',
  },
  {
    ru: 'срок хранения присланного документа ещё не прошёл',
    en: 'the time for keeping the document has not passed',
    uk: 'строк зберігання надісланого документа ще не минув',
  },
);

// Whoever demands does not check. A site with one verifier says so: the entry of the decision carries the second fact.
export const reviewerDiffers = momentFact(
  'reviewerDiffers',
  {
    ru: 'проверяет не тот, кто потребовал или отказал прежде',
    en: 'the reviewer is not who demanded or refused before',
    uk: 'перевіряє не той, хто вимагав або відмовив раніше',
  },
  {
    ru: 'проверяет тот, кто потребовал или отказал прежде',
    en: 'the reviewer is who demanded or refused before',
    uk: 'перевіряє той, хто вимагав або відмовив раніше',
  },
);
export const soleVerifier = momentFact(
  'soleVerifier',
  {
    ru: 'проверяющий на сайте один',
    en: 'the site has only one verifier',
    uk: 'перевіряльник на сайті один',
  },
  {
    ru: 'проверяющих на сайте несколько',
    en: 'the site has more than one verifier',
    uk: 'перевіряльників на сайті кілька',
  },
);
export const proofOfAnother = momentFact(
  'proofOfAnother',
  {
    ru: 'доказательство дал не сам проверяющий',
    en: 'the proof is not the reviewer’s own',
    uk: 'доказ надав не сам перевіряльник',
  },
  {
    ru: 'доказательство дал сам проверяющий',
    en: 'the proof is the reviewer’s own',
    uk: 'доказ надав сам перевіряльник',
  },
);
export const assignedReviewer = momentFact(
  'assignedReviewer',
  {
    ru: 'проверяет тот, кому это выпало по жребию',
    en: 'the reviewer is who was drawn by lot',
    uk: 'перевіряє той, кому це випало за жеребом',
  },
  {
    ru: 'по жребию проверять выпало другому',
    en: 'another reviewer was drawn by lot',
    uk: 'за жеребом перевіряти випало іншому',
  },
);

// An objection: to a decision that did not accept a proof, once, and answered by somebody else.
export const decidedAgainst = momentFact(
  'decidedAgainst',
  {
    ru: 'доказательство не приняли',
    en: 'the proof was not accepted',
    uk: 'доказ не прийняли',
  },
  {
    ru: 'решения не принять доказательство нет',
    en: 'there is no decision against the proof',
    uk: 'рішення не прийняти доказ немає',
  },
);
export const notObjectedYet = momentFact(
  'notObjectedYet',
  {
    ru: 'возражения на это решение ещё не было',
    en: 'nobody objected to this decision yet',
    uk: 'заперечення проти цього рішення ще не було',
  },
  {
    ru: 'возражение на это решение уже есть',
    en: 'there is an objection to this decision already',
    uk: 'заперечення проти цього рішення вже є',
  },
);
export const objectionOpen = momentFact(
  'objectionOpen',
  {
    ru: 'на возражение ещё не ответили',
    en: 'the objection is not answered yet',
    uk: 'на заперечення ще не відповіли',
  },
  {
    ru: 'на возражение уже ответили',
    en: 'the objection was answered',
    uk: 'на заперечення вже відповіли',
  },
);
