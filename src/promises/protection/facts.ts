import type { DeclaredFact, MomentFact } from '../../kernel/policy/act-description.ts';
import { momentFact } from '../../kernel/policy/moment-fact.ts';

/** What the rules of lawful requests may ask. One description each, shared by the acts that declare it. */
export const groundDeclared: DeclaredFact = {
  kind: 'declared',
  name: 'groundDeclared',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'основание объявлено в Политике',
    en: 'the ground is declared in the policy',
    uk: 'підставу оголошено в Політиці',
  },
  wordsNot: {
    ru: 'основание не объявлено в Политике',
    en: 'the ground is not declared in the policy',
    uk: 'підставу не оголошено в Політиці',
  },
  declared: ({ ground }) => ground !== null,
};
export const groundIsProcess: DeclaredFact = {
  kind: 'declared',
  name: 'groundIsProcess',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'это правовой процесс, нужный для работы человека с сайтом',
    en: 'it is a legal process needed for the person’s work with the site',
    uk: 'це правовий процес, потрібний для роботи людини із сайтом',
  },
  wordsNot: {
    ru: 'это не правовой процесс, нужный для работы человека с сайтом',
    en: 'it is no legal process needed for the person’s work with the site',
    uk: 'це не правовий процес, потрібний для роботи людини із сайтом',
  },
  declared: ({ ground }) => ground !== null && ground.kind === 'process',
};
export const fieldReachedByGround: DeclaredFact = {
  kind: 'declared',
  name: 'fieldReachedByGround',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'основание распространяется на это поле',
    en: 'the ground reaches this field',
    uk: 'підстава поширюється на це поле',
  },
  wordsNot: {
    ru: 'основание не распространяется на это поле',
    en: 'the ground does not reach this field',
    uk: 'підстава не поширюється на це поле',
  },
  declared: ({ ground, field }) => ground !== null && field !== null && ground.reaches.includes(field.id),
};

export const requestOpen = momentFact(
  'requestOpen',
  {
    ru: 'запрос ещё не закрыт',
    en: 'the request is still open',
    uk: 'запит ще не закрито',
  },
  { ru: 'запрос уже закрыт', en: 'the request is closed', uk: 'запит уже закрито' },
);
export const notExpired = momentFact(
  'notExpired',
  {
    ru: 'срок запроса не истёк',
    en: 'the request has not expired',
    uk: 'строк запиту не минув',
  },
  { ru: 'срок запроса истёк', en: 'the request has expired', uk: 'строк запиту минув' },
);
export const authenticated = momentFact(
  'authenticated',
  {
    ru: 'проверено, что запрос исходит от названного органа',
    en: 'it was checked that the request comes from the authority named',
    uk: 'перевірено, що запит надійшов від названого органу',
  },
  {
    ru: 'не проверено, что запрос исходит от названного органа',
    en: 'it was not checked that the request comes from the authority named',
    uk: 'не перевірено, що запит надійшов від названого органу',
  },
);
export const scoped = momentFact(
  'scoped',
  {
    ru: 'перечислены люди, поля и даты',
    en: 'persons, fields and dates are listed',
    uk: 'перелічено людей, поля й дати',
  },
  {
    ru: 'люди, поля и даты не перечислены',
    en: 'persons, fields and dates are not listed',
    uk: 'людей, поля й дати не перелічено',
  },
);
export const foundNecessary = momentFact(
  'foundNecessary',
  {
    ru: 'сотрудник признал раскрытие необходимым и объяснил почему',
    en: 'an officer found the disclosure necessary and said why',
    uk: 'працівник визнав розкриття необхідним і пояснив чому',
  },
  {
    ru: 'сотрудник не признавал раскрытие необходимым',
    en: 'no officer found the disclosure necessary',
    uk: 'працівник не визнавав розкриття необхідним',
  },
);
export const secondOfficerDiffers = momentFact(
  'secondOfficerDiffers',
  {
    ru: 'согласие даёт другой сотрудник, не тот, кто признал раскрытие необходимым',
    en: 'the officer who agrees is not the one who found it necessary',
    uk: 'згоду дає інший працівник, не той, хто визнав розкриття необхідним',
  },
  {
    ru: 'согласие даёт тот же сотрудник, который признал раскрытие необходимым',
    en: 'the officer who agrees is the one who found it necessary',
    uk: 'згоду дає той самий працівник, який визнав розкриття необхідним',
  },
);
export const approvedByAnotherOfficer = momentFact(
  'approvedByAnotherOfficer',
  {
    ru: 'второй сотрудник согласился',
    en: 'a second officer agreed',
    uk: 'другий працівник погодився',
  },
  { ru: 'второй сотрудник не дал согласия', en: 'no second officer agreed', uk: 'другий працівник не дав згоди' },
);
export const groundFound = momentFact(
  'groundFound',
  {
    ru: 'есть записанный и проверенный запрос с объявленным основанием',
    en: 'there is a recorded, authenticated request on a declared ground',
    uk: 'є записаний і перевірений запит з оголошеною підставою',
  },
  {
    ru: 'нет записанного и проверенного запроса с объявленным основанием',
    en: 'there is no recorded, authenticated request on a declared ground',
    uk: 'немає записаного й перевіреного запиту з оголошеною підставою',
  },
);
export const lawOfPersonsCountry = momentFact(
  'lawOfPersonsCountry',
  {
    ru: 'это закон страны, в которой человек ведёт деятельность',
    en: 'it is the law of the country in which the person carries on their activity',
    uk: 'це закон країни, у якій людина провадить діяльність',
  },
  {
    ru: 'это не закон страны, в которой человек ведёт деятельность',
    en: 'it is not the law of the country in which the person carries on their activity',
    uk: 'це не закон країни, у якій людина провадить діяльність',
  },
);
export const withinScope = momentFact(
  'withinScope',
  {
    ru: 'человек и даты названы в запросе',
    en: 'person and dates are named in the request',
    uk: 'людину й дати названо в запиті',
  },
  {
    ru: 'человек или даты не названы в запросе',
    en: 'person or dates are not named in the request',
    uk: 'людину або дати не названо в запиті',
  },
);
export const notYetProduced = momentFact(
  'notYetProduced',
  {
    ru: 'по этому запросу данные человека ещё не готовились',
    en: 'nothing of the person was produced for this request before',
    uk: 'за цим запитом дані людини ще не готувалися',
  },
  {
    ru: 'по этому запросу данные человека уже готовились',
    en: 'data of the person were produced for this request before',
    uk: 'за цим запитом дані людини вже готувалися',
  },
);
export const archiveReady = momentFact(
  'archiveReady',
  {
    ru: 'ответ подготовлен и зашифрован для органа',
    en: 'the answer is made and encrypted to the authority',
    uk: 'відповідь підготовлено й зашифровано для органу',
  },
  {
    ru: 'ответ для органа ещё не подготовлен',
    en: 'the answer to the authority is not made yet',
    uk: 'відповідь для органу ще не підготовлено',
  },
);
export const answerFits = momentFact(
  'answerFits',
  {
    ru: 'ответ соответствует тому, что есть и что уже передано',
    en: 'the answer fits what is held and what already left',
    uk: 'відповідь відповідає тому, що є і що вже передано',
  },
  {
    ru: 'ответ не соответствует тому, что есть или что уже передано',
    en: 'the answer does not fit what is held or what already left',
    uk: 'відповідь не відповідає тому, що є або що вже передано',
  },
);

export const ANSWERS = ['no-data-held', 'refused'] as const;
export type Answer = (typeof ANSWERS)[number];

/** Recorded with the answer, so that the public report can count the answers from the ledger alone. */
export const answer: MomentFact = {
  kind: 'of-the-moment',
  name: 'answer',
  values: ANSWERS,
  tell: 'asker',
  words: { ru: 'ответ', en: 'the answer', uk: 'відповідь' },
};
/** Likewise: whether a production had anything to give. */
export const somethingGiven = momentFact(
  'somethingGiven',
  {
    ru: 'по запросу есть что передать',
    en: 'there is something to give for the request',
    uk: 'за запитом є що передати',
  },
  {
    ru: 'по запросу нечего передать',
    en: 'there is nothing to give for the request',
    uk: 'за запитом немає чого передати',
  },
);
export const banEnded = momentFact(
  'banEnded',
  {
    ru: 'запрет сообщать закончился',
    en: 'the ban on telling has ended',
    uk: 'заборона повідомляти закінчилася',
  },
  { ru: 'запрет сообщать ещё действует', en: 'the ban on telling still holds', uk: 'заборона повідомляти ще діє' },
);
export const processConcernsPersonsOwnDealing = momentFact(
  'processConcernsPersonsOwnDealing',
  {
    ru: 'процесс касается собственного обращения человека на сайте',
    en: 'the process concerns the person’s own dealing with the site',
    uk: 'процес стосується власного звернення людини на сайті',
  },
  {
    ru: 'процесс не касается собственного обращения человека на сайте',
    en: 'the process concerns no dealing of the person’s own',
    uk: 'процес не стосується власного звернення людини на сайті',
  },
);
export const toldBefore = momentFact(
  'toldBefore',
  {
    ru: 'человеку сообщили заранее',
    en: 'the person was told beforehand',
    uk: 'людину повідомили заздалегідь',
  },
  {
    ru: 'человеку заранее не сообщали',
    en: 'the person was not told beforehand',
    uk: 'людину заздалегідь не повідомляли',
  },
);
export const waitingOver = momentFact(
  'waitingOver',
  {
    ru: 'сотрудник из первых двоих или назначен достаточно давно',
    en: 'the officer is one of the first two, or was named long enough ago',
    uk: 'працівник з перших двох або призначений досить давно',
  },
  {
    ru: 'сотрудник назначен недавно и должен подождать',
    en: 'the officer was named lately and has to wait',
    uk: 'працівника призначено нещодавно, і він має зачекати',
  },
);
export const somethingHeld = momentFact(
  'somethingHeld',
  {
    ru: 'по запросу есть что сохранить, или оно уже хранится отдельно',
    en: 'there is something to keep for the request, or it is kept apart already',
    uk: 'за запитом є що зберегти, або воно вже зберігається окремо',
  },
  {
    ru: 'по запросу нечего сохранить отдельно',
    en: 'there is nothing to keep apart for the request',
    uk: 'за запитом немає чого зберегти окремо',
  },
);
export const holdEnded = momentFact(
  'holdEnded',
  {
    ru: 'срок отдельного хранения истёк',
    en: 'the term of keeping apart has ended',
    uk: 'строк окремого зберігання минув',
  },
  {
    ru: 'срок отдельного хранения ещё идёт',
    en: 'the term of keeping apart still runs',
    uk: 'строк окремого зберігання ще триває',
  },
);
